"""A supervisor always stays, whoever asks for what; and what was handed out lasts as long as was said."""

from datetime import UTC, datetime, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.staff import (
    STEP_UP_LASTS,
    StaffRefusal,
    StaffState,
    is_usable,
    may_confirm,
    refusal_to_take_from,
    state_of,
    step_up_stands,
    told_of,
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
    for has_factors, is_confirmed in product((False, True), repeat=2):
        assert state_of(has_factors=has_factors, has_left=True, is_confirmed=is_confirmed) is StaffState.LEFT


def test_an_account_can_sign_in_once_it_is_set_up_and_works_once_somebody_has_confirmed_who_did() -> None:
    assert state_of(has_factors=False, has_left=False, is_confirmed=True) is StaffState.TO_SET_UP
    assert state_of(has_factors=False, has_left=False, is_confirmed=False) is StaffState.TO_SET_UP
    assert state_of(has_factors=True, has_left=False, is_confirmed=False) is StaffState.TO_CONFIRM
    assert state_of(has_factors=True, has_left=False, is_confirmed=True) is StaffState.ACTIVE


@given(by=people, member=people, introduced_by=people | st.none())
def test_only_a_third_person_confirms(by: str, member: str, introduced_by: str | None) -> None:
    assert may_confirm(by, member=member, introduced_by=introduced_by) is (
        introduced_by is not None and by not in (member, introduced_by)
    )


@given(about=people | st.none(), by=people | st.none(), supervisors=st.frozensets(people))
def test_whoever_did_something_is_not_told_of_it_and_everyone_else_whom_it_concerns_is(
    about: str | None, by: str | None, supervisors: frozenset[str]
) -> None:
    told = told_of(about, by=by, supervisors=supervisors)

    assert by not in told
    if about == by and about is not None:
        assert told == frozenset()
    else:
        assert supervisors - told <= {by}
        assert about is None or about in told
