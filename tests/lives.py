"""One person with something in every place the portal keeps anything about a person."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from survivor_portal.actions.consents import ProposedCompelled, record_compelled
from survivor_portal.actions.contact import NewContactRule, set_contact_rule
from survivor_portal.actions.drafts import DraftPage, DraftPlace, keep_draft
from survivor_portal.actions.holds import NewHold, lift_hold, set_hold
from survivor_portal.actions.law_enforcement import (
    NewPoliceRequest,
    answer_police_request,
    choose_law_enforcement,
    write_police_request,
)
from survivor_portal.actions.leaving import set_leaving
from survivor_portal.actions.looks import look_at_consents
from survivor_portal.actions.pausing import end_pause, pause
from survivor_portal.actions.people import NewStaff, add_staff
from survivor_portal.actions.recovery import NewWords, set_words
from survivor_portal.actions.sessions import OpenedSession, Viewer, find_viewer
from survivor_portal.actions.sign_in import SurvivorAttempt, sign_in_survivor
from survivor_portal.domain.consent import (
    Channel,
    DataItem,
    LawEnforcementChoice,
    LegalBasis,
    NoNoticeReason,
    PoliceAnswer,
    SafeHour,
)
from survivor_portal.domain.leaving import LeavingSettings
from survivor_portal.domain.looks import LookReason
from survivor_portal.domain.options import Answer
from survivor_portal.domain.people import Role
from tests.asking import ask
from tests.caseload import PASSPHRASE, Caseload, make_caseload
from tests.staff import at_desk

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.timepiece import Timepiece

ODILE: Final = NewStaff(
    name="Odile",
    role=Role.SUPERVISOR,
    sign_in_name="odile",
    passphrase="eleven quiet boats on the river",
    totp_secret="KRUGKIDROVUWG2ZAMJZG653OEBTG66BA",
)
SAID: Final = ("The heating is off again.", "A plumber comes on Thursday.")
NOT_SENT: Final = "Could you come on Friday?"
ASKED: Final = ("County police, wage unit", "To talk once at the station.")
ASK_FOR: Final = "Jenny"
BASIS: Final = "Order 17 of the county court"
ASKER: Final = "Clerk Abara, court office"
COMPELLED: Final = ProposedCompelled(
    token="another form",
    recipient="The judge of the family court",
    items=frozenset({DataItem.LANGUAGE}),
    legal_basis=LegalBasis.COURT_ORDER,
    legal_reference="Order 9",
    notice_attempts=(),
    no_notice_reason=NoNoticeReason.IMMEDIATE_DANGER,
    forbidden_until=None,
    protective_steps="We asked for a closed hearing.",
)


@dataclass(frozen=True)
class Life:
    """Wren, her advocate Esther, and Odile, who supervises."""

    deps: "Deps"
    timepiece: "Timepiece"
    caseload: Caseload
    her: str
    advocate: str
    supervisor: str

    def sign_in(self) -> Viewer:
        """Sign her in, and give her as she looks at her pages."""
        opened = sign_in_survivor(self.deps, SurvivorAttempt("Wren field 12", PASSPHRASE, phone_is_hers=True))
        assert isinstance(opened, OpenedSession)
        viewer = find_viewer(self.deps, desk=False, sid=opened.sid, k=opened.k)
        assert viewer is not None
        return viewer

    def can_sign_in(self) -> bool:
        """Say whether her name and passphrase still open anything."""
        outcome = sign_in_survivor(self.deps, SurvivorAttempt("Wren field 12", PASSPHRASE, phone_is_hers=True))
        return isinstance(outcome, OpenedSession)

    def supervising(self) -> Viewer:
        """Give Odile as she looks at her pages, in a session of her own."""
        return at_desk(self.deps, self.supervisor)

    def hold(self, *, days: int | None = None, forbids_notice: bool = False) -> str:
        """Write a hold down that begins now."""
        until = None if days is None else self.timepiece() + timedelta(days=days)
        new = NewHold(BASIS, ASKER, self.timepiece(), until, forbids_notice)
        ref = set_hold(self.deps, self.supervising(), self.her, new)
        assert isinstance(ref, str)
        return ref


def make_life(deps: "Deps", timepiece: "Timepiece") -> Life:
    """Add Wren, and let her live for some minutes."""
    caseload = make_caseload(deps, timepiece)
    her = caseload.add("Wren")
    life = Life(deps, timepiece, caseload, her, caseload.advocate, add_staff(deps, ODILE))
    caseload.answer(her, Answer.WANTED)
    caseload.answer(her, Answer.TELL_ME_MORE, position=1)
    caseload.tell(her, caseload.give(her, interpreter="Idris"))
    record_compelled(deps, caseload.advocate, her, COMPELLED)
    choose_law_enforcement(deps, her, LawEnforcementChoice.NOT_NOW)
    asked = write_police_request(deps, caseload.advocate, her, NewPoliceRequest("one form", *ASKED))
    answer_police_request(deps, her, str(asked), PoliceAnswer.NO)
    hours = frozenset({SafeHour(weekday=2, hour=14)})
    calls = NewContactRule(Channel.PHONE_CALL, hours, voicemail_allowed=False, name_to_ask_for=ASK_FOR)
    assert set_contact_rule(deps, her, calls, PASSPHRASE) is True
    caseload.write(her, her, SAID[0])
    caseload.write(caseload.advocate, her, SAID[1])
    viewer = life.sign_in()
    set_words(deps, viewer, NewWords(PASSPHRASE, "blue kettle under the stairs"))
    set_leaving(deps, viewer, LeavingSettings(destination="12345678"))
    keep_draft(deps, DraftPage(DraftPlace(her, her, "/inbox"), "one page", ""), (("body", NOT_SENT),))
    ask(deps, "Wren field 12")
    pause(deps, her)
    end_pause(deps, her)
    lift_hold(deps, life.supervising(), life.hold())
    look_at_consents(deps, life.supervising(), her, LookReason.SIGNATURE)
    return life
