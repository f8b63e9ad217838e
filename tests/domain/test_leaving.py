"""How long pages stand without use."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.leaving import AS_MADE, HIDES_AFTER, idle_limit
from survivor_portal.domain.sessions import NOTED_EVERY, OWN_PHONE, SHARED_PHONE, Limits


@given(hides_after=st.integers(1, 1000), limits=st.sampled_from([OWN_PHONE, SHARED_PHONE]))
def test_her_pages_never_stand_longer_than_she_set_nor_than_the_phone_allows(hides_after: int, limits: Limits) -> None:
    asked, idle = timedelta(minutes=hides_after), idle_limit(limits, hides_after)

    assert idle <= limits.idle
    assert idle <= asked
    assert idle in {limits.idle, asked}


def test_whoever_sets_nothing_keeps_the_limits_of_the_phone() -> None:
    assert idle_limit(OWN_PHONE, AS_MADE.hides_after) == OWN_PHONE.idle
    assert idle_limit(SHARED_PHONE, AS_MADE.hides_after) == SHARED_PHONE.idle


def test_use_is_noted_often_enough_for_the_shortest_time_she_can_set() -> None:
    assert timedelta(minutes=min(HIDES_AFTER)) >= NOTED_EVERY * 4
