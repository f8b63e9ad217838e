"""When a signed-in session ends."""

from datetime import UTC, datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from survivor_portal.domain.sessions import (
    NOTED_EVERY,
    OWN_PHONE,
    SHARED_PHONE,
    STAFF,
    Limits,
    clock_was_set_back,
    is_over,
    survivor_limits,
    use_is_worth_noting,
)

STARTED_AT = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
LIMITS = st.sampled_from([OWN_PHONE, SHARED_PHONE, STAFF])
SPANS = st.timedeltas(timedelta(0), timedelta(days=2))
READINGS = st.timedeltas(timedelta(days=-4000), timedelta(days=4000))


def over(limits: Limits, *, used: timedelta, now: timedelta) -> bool:
    """Ask about a session last used, and a clock standing, that long after its start."""
    return is_over(
        started_at=STARTED_AT,
        seen_at=STARTED_AT + used,
        ends_at=STARTED_AT + limits.absolute,
        idle=limits.idle,
        now=STARTED_AT + now,
    )


def test_her_own_phone_keeps_her_signed_in_longer_than_a_shared_one() -> None:
    assert survivor_limits(phone_is_hers=True) == Limits(timedelta(minutes=15), timedelta(hours=4))
    assert survivor_limits(phone_is_hers=False) == Limits(timedelta(minutes=5), timedelta(hours=1))


def test_no_answer_about_the_phone_counts_as_a_shared_one() -> None:
    assert survivor_limits(phone_is_hers=None) == SHARED_PHONE


def test_staff_are_signed_in_for_a_working_day_at_most() -> None:
    assert Limits(timedelta(minutes=15), timedelta(hours=12)) == STAFF


@given(limits=LIMITS)
def test_a_session_ends_at_its_limits_and_not_a_microsecond_earlier(limits: Limits) -> None:
    moment = timedelta(microseconds=1)

    assert not over(limits, used=timedelta(0), now=limits.idle - moment)
    assert over(limits, used=timedelta(0), now=limits.idle)
    assert not over(limits, used=limits.absolute - limits.idle, now=limits.absolute - moment)
    assert over(limits, used=limits.absolute - moment, now=limits.absolute)


@given(limits=LIMITS, used=SPANS, now=SPANS)
def test_use_never_moves_the_absolute_limit(limits: Limits, used: timedelta, now: timedelta) -> None:
    assert over(limits, used=used, now=limits.absolute + now)


@given(limits=LIMITS, used=SPANS, now=READINGS, later=SPANS)
def test_what_is_over_after_its_last_use_stays_over_as_time_goes_on(
    limits: Limits, used: timedelta, now: timedelta, later: timedelta
) -> None:
    assume(now >= used and over(limits, used=used, now=now))

    assert over(limits, used=used, now=now + later)


@given(limits=LIMITS, used=SPANS, now=READINGS)
def test_a_clock_that_stands_before_the_start_or_the_last_use_finds_every_session_over(
    limits: Limits, used: timedelta, now: timedelta
) -> None:
    assume(now < used)

    assert over(limits, used=used, now=now)


@given(limits=LIMITS, used=SPANS, now=READINGS)
def test_a_session_stands_only_between_its_last_use_and_the_nearer_limit(
    limits: Limits, used: timedelta, now: timedelta
) -> None:
    stands = used <= now < min(used + limits.idle, limits.absolute)

    assert over(limits, used=used, now=now) is not stands


@given(limits=LIMITS, used=SPANS, since=SPANS, back=SPANS)
def test_a_clock_set_back_to_before_the_last_use_revives_nothing_that_had_ended(
    limits: Limits, used: timedelta, since: timedelta, back: timedelta
) -> None:
    assume(since >= limits.idle and back > since)
    assert over(limits, used=used, now=used + since)

    assert over(limits, used=used, now=used + since - back)


@given(since=READINGS)
def test_use_is_noted_only_when_the_last_note_is_half_a_minute_old(since: timedelta) -> None:
    assert timedelta(seconds=30) == NOTED_EVERY
    assert use_is_worth_noting(seen_at=STARTED_AT, now=STARTED_AT + since) is (since >= timedelta(seconds=30))


def test_the_note_is_fresh_enough_for_every_idle_limit() -> None:
    assert all(limits.idle >= NOTED_EVERY * 10 for limits in (OWN_PHONE, SHARED_PHONE, STAFF))


@given(behind=READINGS)
def test_a_clock_more_than_a_minute_behind_the_newest_moment_was_set_back(behind: timedelta) -> None:
    was_set_back = clock_was_set_back(newest_at=STARTED_AT, now=STARTED_AT - behind)

    assert was_set_back is (behind > timedelta(minutes=1))
