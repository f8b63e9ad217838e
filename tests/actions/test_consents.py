"""Nothing is given but by her signature, nothing leaves without it, and her stop holds at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from threading import Barrier, Lock
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, update

from survivor_portal.actions.cases import assign
from survivor_portal.actions.consents import (
    MadeOtherwise,
    ProposedDisclosure,
    RecordedOtherwise,
    SignedForm,
    SigningRefusal,
    consent_for,
    consents_of,
    give_consent,
    new_form_token,
    recipients,
    record_disclosure,
    withdraw_consent,
)
from survivor_portal.actions.consents.recipients import recipient_called
from survivor_portal.actions.consents.sealing import scope_in
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.opening import open_deps
from survivor_portal.actions.people import NewStaff, NewSurvivor, add_staff, add_survivor
from survivor_portal.domain.consent import (
    DataItem,
    LengthReason,
    Problem,
    Purpose,
    RecipientStanding,
    RecordId,
    Refusal,
    SharingMethod,
    State,
    incidents,
)
from survivor_portal.domain.people import Role
from survivor_portal.models import Consent, ConsentEvent, Disclosure, Provider, Recipient
from survivor_portal.security.tokens import digest, new_ref, system_chance
from tests.caseload import APPROVED, said_in_short
from tests.stored import noted_statements

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from survivor_portal.config import Config
    from tests.timepiece import Timepiece

PASSPHRASE = "five words that nobody guesses"
A_DAY = timedelta(days=1)


def recipient_of(deps: "Deps", provider_id: str) -> str | None:
    """Give the recipient a provider is, made where there is none yet; None for nobody's reference."""
    with deps.storage.write() as session:
        found = recipient_called(deps, session, provider_id)
        session.commit()
    return None if found is None else found.recipient.recipient_id


@dataclass(frozen=True)
class Case:
    """Wren, who signs; Esther, who has her case; and the place that may be told."""

    deps: "Deps"
    her: str
    advocate: str
    provider: str

    def form(self, **changes: Any) -> SignedForm:  # noqa: ANN401 (any field of the form)
        """Give a fresh form that lacks nothing, but for the changes."""
        complete = SignedForm(
            token=new_form_token(self.deps),
            passphrase=PASSPHRASE,
            recipient=self.provider,
            purpose=Purpose.LEGAL_HELP,
            data_items=frozenset({DataItem.CHOSEN_NAME, DataItem.LANGUAGE}),
            excluded_items=frozenset({DataItem.LEGAL_NAME}),
            methods=frozenset({SharingMethod.PHONE}),
            length=14 * A_DAY,
            once=False,
            length_reason=None,
            risk_acknowledged=True,
            alternatives_acknowledged=True,
            interpreter=None,
            statement=APPROVED,
        )
        return replace(complete, **changes)

    def give(self, **changes: Any) -> RecordId:  # noqa: ANN401 (any field of the form)
        """Sign a form, and give the record it made."""
        record_id = give_consent(self.deps, self.her, self.form(**changes))
        assert isinstance(record_id, str)
        return record_id

    def told(self, record_id: str, **changes: Any) -> ProposedDisclosure:  # noqa: ANN401 (any field of it)
        """Give a disclosure that the consent covers, but for the changes."""
        covered = ProposedDisclosure(
            consent=record_id,
            recipient=str(recipient_of(self.deps, self.provider)),
            purpose=Purpose.LEGAL_HELP,
            items=frozenset({DataItem.CHOSEN_NAME}),
            method=SharingMethod.PHONE,
            token=new_form_token(self.deps),
        )
        return replace(covered, **changes)

    def tell(self, record_id: str, **changes: Any) -> str | Refusal | RecordedOtherwise:  # noqa: ANN401 (any field of it)
        """Record a disclosure, or give the refusal."""
        return record_disclosure(self.deps, self.advocate, self.her, self.told(record_id, **changes))

    def state(self, record_id: str) -> State:
        """Say where a consent stands now."""
        return consent_for(self.deps, self.her, record_id).card.state


@pytest.fixture
def case(deps: "Deps") -> Case:
    return make_case(deps)


def make_case(deps: "Deps", name: str = "Wren") -> Case:
    """Add a survivor with an advocate, and a provider of their own."""
    her = add_survivor(deps, NewSurvivor(name, f"{name} field 12", PASSPHRASE))
    advocate = add_staff(deps, NewStaff("Esther", Role.ADVOCATE, f"esther of {name}", PASSPHRASE, "A" * 32))
    assign(deps, her, advocate)
    return Case(deps, her, advocate, add_provider(deps, f"The place {name} picks"))


def add_provider(deps: "Deps", name: str) -> str:
    """Add a provider to the directory."""
    provider_id = new_ref(deps.chance)
    with deps.storage.write() as session:
        session.add(Provider(id=provider_id, source_id=provider_id, name=name, address_hidden=False, facts={}))
        session.commit()
    return provider_id


def kept(deps: "Deps") -> list[str]:
    """Give every row that has to do with consents, to compare before and after."""
    with deps.storage.read() as connection:
        return sorted(
            repr(row)
            for model in (Recipient, Consent, ConsentEvent, Disclosure)
            for row in connection.execute(select(model.__table__))
        )


# ------------------------------------------------------------------------------------------------------------- giving


def test_a_signed_form_makes_one_given_consent(case: Case) -> None:
    record_id = case.give()

    (card,) = consents_of(case.deps, case.her)
    assert (card.record_id, card.state, card.is_given) == (record_id, State.GIVEN, True)
    assert card.recipient_name == "The place Wren picks"
    assert card.covered_items == {DataItem.CHOSEN_NAME, DataItem.LANGUAGE}


def test_its_end_is_never_later_than_the_minute_she_reads(case: Case, timepiece: "Timepiece") -> None:
    timepiece.now = datetime(2026, 5, 12, 9, 30, 59, 999_999, tzinfo=UTC)

    case.give(length=30 * A_DAY)

    assert consents_of(case.deps, case.her)[0].ends_at == datetime(2026, 6, 11, 9, 30, tzinfo=UTC)


def test_a_record_keeps_the_very_words_she_signed_whatever_is_published_later(case: Case) -> None:
    record_id = case.give()

    page = consent_for(case.deps, case.her, record_id)
    assert page.words == said_in_short(page.card.record, "The place Wren picks")
    with case.deps.storage.read() as connection:
        kept = connection.execute(select(*Consent.__table__.columns)).one()
    scope = scope_in(case.deps.vault.opener(case.her), kept)
    assert (scope.words_digest, kept.statement_version) == (digest(page.words), "1")
    assert b"I say yes" not in kept.words


def test_a_wrong_passphrase_makes_nothing(case: Case) -> None:
    before = kept(case.deps)

    refusal = give_consent(case.deps, case.her, case.form(passphrase="not hers"))

    assert refusal == SigningRefusal(frozenset(), passphrase_is_wrong=True)
    assert kept(case.deps) == before


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"data_items": frozenset()}, Problem.NO_ITEMS),
        ({"methods": frozenset()}, Problem.NO_METHODS),
        ({"recipient": "nobody"}, Problem.NO_RECIPIENT),
        ({"length": 31 * A_DAY}, Problem.NO_REASON_FOR_LENGTH),
        ({"length": 91 * A_DAY, "length_reason": LengthReason.LONG_WAIT}, Problem.TOO_LONG),
        ({"risk_acknowledged": False}, Problem.RISK_NOT_ACKNOWLEDGED),
        ({"alternatives_acknowledged": False}, Problem.ALTERNATIVES_NOT_ACKNOWLEDGED),
        ({"excluded_items": frozenset({DataItem.LANGUAGE})}, Problem.EXCLUDED_ITEM_ASKED),
        ({"statement": replace(APPROVED, is_approved=False)}, Problem.NO_INTERPRETER),
    ],
)
def test_a_form_that_lacks_anything_makes_nothing(case: Case, changes: dict[str, Any], problem: Problem) -> None:
    before = kept(case.deps)

    refusal = give_consent(case.deps, case.her, case.form(**changes))

    assert refusal == SigningRefusal(frozenset({problem}), passphrase_is_wrong=False)
    assert kept(case.deps) == before


def test_a_form_that_lacks_something_under_a_wrong_passphrase_is_told_both(case: Case) -> None:
    refusal = give_consent(case.deps, case.her, case.form(methods=frozenset(), passphrase="not hers"))

    assert refusal == SigningRefusal(frozenset({Problem.NO_METHODS}), passphrase_is_wrong=True)


def test_a_reason_of_hers_makes_ninety_days_possible(case: Case) -> None:
    record_id = case.give(length=90 * A_DAY, length_reason=LengthReason.COURT_DATE)

    assert case.state(record_id) is State.GIVEN


def test_words_nobody_approved_can_be_signed_with_an_interpreter_whose_name_is_sealed(case: Case) -> None:
    record_id = case.give(statement=replace(APPROVED, is_approved=False), interpreter="Idris")

    assert consent_for(case.deps, case.her, record_id).interpreter == "Idris"
    with case.deps.storage.read() as connection:
        sealed = connection.scalar(select(Consent.interpreter))
    assert sealed is not None
    assert b"Idris" not in sealed


def test_a_doubled_form_is_one_consent(case: Case) -> None:
    form = case.form()

    assert give_consent(case.deps, case.her, form) == give_consent(case.deps, case.her, form)
    assert len(consents_of(case.deps, case.her)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"purpose": Purpose.TRANSPORT},
        {"data_items": frozenset({DataItem.SUBSTANCE_USE_NEED})},
        {"excluded_items": frozenset({DataItem.MENTAL_HEALTH_NEED})},
        {"methods": frozenset({SharingMethod.LETTER})},
        {"length": timedelta(days=7)},
        {"once": True},
    ],
)
def test_a_form_sent_again_with_something_else_says_so_and_signs_nothing(case: Case, changes: dict[str, Any]) -> None:
    form = case.form(once=False)
    first = give_consent(case.deps, case.her, form)
    assert isinstance(first, str)
    before = consents_of(case.deps, case.her)

    assert give_consent(case.deps, case.her, replace(form, **changes)) == MadeOtherwise(first)

    assert consents_of(case.deps, case.her) == before


def test_a_doubled_form_under_a_wrong_passphrase_gives_nothing_away(case: Case) -> None:
    form = case.form()
    give_consent(case.deps, case.her, form)

    assert isinstance(give_consent(case.deps, case.her, replace(form, passphrase="not hers")), SigningRefusal)


def test_a_form_pressed_twice_at_once_is_one_consent(case: Case) -> None:
    form, together = case.form(), Barrier(2)

    def press(_: int) -> object:
        together.wait()
        return give_consent(case.deps, case.her, form)

    with ThreadPoolExecutor(2) as presses:
        first, second = presses.map(press, range(2))
    assert first == second
    assert len(consents_of(case.deps, case.her)) == 1


def test_another_survivor_s_form_token_finds_nothing_of_hers(case: Case) -> None:
    other = make_case(case.deps, "Robin")
    token = new_form_token(case.deps)
    case.give(token=token)

    assert consents_of(case.deps, other.her) == []


# ----------------------------------------------------------------------------------------------------------- stopping


def test_a_stop_holds_at_once(case: Case) -> None:
    record_id = case.give()

    withdraw_consent(case.deps, case.her, record_id)

    assert case.state(record_id) is State.WITHDRAWN
    assert case.tell(record_id) is Refusal.ENDED


def test_stopping_twice_equals_once(case: Case, timepiece: "Timepiece") -> None:
    record_id = case.give()
    withdraw_consent(case.deps, case.her, record_id)
    once = kept(case.deps)

    timepiece.move(A_DAY)
    withdraw_consent(case.deps, case.her, record_id)

    assert kept(case.deps) == once


def test_stopping_what_ended_by_itself_changes_nothing(case: Case, timepiece: "Timepiece") -> None:
    record_id = case.give(length=7 * A_DAY)
    timepiece.move(7 * A_DAY)
    before = kept(case.deps)

    withdraw_consent(case.deps, case.her, record_id)

    assert kept(case.deps) == before
    assert case.state(record_id) is State.LAPSED


def test_stopping_one_consent_never_changes_another(case: Case) -> None:
    one, other = case.give(), case.give()

    withdraw_consent(case.deps, case.her, one)

    assert (case.state(one), case.state(other)) == (State.WITHDRAWN, State.GIVEN)


def test_a_clock_set_back_does_not_make_her_stop_wait(case: Case, timepiece: "Timepiece") -> None:
    record_id = case.give()
    timepiece.move(-A_DAY)

    withdraw_consent(case.deps, case.her, record_id)

    timepiece.move(2 * A_DAY)
    assert case.state(record_id) is State.WITHDRAWN
    assert case.tell(record_id) is Refusal.ENDED


def test_what_was_told_before_the_stop_stays_before_her_eyes(case: Case) -> None:
    record_id = case.give()
    case.tell(record_id)

    withdraw_consent(case.deps, case.her, record_id)

    (told,) = consent_for(case.deps, case.her, record_id).card.disclosures
    assert (set(told.items), told.method) == ({DataItem.CHOSEN_NAME}, SharingMethod.PHONE)


def test_nobody_sees_or_stops_a_consent_that_is_not_theirs(case: Case) -> None:
    record_id, stranger = case.give(), make_case(case.deps, "Robin")

    with pytest.raises(NotFoundError):
        consent_for(case.deps, stranger.her, record_id)
    with pytest.raises(NotFoundError):
        withdraw_consent(case.deps, stranger.her, record_id)
    assert case.state(record_id) is State.GIVEN


def test_a_consent_that_never_was_cannot_be_stopped(case: Case) -> None:
    with pytest.raises(NotFoundError):
        withdraw_consent(case.deps, case.her, "nothing")


# ------------------------------------------------------------------------------------------------------------ telling


def test_what_a_given_consent_covers_can_be_recorded(case: Case) -> None:
    record_id = case.give()

    assert isinstance(case.tell(record_id), str)
    (told,) = consents_of(case.deps, case.her)[0].disclosures
    assert (told.consent, told.by) == (record_id, case.advocate)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"recipient": "another"}, Refusal.OTHER_RECIPIENT),
        ({"purpose": Purpose.TALK_WITH_POLICE}, Refusal.OTHER_PURPOSE),
        ({"method": SharingMethod.LETTER}, Refusal.OTHER_METHOD),
        ({"items": frozenset()}, Refusal.NO_ITEMS),
        ({"items": frozenset({DataItem.CHOSEN_NAME, DataItem.FAMILY})}, Refusal.ITEMS_NOT_COVERED),
        ({"items": frozenset({DataItem.LEGAL_NAME})}, Refusal.ITEMS_NOT_COVERED),
    ],
)
def test_what_her_consent_does_not_cover_is_refused_and_not_recorded(
    case: Case, changes: dict[str, Any], refusal: Refusal
) -> None:
    record_id = case.give()
    proposed = case.told(record_id, **changes)
    before = kept(case.deps)

    assert record_disclosure(case.deps, case.advocate, case.her, proposed) is refusal
    assert kept(case.deps) == before


def test_nothing_can_be_recorded_from_the_end_on(case: Case, timepiece: "Timepiece") -> None:
    record_id = case.give(length=7 * A_DAY)
    timepiece.move(7 * A_DAY)

    assert case.tell(record_id) is Refusal.ENDED


def test_a_consent_for_one_time_is_used_up_by_the_first(case: Case, timepiece: "Timepiece") -> None:
    record_id = case.give(once=True)
    case.tell(record_id)
    timepiece.move(timedelta(minutes=1))

    assert case.state(record_id) is State.LAPSED
    assert case.tell(record_id) is Refusal.ENDED


def test_a_doubled_recording_is_one_disclosure_even_of_a_consent_for_one_time(case: Case) -> None:
    record_id = case.give(once=True)
    proposed = case.told(record_id)

    first = record_disclosure(case.deps, case.advocate, case.her, proposed)

    assert isinstance(first, str)
    assert record_disclosure(case.deps, case.advocate, case.her, proposed) == first
    assert len(consents_of(case.deps, case.her)[0].disclosures) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"items": frozenset({DataItem.LANGUAGE})},
        {"items": frozenset({DataItem.CHOSEN_NAME, DataItem.LANGUAGE})},
        {"method": SharingMethod.LETTER},
        {"purpose": Purpose.MEDICAL_CARE},
        {"recipient": "another"},
    ],
)
def test_a_recording_sent_again_with_something_else_says_so_and_records_nothing(
    case: Case, changes: dict[str, Any]
) -> None:
    proposed = case.told(case.give())
    first = record_disclosure(case.deps, case.advocate, case.her, proposed)
    assert isinstance(first, str)
    before = kept(case.deps)

    again = record_disclosure(case.deps, case.advocate, case.her, replace(proposed, **changes))

    assert again == RecordedOtherwise(first)
    assert kept(case.deps) == before


def test_nothing_can_be_recorded_for_a_recipient_that_was_blocked_since(case: Case) -> None:
    record_id = case.give()
    block(case)

    assert case.tell(record_id) is Refusal.RECIPIENT_BLOCKED


def test_who_does_not_have_her_case_can_record_nothing(case: Case) -> None:
    record_id, other = case.give(), make_case(case.deps, "Robin")

    with pytest.raises(NotFoundError):
        record_disclosure(case.deps, other.advocate, case.her, case.told(record_id))
    with pytest.raises(NotFoundError):
        record_disclosure(case.deps, other.advocate, other.her, case.told(record_id))


@dataclass
class Ticking:
    """A clock that moves on by a millisecond whenever it is asked, so that moments tell who was first."""

    now: datetime = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
    _one_at_a_time: Lock = field(default_factory=Lock)

    def __call__(self) -> datetime:
        """Give the next moment."""
        with self._one_at_a_time:
            self.now += timedelta(milliseconds=1)
            return self.now


@pytest.mark.parametrize("round_", range(5))
def test_nothing_is_recorded_once_her_stop_is_written_down(deps: "Deps", config: "Config", round_: int) -> None:
    # Two openings of one database, as two processes have it: nothing but the database stands between them.
    clock = Ticking()
    at_the_desk = replace(deps, clock=clock)
    on_her_phone = replace(open_deps(config, clock=clock), hasher=deps.hasher)
    case = make_case(at_the_desk, f"Wren {round_}")
    record_id, together = case.give(), Barrier(3)
    stopped_at: list[datetime] = []

    def tell_and_tell() -> list[tuple[datetime, str | Refusal | RecordedOtherwise]]:
        together.wait()
        return [(clock(), case.tell(record_id)) for _ in range(12)]

    def stop() -> None:
        together.wait()
        while not consents_of(on_her_phone, case.her)[0].disclosures:
            pass
        withdraw_consent(on_her_phone, case.her, record_id)
        stopped_at.append(clock())

    with ThreadPoolExecutor(3) as people:
        telling = [people.submit(tell_and_tell) for _ in range(2)]
        people.submit(stop).result()
    on_her_phone.storage.close()
    on_her_phone.key_ring.storage.close()
    answers = [answer for told in telling for answer in told.result()]

    card = consent_for(at_the_desk, case.her, record_id).card
    assert card.state is State.WITHDRAWN
    assert card.ends_at is not None
    assert card.disclosures
    assert all(told.at < card.ends_at for told in card.disclosures)
    assert incidents(card.record, card.events, card.disclosures) == ()
    assert all(answer is Refusal.ENDED for asked_at, answer in answers if asked_at > stopped_at[0])


# --------------------------------------------------------------------------------------------------------- recipients


def block(case: Case) -> None:
    """Let nothing go to the place she picked any more."""
    recipient_id = recipient_of(case.deps, case.provider)
    with case.deps.storage.write() as session:
        session.execute(
            update(Recipient).where(Recipient.id == recipient_id).values(standing=RecipientStanding.BLOCKED)
        )
        session.commit()


def test_a_provider_becomes_a_recipient_once(case: Case) -> None:
    assert recipient_of(case.deps, case.provider) == recipient_of(case.deps, case.provider) is not None


def test_nobody_s_reference_becomes_no_recipient(case: Case) -> None:
    assert recipient_of(case.deps, "nobody") is None


def test_every_place_is_offered_once_whether_a_consent_has_named_it_or_not(case: Case) -> None:
    named_before = [choice.name for choice in recipients(case.deps)]
    case.give()

    assert [choice.name for choice in recipients(case.deps)] == named_before
    assert named_before.count("The place Wren picks") == 1


def test_a_blocked_recipient_is_neither_offered_nor_can_it_be_signed_for(case: Case) -> None:
    block(case)

    assert "The place Wren picks" not in {choice.name for choice in recipients(case.deps)}
    refusal = give_consent(case.deps, case.her, case.form())
    assert refusal == SigningRefusal(frozenset({Problem.RECIPIENT_BLOCKED}), passphrase_is_wrong=False)


# ------------------------------------------------------------------------------------------------------------ looking


def test_looking_costs_the_same_however_many_there_are(case: Case) -> None:
    case.give()
    with noted_statements(case.deps) as statements:
        consents_of(case.deps, case.her)
        of_one = len(statements.sent)
    for _ in range(4):
        case.tell(case.give())
    with noted_statements(case.deps) as statements:
        assert len(consents_of(case.deps, case.her)) == 5

    assert len(statements.sent) == of_one


def test_what_stands_comes_first_by_its_end_and_then_what_ended_newest_first(
    case: Case, timepiece: "Timepiece"
) -> None:
    long, short = case.give(length=30 * A_DAY), case.give(length=14 * A_DAY)
    stopped_first, stopped_last = case.give(), case.give()
    for record_id in (stopped_first, stopped_last):
        timepiece.move(timedelta(minutes=1))
        withdraw_consent(case.deps, case.her, record_id)

    cards = consents_of(case.deps, case.her)

    assert [card.record_id for card in cards] == [short, long, stopped_last, stopped_first]


def test_references_are_drawn_and_say_nothing(case: Case) -> None:
    assert case.give() not in {case.her, case.provider, new_ref(system_chance)}
