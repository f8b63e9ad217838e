"""What is left of a damaged record never says that it is given, never hides her stop, and agrees on every end."""

from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.consent import (
    END_STATES,
    LATE_STOP_LENGTH,
    ConsentEvent,
    Remains,
    State,
    ends_at,
    incidents,
    is_given,
    remains_end,
    remains_may_be_stopped,
    remains_shown_at,
    remains_state,
    state,
    told_after_stop,
)
from tests.domain.histories import (
    DAY,
    ENDING_EVENTS,
    START,
    THIS,
    History,
    Standing,
    arbitrary_events,
    given_histories,
    histories,
    moments,
    signed,
    standings,
)


def left_of(history: History) -> Remains:
    """Forget what lies sealed."""
    record = history.record
    return Remains(
        record_id=record.record_id,
        signed_at=record.signed_at,
        expires_at=record.expires_at,
        max_uses=record.max_uses,
        events=tuple(each for each in history.events if each.record_id == record.record_id),
        told_at=tuple(told.at for told in history.disclosures if told.consent == record.record_id),
    )


@given(histories() | given_histories(), moments())
def test_while_it_is_given_her_stop_is_asked_about(history: History, now: datetime) -> None:
    if is_given(*history, now):
        assert remains_state(left_of(history), now) is None
        assert remains_may_be_stopped(left_of(history), now)


@given(standings())
def test_it_is_never_said_to_be_given(standing: Standing) -> None:
    assert remains_state(left_of(standing.history), standing.now) is None


@given(histories(), arbitrary_events(ENDING_EVENTS), moments())
def test_an_end_that_was_written_down_is_over_and_asks_for_no_stop(
    history: History, end: ConsentEvent, now: datetime
) -> None:
    left = left_of(history.then(replace(end, record_id=THIS)))
    assert remains_state(left, remains_shown_at(left, now)) in END_STATES
    if now < min(end.effective_time, end.event_time):
        return
    assert remains_state(left, now) in END_STATES
    lapsed = remains_state(left, now) is State.LAPSED
    assert remains_may_be_stopped(left, now) == (lapsed and now - ended_at(left) <= LATE_STOP_LENGTH)


@given(given_histories(), st.lists(arbitrary_events(ENDING_EVENTS)), moments())
def test_of_a_proper_signature_it_agrees_with_the_whole_about_the_end(
    history: History, ends: list[ConsentEvent], now: datetime
) -> None:
    ended = history.then(*ends)
    whole = state(*ended, now)
    if whole in END_STATES:
        assert remains_state(left_of(ended), now) is whole
        assert ended_at(left_of(ended)) == ends_at(*ended)


@given(histories())
def test_what_was_told_after_her_stop_is_found_all_the_same(history: History) -> None:
    assert set(told_after_stop(left_of(history))) == {told.at for told in incidents(*history)}


def test_an_unsigned_draft_goes_away_and_cannot_be_stopped() -> None:
    draft = signed().having(signed_at=None)
    left = left_of(draft._replace(events=draft.events[:1]))

    assert remains_state(left, START) is State.DRAFT
    assert remains_state(left, START + 7 * DAY) is State.ABANDONED
    assert not remains_may_be_stopped(left, START)


def ended_at(left: Remains) -> datetime:
    """Give the end of what has one."""
    end = remains_end(left)
    assert end is not None
    return end
