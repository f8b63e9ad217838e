"""Typed values out of cells."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.directory.cells import Cells, as_id
from survivor_portal.directory.problems import Report
from survivor_portal.directory.rows import Row
from survivor_portal.directory.tables import Table


def cells(value: str) -> Cells:
    return Cells(Row(Table.SERVICES, "f.csv", 2, "", "k", {"cell": value}), Report())


@pytest.mark.parametrize(
    "written",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "ftp://example.org",
        "mailto:a@example.org",
        "//example.org",
        "https://",
        "https:///path",
        "http://name:word@example.org",
        "https://safe.example.org@evil.example",
        "http://[::1",
        "http://example.org:99999",
        'https://example.org/"onclick=',
        "https://example.org/\u202egro",
        "https://exa mple.org",
        "https://example.org\\@evil.example",
        "no address",
    ],
)
def test_only_plain_web_addresses_are_kept(written: str) -> None:
    read = cells(written)
    assert read.url("cell") is None
    assert [str(problem.message_id) for problem in read.report.problems] == ["unsafe_address"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (" https://example.org/a?b=c#d ", "https://example.org/a?b=c#d"),
        ("HTTP://EXAMPLE.org", "HTTP://EXAMPLE.org"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("example.org/help", "https://example.org/help"),
        ("https://münchen.example", "https://münchen.example"),
    ],
)
def test_web_addresses_are_kept_as_written(written: str, expected: str) -> None:
    assert cells(written).url("cell") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("9:00", time(9)),
        ("09:30:59", time(9, 30)),
        ("12:15 am", time(0, 15)),
        ("12:15PM", time(12, 15)),
        ("5:30 p.m.", time(17, 30)),
        ("24:00", time(0)),
        ("10:00+01:00", time(10)),
        ("13:00 pm", None),
        ("24:01", None),
        ("9", None),
        ("9:60", None),
        ("noon", None),
        ("\N{DEVANAGARI DIGIT NINE}:00", None),
    ],
)
def test_times_of_the_day(written: str, expected: time | None) -> None:
    assert cells(written).time("cell") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-01-31", date(2026, 1, 31)),
        ("2026-01-31T23:59:59.123Z", date(2026, 1, 31)),
        ("2026-01-31 10:00", date(2026, 1, 31)),
        ("2026-02-30", None),
        ("01/02/2026", None),
        ("2026-01-312", None),
        ("0000-00-00", None),
    ],
)
def test_dates(written: str, expected: date | None) -> None:
    assert cells(written).date("cell") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("35", Decimal(35)), ("2.50", Decimal("2.50")), ("-1", None), ("NaN", None), ("1e99", None), ("$5", None)],
)
def test_amounts(written: str, expected: Decimal | None) -> None:
    assert cells(written).amount("cell") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('"+44 1234 234567"', "+44 1234 234567"),
        ("(312) 201-9740 x331", "(312) 201-9740 x331"),
        ("1-800-LAW-REP-4", "1-800-LAW-REP-4"),
        ("no phone", None),
        ('""', None),
    ],
)
def test_phone_numbers(written: str, expected: str | None) -> None:
    assert cells(written).phone_number("cell") == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [("012", "012"), ("12.0", "12"), ("12.50", "12.50"), ("0.0", "0"), (" a  b ", "a b"), ("1.0.0", "1.0.0")],
)
def test_ids_are_text(written: str, expected: str) -> None:
    assert as_id(written) == expected


@given(st.text(max_size=60))
def test_no_text_makes_a_reader_raise_and_what_is_left_out_is_reported(value: str) -> None:
    read = cells(value)
    typed: list[object] = [
        read.url("cell"),
        read.email("cell"),
        read.date("cell"),
        read.time("cell"),
        read.amount("cell"),
        read.currency("cell"),
        read.status("cell"),
        read.whole_number("cell", 150),
    ]
    if read.line("cell"):
        left_out = [problem for problem in read.report.problems if str(problem.message_id) != "assumed_https"]
        assert typed.count(None) == len([p for p in left_out if str(p.message_id) != "time_zone_left_out"])


@given(st.times())
def test_every_time_is_read_back_to_the_minute(moment: time) -> None:
    assert cells(moment.isoformat()).time("cell") == moment.replace(second=0, microsecond=0)
    assert cells(moment.strftime("%I:%M %p")).time("cell") == moment.replace(second=0, microsecond=0)


@given(st.dates())
def test_every_date_is_read_back(day: date) -> None:
    assert cells(day.isoformat()).date("cell") == day
