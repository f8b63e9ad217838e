"""Invariants 9 to 14 of consent, over generated histories: what stops it, and that nothing starts it again."""

from collections import Counter
from dataclasses import FrozenInstanceError, fields, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.consent import (
    END_STATES,
    HERS_TO_SOLVE,
    ConsentEvent,
    Disclosure,
    EventState,
    Method,
    Refusal,
    State,
    allowed_next,
    draft_problems,
    ends_at,
    incidents,
    is_given,
    refusal,
    remaining_uses,
    shared_under,
    shown_at,
    state,
)
from survivor_portal.domain.consent.fold import has_ending_event
from survivor_portal.domain.people import Actor
from tests.domain.histories import (
    DAY,
    ENDING_EVENTS,
    OTHER,
    RUTH,
    SHELTER,
    THIS,
    TICK,
    History,
    Standing,
    arbitrary_disclosures,
    arbitrary_events,
    disclosure,
    event,
    given_histories,
    histories,
    moments,
    signed,
    standings,
)


@given(standings(), st.sampled_from((Method.PORTAL, Method.ORAL, Method.PAPER)), moments())
def test_invariant_9_withdrawal_always_works_and_the_next_check_refuses(
    standing: Standing, method: Method, later: datetime
) -> None:
    history, now = standing
    assert EventState.WITHDRAWN in allowed_next(*history, now, Actor.SURVIVOR)
    stopped = history.then(event(EventState.WITHDRAWN, now, method=method, recorded_by=RUTH))
    assert state(*stopped, max(now, later)) is State.WITHDRAWN
    assert refusal(disclosure(history.record, later), SHELTER, *stopped) is Refusal.ENDED


@given(histories(), moments(), moments(), moments())
def test_invariant_9_withdrawing_twice_equals_once(
    history: History, first: datetime, second: datetime, now: datetime
) -> None:
    early, late = sorted((first, second))
    once = history.then(event(EventState.WITHDRAWN, early))
    twice = once.then(event(EventState.WITHDRAWN, late))
    assert state(*twice, now) is state(*once, now)
    assert ends_at(*twice) == ends_at(*once)


@given(histories(), arbitrary_events(), arbitrary_disclosures(), moments())
def test_invariant_9_what_happens_to_one_record_never_changes_another(
    history: History, happened: ConsentEvent, shared: Disclosure, now: datetime
) -> None:
    beside = history.then(replace(happened, record_id=OTHER)).with_shared(replace(shared, consent=OTHER))
    assert state(*beside, now) is state(*history, now)
    assert ends_at(*beside) == ends_at(*history)
    assert remaining_uses(beside.record, beside.disclosures) == remaining_uses(history.record, history.disclosures)
    assert incidents(*beside) == incidents(*history)


@given(histories(), arbitrary_events(ENDING_EVENTS), arbitrary_disclosures(), arbitrary_disclosures())
def test_invariant_10_nothing_that_happens_lengthens_or_widens(
    history: History, happened: ConsentEvent, shared: Disclosure, proposed: Disclosure
) -> None:
    after = history.then(happened).with_shared(shared)
    before_end, after_end = ends_at(*history), ends_at(*after)
    assert before_end is None or (after_end is not None and after_end <= before_end)
    near = disclosure(history.record, proposed.at)
    for each in (proposed, near):
        assert refusal(each, SHELTER, *history) is None or refusal(each, SHELTER, *after) is not None
    assert is_given(*history, proposed.at) or not is_given(*after, proposed.at)


@given(histories(), arbitrary_events((EventState.GIVEN, EventState.DRAFT)), moments(), moments())
def test_invariant_10_no_end_is_left_again(
    history: History, again: ConsentEvent, ended: datetime, later: datetime
) -> None:
    ended, later = sorted((ended, later))
    if state(*history, ended) not in END_STATES:
        return
    assert state(*history, later) is state(*history, ended)
    if any(each.record_id == THIS and each.event_state in ENDING_EVENTS for each in history.events):
        assert refusal(disclosure(history.record, later), SHELTER, *history.then(again)) is not None
    assert all(not allowed_next(*history, later, actor) for actor in Actor)


@given(histories(), moments())
def test_invariant_10_what_has_ended_is_never_shown_given_however_early_a_clock_says_it_is(
    history: History, now: datetime
) -> None:
    has_come = has_ending_event(history.record, history.events)
    has_come |= remaining_uses(history.record, history.disclosures) == 0
    shown = state(*history, shown_at(*history, now))
    assert shown is not State.GIVEN if has_come else shown is state(*history, now)


def test_invariant_10_a_record_cannot_be_changed() -> None:
    record = signed().record
    for field in fields(record):
        with pytest.raises(FrozenInstanceError):
            setattr(record, field.name, getattr(record, field.name))


@given(histories())
def test_invariant_11_no_end_hides_what_was_shared(history: History) -> None:
    shown = shared_under(history.record, history.disclosures)
    assert Counter(shown) == Counter(each for each in history.disclosures if each.consent == THIS)
    assert [each.at for each in shown] == sorted(each.at for each in shown)
    assert set(incidents(*history)) <= set(shown)


@given(
    given_histories(),
    moments(),
    st.sampled_from(("signed_at", "signature_method", "risk_acknowledged_at", "alternatives_acknowledged_at")),
)
def test_invariant_12_a_partial_form_gives_nothing(history: History, now: datetime, missing: str) -> None:
    partial = history.having(**{missing: None})
    assert not is_given(*partial, now)
    problems = draft_problems(partial.record, SHELTER, (), statement_approved=True)
    assert problems
    assert problems <= HERS_TO_SOLVE


@given(given_histories(), moments(), st.data())
def test_invariant_12_cancel_back_or_timeout_gives_nothing(
    history: History, now: datetime, data: st.DataObject
) -> None:
    missing = data.draw(st.sampled_from(history.events))
    unfinished = [each for each in history.events if each != missing]
    assert not is_given(history.record, unfinished, (), now)


@given(given_histories(), moments())
def test_invariant_12_a_double_submit_equals_one(history: History, now: datetime) -> None:
    again = [
        replace(each, event_time=each.event_time + TICK, effective_time=each.effective_time + TICK)
        for each in history.events
        if _is_signature(each)
    ]
    assert state(*history.then(*again), now) is state(*history, now)


@given(given_histories(), moments(), moments(), st.lists(moments(), max_size=6))
def test_invariant_13_a_spoken_stop_flags_what_was_shared_before_it_was_written_down(
    history: History, first: datetime, second: datetime, shared: list[datetime]
) -> None:
    said, written = sorted((first, second))
    stop = event(EventState.WITHDRAWN, written, effective=said, method=Method.ORAL, recorded_by=RUTH)
    shared = [at for at in shared if at <= written]
    after = history.then(stop).with_shared(*(disclosure(history.record, at) for at in shared))
    assert [each.at for each in incidents(*after)] == sorted(at for at in shared if said <= at)
    assert not is_given(*after, said)


@given(standings(), st.integers(0, 400))
def test_invariant_13_no_stop_takes_effect_later_than_it_is_written_down(standing: Standing, ticks: int) -> None:
    history, now = standing
    postponed = event(EventState.WITHDRAWN, now, effective=now + ticks * TICK)
    assert state(*history.then(postponed), now) is State.WITHDRAWN


@given(standings(), moments(), st.timedeltas(min_value=timedelta(0), max_value=90 * DAY))
def test_invariant_14_once_a_stop_is_stored_no_disclosure_is_recorded_even_with_an_earlier_date(
    standing: Standing, at: datetime, delay: timedelta
) -> None:
    history, now = standing
    stopped = history.then(event(EventState.WITHDRAWN, now + delay))
    assert refusal(disclosure(history.record, at), SHELTER, *stopped) is Refusal.ENDED


@given(given_histories(), st.lists(moments(), min_size=1, max_size=3), moments())
def test_invariant_14_spent_uses_are_spent_for_earlier_dates_too(
    history: History, shared: list[datetime], at: datetime
) -> None:
    spent = history.having(max_uses=len(shared)).with_shared(*(disclosure(history.record, each) for each in shared))
    assert remaining_uses(spent.record, spent.disclosures) == 0
    assert refusal(disclosure(history.record, at), SHELTER, *spent) is Refusal.ENDED


def _is_signature(happened: ConsentEvent) -> bool:
    return happened.event_state is EventState.GIVEN
