"""An advocate's caseload being lived: people who answer, write, sign and stop, each through the actions themselves."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from survivor_portal.actions.cases import assign
from survivor_portal.actions.consents import (
    ProposedDisclosure,
    SignedForm,
    Statement,
    consent_for,
    give_consent,
    new_form_token,
    recipients,
    record_disclosure,
)
from survivor_portal.actions.directory import services_by_need
from survivor_portal.actions.messages import new_composition_token, send_message
from survivor_portal.actions.options import answer_option, offer_service
from survivor_portal.actions.people import NewStaff, NewSurvivor, add_staff, add_survivor
from survivor_portal.domain.consent import ConsentRecord, DataItem, Purpose, SharingMethod
from survivor_portal.domain.messages import Sending
from survivor_portal.domain.people import Role
from survivor_portal.domain.taxonomy import Need
from survivor_portal.models import Provider, Service

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from survivor_portal.domain.consent import RecordId
    from survivor_portal.domain.options import Answer
    from tests.timepiece import Timepiece

ESTHER: Final = NewStaff(
    name="Esther",
    role=Role.ADVOCATE,
    sign_in_name="esther",
    passphrase="twelve spoons rest under the stairs",
    totp_secret="ONSWG4TFOQQGG33EMVZSA53BNRVSAYLU",
    language="en",
)
PASSPHRASE: Final = "five words that nobody guesses"


def said_in_short(record: ConsentRecord, recipient_name: str) -> str:
    """Render the shortest statement there is."""
    return f"I say yes. {recipient_name} may know {sorted(record.data_items)} until {record.expires_at}."


APPROVED: Final = Statement("1", "en", is_approved=True, words=said_in_short)


@dataclass(frozen=True)
class Caseload:
    """Esther's caseload. Each deed takes a minute."""

    deps: "Deps"
    timepiece: "Timepiece"
    advocate: str

    def add(self, name: str, language: str | None = "en") -> str:
        """Bring a person onto the caseload, and give the reference."""
        her = add_survivor(self.deps, NewSurvivor(name, f"{name} field 12", PASSPHRASE, language))
        assign(self.deps, her, self.advocate)
        self._wait()
        return her

    def service(self, position: int = 0) -> str:
        """Give a service of the directory that helps with housing."""
        return services_by_need(self.deps, Need.HOUSING).cards[position].id

    def provider(self, position: int = 0) -> str:
        """Give who gives that service."""
        statement = select(Service.provider_id).where(Service.id == self.service(position))
        with self.deps.storage.read() as connection:
            found = connection.execute(statement).scalar_one()
        assert found
        return found

    def other_provider(self) -> str:
        """Give somebody who does not give the first of those services."""
        statement = select(Provider.id).where(Provider.id != self.provider()).order_by(Provider.name).limit(1)
        with self.deps.storage.read() as connection:
            return connection.execute(statement).scalar_one()

    def offer(self, her: str, position: int = 0) -> str:
        """Offer a service, and give the option."""
        return offer_service(self.deps, self.advocate, her, self.service(position))

    def answer(self, her: str, answer: "Answer", position: int = 0) -> None:
        """Let her answer an offer."""
        answer_option(self.deps, her, self.offer(her, position), answer)
        self._wait()

    def write(self, author: str, her: str, body: str) -> None:
        """Let her or her advocate write."""
        assert send_message(self.deps, author, her, new_composition_token(self.deps), body) is Sending.NEW
        self._wait()

    def form(self, **changes: Any) -> SignedForm:  # noqa: ANN401 (any field of the form)
        """Give a consent she signs for the first place there is, but for the changes."""
        complete = SignedForm(
            token=new_form_token(self.deps),
            passphrase=PASSPHRASE,
            recipient=recipients(self.deps)[0].ref,
            purpose=Purpose.LEGAL_HELP,
            data_items=frozenset({DataItem.CHOSEN_NAME, DataItem.LANGUAGE}),
            excluded_items=frozenset({DataItem.LEGAL_NAME}),
            methods=frozenset({SharingMethod.PHONE}),
            length=timedelta(days=14),
            once=False,
            length_reason=None,
            risk_acknowledged=True,
            alternatives_acknowledged=True,
            interpreter=None,
            statement=APPROVED,
        )
        return replace(complete, **changes)

    def give(self, her: str, **changes: Any) -> "RecordId":  # noqa: ANN401 (any field of the form)
        """Let her sign a consent for the first place there is, but for the changes."""
        record_id = give_consent(self.deps, her, self.form(**changes))
        assert isinstance(record_id, str)
        self._wait()
        return record_id

    def tell(self, her: str, record_id: str) -> str:
        """Record under a consent that the chosen name was told by phone."""
        recipient = consent_for(self.deps, her, record_id).card.record.recipient
        told = ProposedDisclosure(
            consent=record_id,
            recipient=recipient,
            purpose=Purpose.LEGAL_HELP,
            items=frozenset({DataItem.CHOSEN_NAME}),
            method=SharingMethod.PHONE,
            token=new_form_token(self.deps),
        )
        recorded = record_disclosure(self.deps, self.advocate, her, told)
        assert isinstance(recorded, str)
        self._wait()
        return recorded

    def _wait(self) -> None:
        self.timepiece.move(timedelta(minutes=1))


def make_caseload(deps: "Deps", timepiece: "Timepiece") -> Caseload:
    """Add Esther, with nobody on her caseload."""
    return Caseload(deps, timepiece, add_staff(deps, ESTHER))
