"""Safe hours in words: alike days together, runs of hours as spans, and nothing lost on the way."""

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survivor_portal.domain.consent import SafeHour
from survivor_portal.texts.contact import EVERY_HOUR, hours_marked

hours = st.frozensets(st.builds(SafeHour, st.integers(0, 6), st.integers(0, 23)))


def told(app: Flask, *marked: tuple[int, int], language: str = "en") -> list[str]:
    """Tell hours as a page does, with ordinary spaces."""
    with app.test_request_context("/"), force_locale(language):
        return [line.replace("\u202f", " ") for line in hours_marked([SafeHour(*at) for at in marked])]


@pytest.mark.parametrize(
    ("marked", "lines"),
    [
        ([], ["At no hour"]),
        ([(0, 9)], ["Monday: 9:00 AM to 10:00 AM"]),
        ([(0, 9), (0, 10), (0, 14)], ["Monday: 9:00 AM to 11:00 AM", "Monday: 2:00 PM to 3:00 PM"]),
        ([(day, 9) for day in range(5)], ["Monday to Friday: 9:00 AM to 10:00 AM"]),
        ([(day, 23) for day in range(7)], ["Every day: 11:00 PM to 12:00 AM"]),
        ([(6, hour) for hour in range(24)], ["Sunday: day and night"]),
        ([(1, 8), (3, 8), (2, 9)], ["Tuesday and Thursday: 8:00 AM to 9:00 AM", "Wednesday: 9:00 AM to 10:00 AM"]),
    ],
)
def test_hours_are_told(app: Flask, marked: list[tuple[int, int]], lines: list[str]) -> None:
    assert told(app, *marked) == lines


def test_every_hour_is_told_as_such(app: Flask) -> None:
    assert told(app, *EVERY_HOUR) == ["At any hour of any day"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(marked=hours)
def test_any_hours_are_told_in_some_words_and_different_hours_differently(
    app: Flask, marked: frozenset[SafeHour]
) -> None:
    with app.test_request_context("/"):
        lines = hours_marked(marked)
        assert lines
        assert all(lines)
        for one in list(marked)[:3]:
            assert hours_marked(marked - {one}) != lines
