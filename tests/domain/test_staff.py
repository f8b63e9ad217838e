"""A supervisor always stays, whoever asks for what; and what was handed out lasts as long as was said."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.staff import (
    STEP_UP_LASTS,
    StaffRefusal,
    StaffState,
    is_usable,
    refusal_to_take_from,
    state_of,
    step_up_stands,
)

NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
people = st.sampled_from("abcd")
spans = st.timedeltas(-timedelta(days=400), timedelta(days=400))


@given(member=people, by=people, supervisors=st.frozensets(people))
def test_whoever_is_taken_from_a_supervisor_stays_who_is_the_one_that_asked(
    member: str, by: str, supervisors: frozenset[str]
) -> None:
    if refusal_to_take_from(member, by=by, supervisors=supervisors) is None:
        assert by in supervisors - {member}


@given(member=people, by=people, supervisors=st.frozensets(people))
def test_a_supervisor_may_take_from_anybody_else(member: str, by: str, supervisors: frozenset[str]) -> None:
    assert member == by or refusal_to_take_from(member, by=by, supervisors=supervisors | {by}) is None


def test_each_refusal_says_what_is_in_the_way() -> None:
    assert refusal_to_take_from("a", by="a", supervisors=frozenset("ab")) is StaffRefusal.OWN_ACCOUNT
    assert refusal_to_take_from("a", by="b", supervisors=frozenset("a")) is StaffRefusal.ACTING_NO_MORE


@given(before=spans, after=spans)
def test_what_was_handed_out_is_good_from_then_until_its_end(before: timedelta, after: timedelta) -> None:
    is_good = is_usable(made_at=NOW + before, usable_until=NOW + after, now=NOW)

    assert is_good is (before <= timedelta(0) < after)


@given(ago=spans)
def test_a_step_up_stands_for_ten_minutes_and_never_from_the_future(ago: timedelta) -> None:
    assert step_up_stands(NOW - ago, NOW) is (timedelta(0) <= ago <= STEP_UP_LASTS)
    assert not step_up_stands(None, NOW)


def test_who_has_left_stays_so() -> None:
    assert state_of(has_factors=False, has_left=True) is state_of(has_factors=True, has_left=True) is StaffState.LEFT
    assert state_of(has_factors=True, has_left=False) is StaffState.ACTIVE
    assert state_of(has_factors=False, has_left=False) is StaffState.TO_SET_UP
