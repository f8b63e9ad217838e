"""How long to wait between tries: longer after each, at most a minute, and never for good."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.throttling import LONGEST_WAIT, delay_after, wait_needed

LAST_AT = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
ATTEMPTS = st.integers(1, 10**9)
SPANS = st.timedeltas(timedelta(0), timedelta(days=4000))
NONE = timedelta(0)


def test_the_first_tries_are_free_and_then_each_doubles_the_wait_up_to_a_minute() -> None:
    waits = [delay_after(attempts).total_seconds() for attempts in range(13)]

    assert waits == [0, 0, 0, 0, 0, 2, 4, 8, 16, 32, 60, 60, 60]


@given(attempts=ATTEMPTS)
def test_no_number_of_tries_makes_anyone_wait_longer_than_a_minute(attempts: int) -> None:
    assert timedelta(seconds=60) == LONGEST_WAIT
    assert NONE <= delay_after(attempts) <= LONGEST_WAIT


@given(attempts=ATTEMPTS)
def test_another_try_never_shortens_the_wait(attempts: int) -> None:
    assert delay_after(attempts + 1) >= delay_after(attempts)


@given(attempts=ATTEMPTS, since=SPANS)
def test_the_wait_runs_out_as_time_goes_on(attempts: int, since: timedelta) -> None:
    wait = wait_needed(attempts=attempts, last_at=LAST_AT, now=LAST_AT + since)

    assert wait == max(NONE, delay_after(attempts) - since)
    assert wait_needed(attempts=attempts, last_at=LAST_AT, now=LAST_AT + since + wait) == NONE


@given(attempts=ATTEMPTS, back=SPANS.filter(bool))
def test_a_clock_set_back_makes_nobody_wait(attempts: int, back: timedelta) -> None:
    assert wait_needed(attempts=attempts, last_at=LAST_AT, now=LAST_AT - back) == NONE
