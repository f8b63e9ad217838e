"""What she is asked to sign can only shrink in her hands, and what she stopped is not put before her again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.consent import (
    LONGEST_LENGTH,
    STOP_LENGTH,
    USUAL_LENGTH,
    Asked,
    DataItem,
    EventState,
    Purpose,
    State,
    asked_after_stop,
    asked_again,
    asked_before,
    asked_by,
    covered_items,
    may_renew,
    shared_under,
    state,
    unless_changed,
)
from tests.domain.histories import AMARA, DAY, START, History, event, given_histories, histories, moments, signed

ITEMS = st.frozensets(st.sampled_from(DataItem))
NAMES = {DataItem.CHOSEN_NAME, DataItem.LEGAL_NAME}


def every_question(history: History) -> tuple[Asked, ...]:
    """Give all that can be asked of her about one record."""
    record = history.record
    return asked_by(record), asked_again(record), asked_after_stop(record, history.disclosures)


@given(histories(), ITEMS)
def test_leaving_something_out_never_adds_anything_and_is_never_shared(
    history: History, left_out: frozenset[DataItem]
) -> None:
    for asked in every_question(history):
        kept, never = asked.without(left_out)

        assert kept <= asked.data_items
        assert asked.excluded_items <= never
        assert not kept & never
        assert kept & left_out <= {DataItem.CONSENT_STOPPED}


@given(histories(), ITEMS)
def test_signing_the_same_again_or_a_draft_never_widens_it(history: History, left_out: frozenset[DataItem]) -> None:
    record = history.record
    for asked in (asked_by(record), asked_again(record)):
        kept, never = asked.without(left_out)

        assert kept <= covered_items(record)
        assert record.excluded_items <= never
        assert (asked.recipient, asked.purpose, asked.methods) == (record.recipient, record.purpose, record.methods)
        assert asked.once or record.max_uses is None


@given(histories(), ITEMS)
def test_what_she_signed_of_a_draft_and_what_she_left_out_are_together_what_it_had_asked(
    history: History, left_out: frozenset[DataItem]
) -> None:
    asked = asked_by(replace(history.record, excluded_items=frozenset()))
    kept, never = asked.without(left_out)
    before = asked_before(replace(history.record, data_items=kept, excluded_items=never))

    assert (before.data_items, before.excluded_items) == (asked.data_items, frozenset())
    assert before.without(left_out) == (kept, never)
    assert (before.recipient, before.purpose, before.methods) == (asked.recipient, asked.purpose, asked.methods)


@given(histories())
def test_what_is_signed_again_names_what_it_takes_the_place_of_and_a_draft_what_it_was_drafted_for(
    history: History,
) -> None:
    assert asked_again(history.record).supersedes == history.record.record_id
    assert asked_by(history.record).supersedes == history.record.supersedes


@given(histories())
def test_a_word_about_her_stop_tells_that_recipient_nothing_but_the_stop_and_a_name_it_was_told(
    history: History,
) -> None:
    record = history.record
    asked = asked_after_stop(record, history.disclosures)
    told = {item for shared in shared_under(record, history.disclosures) for item in shared.items}

    assert (asked.recipient, asked.purpose, asked.once) == (record.recipient, Purpose.TELL_OF_STOP, True)
    assert asked.methods == record.methods
    assert asked.length == STOP_LENGTH <= USUAL_LENGTH
    assert DataItem.CONSENT_STOPPED in asked.without(frozenset(DataItem))[0]
    assert asked.data_items - {DataItem.CONSENT_STOPPED} <= NAMES & told - record.excluded_items


@pytest.mark.parametrize(
    ("cut", "days"),
    [(timedelta(0), 14), (timedelta(seconds=59), 14), (timedelta(hours=13), 14), (timedelta(days=1), 13)],
)
def test_a_record_that_was_cut_to_its_minute_counts_in_whole_days(cut: timedelta, days: int) -> None:
    record = signed(length=14 * DAY - cut).record

    assert asked_again(record).length == days * DAY


@given(given_histories())
def test_left_open_it_lasts_no_longer_than_asked_and_more_than_thirty_days_only_by_her_word(history: History) -> None:
    asked = asked_again(history.record)

    assert DAY <= asked.length <= LONGEST_LENGTH
    assert unless_changed(asked) == min(asked.length, USUAL_LENGTH)


@given(histories(), moments())
def test_only_what_is_given_or_ended_by_itself_can_be_signed_again(history: History, now: object) -> None:
    assert isinstance(now, type(START))
    if may_renew(*history, now):
        assert state(*history, now) in {State.GIVEN, State.DRAFT, State.LAPSED}
        assert history.record.purpose is not Purpose.TELL_OF_STOP


@pytest.mark.parametrize(
    ("ended", "may"),
    [
        (None, True),
        (EventState.LAPSED, True),
        (EventState.WITHDRAWN, False),
        (EventState.SUPERSEDED, False),
        (EventState.INVALIDATED, False),
    ],
)
def test_what_she_stopped_is_not_put_before_her_again(ended: EventState | None, *, may: bool) -> None:
    history = signed()
    if ended is not None:
        history = history.then(event(ended, START + DAY, AMARA))

    assert may_renew(*history, START + 2 * DAY) is may


def test_an_unsigned_draft_is_not_something_to_sign_again() -> None:
    history = signed().having(signed_at=None, signature_method=None)
    drafted = history._replace(events=history.events[:1])

    assert not may_renew(*drafted, START + DAY)


def test_a_word_about_a_stop_is_asked_for_once_and_never_again() -> None:
    assert not may_renew(*signed().having(purpose=Purpose.TELL_OF_STOP), START + DAY)
