"""A notice about a session is cleared from another one, or goes by itself after a week."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.notices import is_shown, may_clear

ADDED_AT = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
REFS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=1, max_size=26)
SPANS = st.timedeltas(timedelta(days=-30), timedelta(days=30))


@given(session=REFS)
def test_no_session_clears_a_notice_about_itself(session: str) -> None:
    assert not may_clear(about=session, session=session)


@given(about=st.none() | REFS, session=REFS)
def test_every_other_session_of_hers_may(about: str | None, session: str) -> None:
    assert may_clear(about=about, session=session) is (about != session)


@given(since=SPANS)
def test_a_notice_nobody_has_seen_shows_for_seven_days(since: timedelta) -> None:
    assert is_shown(added_at=ADDED_AT, seen_at=None, now=ADDED_AT + since) is (since < timedelta(days=7))


@given(seen=SPANS, since=SPANS)
def test_a_notice_that_was_seen_shows_no_more(seen: timedelta, since: timedelta) -> None:
    assert not is_shown(added_at=ADDED_AT, seen_at=ADDED_AT + seen, now=ADDED_AT + since)
