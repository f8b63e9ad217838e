"""The transitions of a consent by example, at and around every edge in time."""

from datetime import datetime, timedelta

import pytest

from survivor_portal.domain.consent import (
    CapacityBasis,
    EventState,
    Method,
    RecordId,
    State,
    allowed_next,
    ends_at,
    ends_soon,
    incidents,
    is_given,
    remaining_uses,
    state,
)
from survivor_portal.domain.people import Actor
from tests.domain.histories import (
    AMARA,
    DAY,
    ENDING_EVENTS,
    IMANI,
    PARENT,
    RUTH,
    START,
    History,
    disclosure,
    event,
    signed,
)

MOMENT = timedelta(microseconds=1)
LATER = START + DAY


def drafted() -> History:
    """Return Ruth's draft, which Amara has not answered."""
    history = signed()
    return History(history.record, history.events[:1])


def test_a_draft_authorises_nothing() -> None:
    assert state(*drafted(), START) is State.DRAFT
    assert not is_given(*drafted(), LATER)


def test_without_any_event_there_is_nothing_to_give_and_no_end() -> None:
    nothing = History(signed().record, ())
    assert state(*nothing, LATER) is State.DRAFT
    assert ends_at(*nothing) is None


def test_a_draft_she_starts_herself_is_not_yet_her_signature() -> None:
    history = signed(drafted_by=AMARA)
    assert state(history.record, history.events[:1], (), LATER) is State.DRAFT
    assert state(*history, LATER) is State.GIVEN


def test_a_signature_without_a_draft_does_not_count() -> None:
    history = signed()
    assert state(history.record, history.events[1:], (), LATER) is State.DRAFT


def test_a_signature_from_before_the_draft_does_not_count() -> None:
    history = signed(drafted_at=START + MOMENT)
    assert state(*history, LATER) is State.DRAFT


def test_a_signature_at_the_moment_of_the_draft_counts() -> None:
    assert state(*signed(drafted_at=START), START) is State.GIVEN


def test_a_draft_is_abandoned_after_seven_days_to_the_moment() -> None:
    assert state(*drafted(), START + 7 * DAY - MOMENT) is State.DRAFT
    assert state(*drafted(), START + 7 * DAY) is State.ABANDONED
    assert ends_at(*drafted()) == START + 7 * DAY


def test_a_second_draft_event_does_not_make_a_draft_wait_longer() -> None:
    again = drafted().then(event(EventState.DRAFT, LATER, RUTH))
    assert state(*again, START + 7 * DAY) is State.ABANDONED


def test_a_signature_counts_in_the_last_moment_of_the_seven_days_and_not_after() -> None:
    last = signed(signed_at=START + 7 * DAY - MOMENT, drafted_at=START)
    late = signed(signed_at=START + 7 * DAY, drafted_at=START)
    assert state(*last, START + 8 * DAY) is State.GIVEN
    assert state(*late, START + 8 * DAY) is State.ABANDONED


def test_a_consent_is_given_from_the_moment_of_the_signature() -> None:
    assert state(*signed(), START - MOMENT) is State.DRAFT
    assert state(*signed(), START) is State.GIVEN


def test_a_consent_signed_for_a_later_start_waits_for_it_and_can_be_stopped_meanwhile() -> None:
    history = signed().having(valid_from=LATER)
    assert state(*history, LATER - MOMENT) is State.DRAFT
    assert state(*history, LATER) is State.GIVEN
    assert EventState.WITHDRAWN in allowed_next(*history, START, Actor.SURVIVOR)
    assert EventState.WITHDRAWN not in allowed_next(*history, START - MOMENT, Actor.SURVIVOR)


def test_a_signature_that_took_effect_later_than_written_counts_from_the_later_moment() -> None:
    draft = drafted()
    assert state(*draft.then(event(EventState.GIVEN, START, effective=LATER)), START) is State.DRAFT
    assert state(*draft.then(event(EventState.GIVEN, START, effective=LATER)), LATER) is State.GIVEN
    assert state(*draft.then(event(EventState.GIVEN, LATER, effective=START)), START) is State.DRAFT


def test_two_consenters_give_when_the_second_has_signed() -> None:
    history = signed(basis=CapacityBasis.MINOR_PLUS_GUARDIAN)
    parent_later = History(
        history.record,
        (
            event(EventState.DRAFT, START, RUTH),
            event(EventState.GIVEN, START, AMARA),
            event(EventState.GIVEN, LATER, PARENT),
        ),
    )
    assert state(*parent_later, LATER - MOMENT) is State.DRAFT
    assert state(*parent_later, LATER) is State.GIVEN


def test_the_signature_of_somebody_else_neither_gives_nor_spoils() -> None:
    somebody = event(EventState.GIVEN, START, RUTH)
    assert state(*drafted().then(somebody), LATER) is State.DRAFT
    assert state(*signed().then(somebody), LATER) is State.GIVEN


def test_signing_twice_counts_from_the_first_time() -> None:
    history = signed().then(event(EventState.GIVEN, LATER))
    assert state(*history, START) is State.GIVEN


def test_a_given_consent_lapses_at_its_end_to_the_moment() -> None:
    history = signed()
    assert state(*history, history.record.expires_at - MOMENT) is State.GIVEN
    assert state(*history, history.record.expires_at) is State.LAPSED
    assert ends_at(*history) == history.record.expires_at


def test_a_signature_in_the_last_moment_before_the_end_counts_and_one_at_the_end_does_not() -> None:
    history = drafted()
    end = START + DAY
    short = history.having(expires_at=end)
    assert state(*short.then(event(EventState.GIVEN, end - MOMENT)), end) is State.LAPSED
    assert state(*short.then(event(EventState.GIVEN, end)), end) is State.DRAFT


def test_a_consent_for_once_lapses_with_its_first_use() -> None:
    history = signed().having(max_uses=1)
    used = history.with_shared(disclosure(history.record, LATER))
    assert remaining_uses(history.record, history.disclosures) == 1
    assert remaining_uses(used.record, used.disclosures) == 0
    assert state(*used, LATER - MOMENT) is State.GIVEN
    assert state(*used, LATER) is State.LAPSED
    assert ends_at(*used) == LATER


def test_a_consent_for_two_uses_lapses_with_the_second() -> None:
    history = signed().having(max_uses=2)
    used = history.with_shared(*(disclosure(history.record, START + days * DAY) for days in (3, 1, 2)))
    assert state(*used, START + 2 * DAY - MOMENT) is State.GIVEN
    assert state(*used, START + 2 * DAY) is State.LAPSED
    assert remaining_uses(used.record, used.disclosures) == 0


def test_uses_are_not_counted_when_she_set_no_number() -> None:
    history = signed()
    used = history.with_shared(disclosure(history.record, START))
    assert remaining_uses(used.record, used.disclosures) is None
    assert state(*used, LATER) is State.GIVEN


@pytest.mark.parametrize("ending", ENDING_EVENTS)
def test_every_end_ends_at_its_moment(ending: EventState) -> None:
    history = signed().then(event(ending, LATER))
    assert state(*history, LATER - MOMENT) is State.GIVEN
    assert state(*history, LATER) is State(ending)
    assert ends_at(*history) == LATER


@pytest.mark.parametrize("ending", ENDING_EVENTS)
def test_a_signature_after_or_at_an_end_changes_nothing(ending: EventState) -> None:
    history = drafted().then(event(ending, START), event(EventState.GIVEN, START), event(EventState.GIVEN, LATER))
    assert state(*history, START) is State(ending)
    assert state(*history, LATER) is State(ending)


def test_the_earliest_end_stands() -> None:
    history = signed().then(event(EventState.WITHDRAWN, LATER), event(EventState.INVALIDATED, LATER + DAY, IMANI))
    assert state(*history, LATER + 9 * DAY) is State.WITHDRAWN


def test_of_two_ends_at_one_moment_the_graver_one_names_the_state() -> None:
    end = signed().record.expires_at
    withdrawn = signed().then(event(EventState.WITHDRAWN, end))
    assert state(*withdrawn, end) is State.WITHDRAWN
    assert state(*withdrawn.then(event(EventState.INVALIDATED, end, IMANI)), end) is State.INVALIDATED


def test_a_spoken_stop_takes_effect_when_she_said_it() -> None:
    history = signed()
    said, written = START + DAY, START + 2 * DAY
    shared = [disclosure(history.record, at) for at in (said - MOMENT, said, written - MOMENT, written)]
    stop = event(EventState.WITHDRAWN, written, effective=said, method=Method.ORAL, recorded_by=RUTH)
    stopped = history.then(stop).with_shared(*shared)
    assert state(*stopped, said - MOMENT) is State.GIVEN
    assert state(*stopped, said) is State.WITHDRAWN
    assert incidents(*stopped) == tuple(shared[1:])


def test_two_stops_flag_from_the_earlier_one() -> None:
    history = signed()
    shared = disclosure(history.record, START + DAY)
    first = event(EventState.WITHDRAWN, START + 3 * DAY, effective=START + DAY)
    second = event(EventState.WITHDRAWN, START + 3 * DAY, effective=START + 2 * DAY)
    for stops in ((first, second), (second, first)):
        assert incidents(*history.then(*stops).with_shared(shared)) == (shared,)


def test_other_ends_than_a_stop_flag_nothing() -> None:
    history = signed().then(event(EventState.SUPERSEDED, START))
    assert incidents(*history.with_shared(disclosure(history.record, LATER))) == ()


def test_she_is_told_three_days_before_the_end_and_not_earlier_or_later() -> None:
    history = signed()
    end = history.record.expires_at
    assert not ends_soon(*history, end - 3 * DAY - MOMENT)
    assert ends_soon(*history, end - 3 * DAY)
    assert ends_soon(*history, end - MOMENT)
    assert not ends_soon(*history, end)
    assert not ends_soon(*drafted(), START + 6 * DAY)


def steps(history: History, now: datetime) -> dict[Actor, set[EventState]]:
    """Return who may do what next, leaving out who may do nothing."""
    return {actor: set(allowed) for actor in Actor if (allowed := allowed_next(*history, now, actor))}


def test_a_survivor_or_an_advocate_begins_a_draft() -> None:
    assert steps(History(signed().record, ()), START) == {
        Actor.SURVIVOR: {EventState.DRAFT},
        Actor.ADVOCATE: {EventState.DRAFT},
    }


def test_only_she_answers_a_draft() -> None:
    assert steps(drafted(), START) == {
        Actor.SURVIVOR: {EventState.GIVEN, EventState.REFUSED, EventState.ABANDONED},
        Actor.CLOCK: {EventState.ABANDONED},
    }


def test_she_stops_or_renews_a_given_consent_and_staff_write_down_her_stop() -> None:
    assert steps(signed(), START) == {
        Actor.SURVIVOR: {EventState.WITHDRAWN, EventState.SUPERSEDED},
        Actor.ADVOCATE: {EventState.WITHDRAWN},
        Actor.SUPERVISOR: {EventState.WITHDRAWN, EventState.INVALIDATED},
        Actor.CLOCK: {EventState.LAPSED},
    }


def test_a_guardian_who_must_sign_may_give_and_take_back() -> None:
    history = signed(basis=CapacityBasis.MINOR_PLUS_GUARDIAN)
    assert steps(history, START)[Actor.GUARDIAN] == {EventState.WITHDRAWN}
    draft = History(history.record, history.events[:1])
    assert steps(draft, START)[Actor.GUARDIAN] == {EventState.GIVEN}
    assert EventState.GIVEN in steps(draft, START)[Actor.SURVIVOR]


def test_with_a_court_guardian_she_cannot_give_and_can_always_refuse_or_stop() -> None:
    history = signed(basis=CapacityBasis.COURT_GUARDIAN)
    draft = History(history.record, history.events[:1])
    assert steps(draft, START)[Actor.SURVIVOR] == {EventState.REFUSED, EventState.ABANDONED}
    assert steps(draft, START)[Actor.GUARDIAN] == {EventState.GIVEN}
    assert EventState.WITHDRAWN in steps(history, START)[Actor.SURVIVOR]


@pytest.mark.parametrize("ending", ENDING_EVENTS)
def test_nobody_has_a_step_after_an_end(ending: EventState) -> None:
    assert steps(signed().then(event(ending, START)), START) == {}


def test_events_of_another_record_neither_draft_sign_nor_end_this_one() -> None:
    other = RecordId("other")
    history = signed()
    drafted_elsewhere = event(EventState.DRAFT, START, RUTH, record_id=other)
    signed_elsewhere = event(EventState.GIVEN, START, record_id=other)
    assert not is_given(history.record, (drafted_elsewhere, history.events[1]), (), LATER)
    assert not is_given(history.record, (history.events[0], signed_elsewhere), (), LATER)
    assert is_given(*history.then(event(EventState.WITHDRAWN, START, record_id=other)), LATER)
