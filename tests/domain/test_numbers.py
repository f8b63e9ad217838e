"""A number to call is to be tried again after a while, at the latest."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.numbers import CHECKED_WITHIN, is_due

TODAY = date(2026, 11, 22)


def test_a_number_nobody_has_tried_is_due() -> None:
    assert is_due(None, TODAY)


@given(st.integers(0, CHECKED_WITHIN.days))
def test_a_number_tried_lately_is_not_due(days: int) -> None:
    assert not is_due(TODAY - timedelta(days=days), TODAY)


@given(st.integers(CHECKED_WITHIN.days + 1, 10_000))
def test_a_number_tried_long_ago_is_due(days: int) -> None:
    assert is_due(TODAY - timedelta(days=days), TODAY)


@given(st.integers(1, 10_000))
def test_a_number_cannot_have_been_tried_tomorrow(days: int) -> None:
    assert is_due(TODAY + timedelta(days=days), TODAY)
