"""The desk: who waits stands first, and nobody else finds her there."""

import re
from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import withdraw_consent
from survivor_portal.actions.desk import Change, News
from survivor_portal.domain.consent import DataItem, Purpose
from survivor_portal.domain.options import Answer, Origin
from survivor_portal.texts.desk import (
    ANSWERS_AT_DESK,
    ITEMS_AT_DESK,
    ORIGINS_AT_DESK,
    PURPOSES_AT_DESK,
    news_words,
)
from tests.caseload import Caseload
from tests.cast import TOM, staff_browser

if TYPE_CHECKING:
    from flask import Flask

    from tests.browse import Browser
    from tests.timepiece import Timepiece


def test_everything_the_desk_names_has_its_words(app: "Flask", timepiece: "Timepiece") -> None:
    assert set(ITEMS_AT_DESK) == set(DataItem)
    assert set(PURPOSES_AT_DESK) == set(Purpose)
    assert set(ANSWERS_AT_DESK) == set(Answer)
    assert set(ORIGINS_AT_DESK) == set(Origin)
    with app.test_request_context():
        words = [news_words(News(change, count, timepiece())) for change in Change for count in (1, 2)]
    assert len(set(words)) == 2 * len(Change)


def test_an_empty_caseload_says_so(esther: "Browser") -> None:
    page = esther.open("/desk")

    assert "Nobody is on your caseload yet." in page.text
    assert "Nothing new" not in page.text


@pytest.mark.usefixtures("wren")
def test_when_nobody_waits_the_desk_says_so_and_still_lists_everyone(esther: "Browser") -> None:
    page = esther.open("/desk")

    assert "Nobody waits." in page.text
    assert "Wren You have not opened this page yet." in page.text


def test_whoever_waits_stands_first_with_what_changed(esther: "Browser", caseload: Caseload, wren: str) -> None:
    caseload.add("Robin")
    given = caseload.give(wren)
    withdraw_consent(caseload.deps, wren, given)
    caseload.write(wren, wren, "Hello")
    caseload.write(wren, wren, "Hello?")

    text = esther.open("/desk").text

    assert re.search(
        r"Who waits for an answer Wren 1 consent stopped Tuesday, May 12, \S+ AM 2 new messages since Tuesday, May 12,"
        r" \S+ AM 1 new consent .* Nothing new Robin",
        text,
    )
    assert "Nobody waits" not in text


def test_opening_a_page_clears_its_news(esther: "Browser", caseload: Caseload, wren: str) -> None:
    caseload.write(wren, wren, "Hello")
    esther.open("/desk").follow("Wren")

    text = esther.open("/desk").text

    assert "Nobody waits." in text
    assert "Wren You have seen the last message, and it has no answer yet. It came on Tuesday, May 12" in text


def test_nobody_but_her_advocate_finds_her_on_a_desk(app: "Flask", wren: str, timepiece: "Timepiece") -> None:
    assert wren

    assert "Wren" not in staff_browser(app, TOM, timepiece).open("/desk").text
