"""Totals on the office's page and in its file: the same numbers, none of them of few people, and nobody in them."""

import csv
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING

import pyotp
import pytest

from tests.caseload import Caseload, make_caseload
from tests.cast import IMANI, staff_browser
from tests.markup import words_of

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.pages import Page
    from tests.timepiece import Timepiece

HERE = "/desk/office/totals"
SPRING = "April to June 2026"

by_htmx_or_not = pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])


@pytest.fixture
def summer(app: "Flask", deps: "Deps", timepiece: "Timepiece") -> "Browser":
    """Imani's browser in July, after twenty-four people came in spring, of whom twelve signed a consent."""
    caseload: Caseload = make_caseload(deps, timepiece)
    for position in range(24):
        her = caseload.add(f"Person {position}", "en")
        if position % 2:
            caseload.give(her)
    timepiece.move(timedelta(days=60))
    return staff_browser(app, IMANI, timepiece)


def rows(page: "Page") -> dict[str, list[str]]:
    """Give the tables' lines by their first cell."""
    return {words_of(row[0]): [words_of(cell) for cell in row][1:] for row in page.markup.all("tr")}


def test_before_they_are_made_there_are_none(summer: "Browser") -> None:
    page = summer.open("/desk/office").follow("Totals")

    assert f"{SPRING} · January to March 2026 · October to December 2025" in page.text
    assert [link for link in page.markup.all("a") if str(link.get("href")).startswith(f"{HERE}/")] == []
    summer.open(f"{HERE}/2026/2", status=404)


@by_htmx_or_not
def test_one_press_makes_every_quarter_that_is_over(summer: "Browser", *, htmx: bool) -> None:
    page = summer.open(HERE).form(HERE).submit(htmx=htmx)

    assert "Not made yet" not in page.text
    page = page.follow(SPRING)
    assert (page.heading, page.path) == (SPRING, f"{HERE}/2026/2")
    found = rows(page)
    assert found["People who signed a consent"] == ["12"]
    assert found["People who stopped a consent"] == ["Not told"]
    assert found["Housing"] == ["Not told"]
    assert found["All languages"] == ["24"]
    assert found["Spanish"] == ["Not told"]
    assert "New in this quarter" in page.text


def test_the_file_holds_the_numbers_of_the_page_and_nothing_else(summer: "Browser") -> None:
    summer.open(HERE).form(HERE).submit()
    page = summer.open(f"{HERE}/2026/2").follow("Take it along as a file")
    form = page.form(f"{HERE}/2026/2/file")

    answer = summer.client.post(form.action, data=form.values, headers={"Sec-Fetch-Site": "same-origin"})

    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert answer.headers["Content-Disposition"] == "attachment; filename=totals-2026-2.csv"
    assert answer.headers["Cache-Control"] == "no-store"
    head, *lines = csv.reader(StringIO(answer.text))
    assert head == ["Quarter", "What is counted", "Group", "People"]
    assert {line[0] for line in lines} == {SPRING}
    assert [SPRING, "All", "All languages", "24"] in lines
    numbers = {line[3] for line in lines}
    assert numbers - {"Not told"} == {"24", "12"}
    assert "Person" not in answer.text


def test_the_file_asks_for_a_factor_first(summer: "Browser", timepiece: "Timepiece") -> None:
    summer.open(HERE).form(HERE).submit()
    form = summer.open(f"{HERE}/2026/2/file").form(f"{HERE}/2026/2/file")
    timepiece.move(timedelta(minutes=11))

    answer = summer.client.post(form.action, data=form.values, headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{HERE}/2026/2/file")
    page = summer.open(f"{HERE}/2026/2/file", status=401)
    code = pyotp.TOTP(IMANI.totp_secret).at(timepiece())
    page = page.form("/desk/step-up").fill(step_up_code=code).submit()

    assert page.path == f"{HERE}/2026/2/file"


@pytest.mark.parametrize("end", ["2026/0", "2026/5", "0/1", "9999/1", "2026/3", "1990/1"])
def test_what_is_no_quarter_or_not_told_is_not_found(summer: "Browser", end: str) -> None:
    summer.open(HERE).form(HERE).submit()

    for path in (f"{HERE}/{end}", f"{HERE}/{end}/file"):
        summer.open(path, status=404)


def test_the_numbers_are_told_in_the_reader_s_language(summer: "Browser") -> None:
    summer.open(HERE).form(HERE).submit()

    page = summer.open("/desk/office").form("/desk/language").forge(language="ar").submit()
    page = summer.open(f"{HERE}/2026/2")

    assert page.language == "ar"
    assert page.heading
