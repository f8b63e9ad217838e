"""An office that asks about somebody goes round no block: not by its own name, however that is written."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import (
    BlockReason,
    NewRecipient,
    ProposedDisclosure,
    RecordedOtherwise,
    add_recipient,
    block_recipient,
    consent_for,
    new_form_token,
    record_disclosure,
    unblock_recipient,
)
from survivor_portal.actions.law_enforcement import NewPoliceRequest, write_police_request
from survivor_portal.actions.people import add_staff
from survivor_portal.domain.consent import DataItem, Purpose, Refusal, SharingMethod
from tests.caseload import Caseload
from tests.lives import ODILE

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps


@pytest.fixture
def odile(deps: "Deps") -> str:
    return add_staff(deps, ODILE)


def ask(caseload: Caseload, her: str, asker: str) -> str:
    new = NewPoliceRequest(new_form_token(caseload.deps), asker, "To talk once.")
    ref = write_police_request(caseload.deps, caseload.advocate, her, new)
    assert isinstance(ref, str)
    return ref


def tell(caseload: Caseload, her: str, consent: str, token: str) -> object:
    record = consent_for(caseload.deps, her, consent).card.record
    told = ProposedDisclosure(
        consent=consent,
        recipient=record.recipient,
        purpose=record.purpose,
        items=frozenset({DataItem.CHOSEN_NAME}),
        method=SharingMethod.PHONE,
        token=token,
    )
    return record_disclosure(caseload.deps, caseload.advocate, her, told)


def block(caseload: Caseload, odile: str, name: str) -> str:
    place = add_recipient(caseload.deps, odile, NewRecipient(new_form_token(caseload.deps), name))
    assert isinstance(place, str)
    block_recipient(caseload.deps, odile, place, BlockReason.PASSED_ON)
    return place


@pytest.mark.parametrize("asker", ["County police", "  COUNTY   police"])
def test_nothing_is_told_to_one_whose_name_is_blocked_until_that_is_over(
    caseload: Caseload, wren: str, odile: str, asker: str
) -> None:
    consent = caseload.give(wren, recipient=ask(caseload, wren, asker), purpose=Purpose.TALK_WITH_POLICE)
    place = block(caseload, odile, "County police")

    assert tell(caseload, wren, consent, new_form_token(caseload.deps)) == Refusal.RECIPIENT_BLOCKED

    unblock_recipient(caseload.deps, odile, place)
    assert not isinstance(tell(caseload, wren, consent, new_form_token(caseload.deps)), Refusal)


def test_nothing_is_signed_for_one_whose_name_is_blocked(caseload: Caseload, wren: str, odile: str) -> None:
    asked = ask(caseload, wren, "County police")
    block(caseload, odile, "County police")

    with pytest.raises(AssertionError):
        caseload.give(wren, recipient=asked, purpose=Purpose.TALK_WITH_POLICE)


def test_one_form_sent_under_another_consent_is_told_apart(caseload: Caseload, wren: str) -> None:
    first, second = caseload.give(wren), caseload.give(wren)
    token = new_form_token(caseload.deps)
    told = tell(caseload, wren, first, token)

    assert tell(caseload, wren, second, token) == RecordedOtherwise(str(told))
    assert consent_for(caseload.deps, wren, second).card.disclosures == ()
