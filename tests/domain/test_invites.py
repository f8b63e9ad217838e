"""How long a code works, and what a chosen name may be."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.invites import (
    CODE_WORKS_FOR,
    JOINING_LASTS,
    LONGEST_CHOSEN_NAME,
    chosen_name,
    is_under_way,
)

moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (the zone is given beside it)
spans = st.timedeltas(timedelta(days=-4000), timedelta(days=4000))


def test_a_code_works_for_three_days_and_joining_may_take_half_an_hour() -> None:
    assert timedelta(hours=72) == CODE_WORKS_FOR
    assert timedelta(minutes=30) == JOINING_LASTS


@given(began_at=moments, lasts=st.sampled_from([CODE_WORKS_FOR, JOINING_LASTS]), later=spans)
def test_it_goes_on_from_its_beginning_until_just_before_its_end(
    began_at: datetime, lasts: timedelta, later: timedelta
) -> None:
    expected = timedelta(0) <= later < lasts

    assert is_under_way(began_at=began_at, ends_at=began_at + lasts, now=began_at + later) is expected


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Zola", "Zola"),
        ("  Zola \t Maria\n", "Zola Maria"),
        ("نور", "نور"),
        ("Zoe\u0301", "Zo\u00e9"),
        ("小花", "小花"),
        ("Z" * LONGEST_CHOSEN_NAME, "Z" * LONGEST_CHOSEN_NAME),
        ("Z" * (LONGEST_CHOSEN_NAME + 1), None),
        ("", None),
        ("   ", None),
        ("\u200b\u200e", None),
    ],
)
def test_a_chosen_name_is_one_line_that_can_be_read(typed: str, kept: str | None) -> None:
    assert chosen_name(typed) == kept


@given(st.text(max_size=100))
def test_a_name_that_is_kept_is_kept_as_it_is_the_next_time(typed: str) -> None:
    kept = chosen_name(typed)

    assert kept is None or chosen_name(kept) == kept
