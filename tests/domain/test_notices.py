"""A notice is cleared from where she was signed in or known before, or goes by itself after a week."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.notices import is_shown, may_clear

ADDED_AT = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
REFS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=1, max_size=26)
SPANS = st.timedeltas(timedelta(days=-30), timedelta(days=30))


NUMBERS = st.integers(1, 2**31 - 1)


@given(session=REFS, number=NUMBERS, clears_after=st.none() | NUMBERS)
def test_no_session_clears_a_notice_about_itself(session: str, number: int, clears_after: int | None) -> None:
    assert not may_clear(number=number, about=session, session=session, clears_after=clears_after)


@given(about=st.none() | REFS, session=REFS, number=NUMBERS, clears_after=NUMBERS)
def test_every_other_session_of_hers_may_once_it_or_its_phone_was_there_before(
    about: str | None, session: str, number: int, clears_after: int
) -> None:
    may = may_clear(number=number, about=about, session=session, clears_after=clears_after)

    assert may is (about != session and number > clears_after)


@given(about=st.none() | REFS, session=REFS, number=NUMBERS)
def test_a_session_of_which_nobody_knows_since_when_clears_nothing(
    about: str | None, session: str, number: int
) -> None:
    assert not may_clear(number=number, about=about, session=session, clears_after=None)


@given(since=SPANS)
def test_a_notice_nobody_has_seen_shows_for_seven_days(since: timedelta) -> None:
    assert is_shown(added_at=ADDED_AT, seen_at=None, now=ADDED_AT + since) is (since < timedelta(days=7))


@given(seen=SPANS, since=SPANS)
def test_a_notice_that_was_seen_shows_no_more(seen: timedelta, since: timedelta) -> None:
    assert not is_shown(added_at=ADDED_AT, seen_at=ADDED_AT + seen, now=ADDED_AT + since)
