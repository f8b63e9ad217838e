"""A look stands from the moment it is said why until ten minutes later, and never before."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.looks import LOOK_LASTS, LookReason, look_stands
from tests.domain.histories import START

SPANS = st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=400))


@given(SPANS)
def test_a_look_stands_for_ten_minutes_and_for_no_other_moment(since: timedelta) -> None:
    assert look_stands(START, START + since) is (timedelta(0) <= since < timedelta(minutes=10))


def test_it_stands_at_once_and_not_at_its_end() -> None:
    assert look_stands(START, START)
    assert not look_stands(START, START + LOOK_LASTS)


def test_no_stored_reason_changes_its_name_or_tells_of_a_court() -> None:
    stored = {reason.value for reason in LookReason}

    assert stored == {"asked", "spoken_stop", "pressure", "signature", "mistake", "to_write_down"}
