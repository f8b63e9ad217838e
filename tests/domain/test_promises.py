"""The promise clock around its day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.promises import Promise, days_left, is_due, is_missed

FRIDAY = date(2026, 3, 6)
DAY = timedelta(days=1)
PROMISE = Promise(FRIDAY)


def test_before_its_day_a_promise_is_neither_due_nor_missed() -> None:
    thursday = FRIDAY - DAY
    assert not is_due(PROMISE, thursday)
    assert not is_missed(PROMISE, thursday)
    assert days_left(PROMISE, thursday) == 1


def test_on_its_day_a_promise_is_due_and_not_yet_missed() -> None:
    assert is_due(PROMISE, FRIDAY)
    assert not is_missed(PROMISE, FRIDAY)
    assert days_left(PROMISE, FRIDAY) == 0


def test_after_its_day_a_promise_is_missed_and_ages() -> None:
    sunday = FRIDAY + 2 * DAY
    assert not is_due(PROMISE, sunday)
    assert is_missed(PROMISE, sunday)
    assert days_left(PROMISE, sunday) == -2


def test_once_she_has_heard_nothing_is_due_or_missed() -> None:
    kept = Promise(FRIDAY, heard_on=FRIDAY)
    assert not is_due(kept, FRIDAY)
    assert not is_missed(kept, FRIDAY + DAY)
    assert days_left(kept, FRIDAY) is None


def test_hearing_late_ends_the_miss_on_the_day_she_hears() -> None:
    late = Promise(FRIDAY, heard_on=FRIDAY + 3 * DAY)
    assert is_missed(late, FRIDAY + 2 * DAY)
    assert not is_missed(late, FRIDAY + 3 * DAY)


@given(st.builds(Promise, st.dates(), st.none() | st.dates()), st.dates())
def test_a_promise_is_due_or_missed_exactly_when_no_whole_day_is_left(promise: Promise, today: date) -> None:
    left = days_left(promise, today)
    assert (is_due(promise, today) or is_missed(promise, today)) == (left is not None and left <= 0)
    assert not (is_due(promise, today) and is_missed(promise, today))
