"""A signature counts only for the words and the day she has read."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from survivor_portal.actions.consents import (
    consents_of,
)
from survivor_portal.app import create_app
from survivor_portal.config import Config
from tests.browse import Browser
from tests.cast import survivor_browser

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.timepiece import Timepiece
from tests.views.choices.reading import CHANGED, WREN, filled, ticked


def test_the_form_carries_which_words_and_which_day_it_was_shown_with(wren: Browser) -> None:
    page = wren.open("/choices/new")

    assert (page.value_of("statement"), page.value_of("shown_on")) == ("1:en", "2026-05-12")


@pytest.mark.parametrize(
    "sent",
    [
        {"statement": None},
        {"statement": ""},
        {"statement": "1:es"},
        {"statement": "2:en"},
        {"shown_on": None},
        {"shown_on": "yesterday"},
        {"shown_on": "2026-05-11"},
        {"shown_on": "2026-05-13"},
    ],
)
def test_words_or_dates_other_than_those_she_read_are_shown_again_and_make_nothing(
    wren: Browser, deps: "Deps", her: str, sent: dict[str, str | None]
) -> None:
    form = filled(wren.open("/choices/new")).fill(never="legal_name").forge(**sent)

    page = form.submit(status=422)

    assert CHANGED in page.text
    assert {"chosen_name", "phone", "14", "legal_name"} <= ticked(page)
    assert "y" not in ticked(page)
    assert page.form("/choices/new").values["recipient"] == form.values["recipient"]
    assert not page.value_of("signature")
    assert (page.value_of("statement"), page.value_of("shown_on")) == ("1:en", "2026-05-12")
    assert consents_of(deps, her) == []


@pytest.mark.parametrize("htmx", [True, False])
def test_a_form_left_open_over_midnight_is_read_again_and_then_signed(
    app: Flask, deps: "Deps", her: str, timepiece: "Timepiece", *, htmx: bool
) -> None:
    timepiece.now = timepiece.now.replace(hour=23, minute=59)
    form = filled(survivor_browser(app, WREN).open("/choices/new"))
    timepiece.move(timedelta(minutes=1))

    page = form.submit(htmx=htmx, status=422)

    assert CHANGED in page.text
    assert "14 days, until Wednesday, May 27, 2026" in page.text
    assert consents_of(deps, her) == []
    again = page.form("/choices/new").fill(risk="y", ways="y", signature=WREN.passphrase)
    assert "Until Wednesday, May 27, 2026" in again.submit(htmx=htmx).text


@pytest.mark.usefixtures("her")
def test_the_day_she_read_is_a_day_of_the_portal_s_own_time_zone(
    config: Config, deps: "Deps", timepiece: "Timepiece"
) -> None:
    timepiece.now = timepiece.now.replace(hour=11, minute=59)
    wren = survivor_browser(create_app(replace(config, time_zone="Pacific/Auckland"), deps), WREN)
    form = filled(wren.open("/choices/new"))
    assert form.values["shown_on"] == "2026-05-12"

    timepiece.move(timedelta(minutes=1))

    assert CHANGED in form.submit(status=422).text


def test_a_form_read_in_another_language_is_read_again(wren: Browser, deps: "Deps", her: str) -> None:
    form = filled(wren.open("/choices/new"))
    wren.open("/choices").form("/language").press("Español").submit()

    page = form.submit(status=422)

    assert page.value_of("statement") == "1:es"
    assert "chosen_name" in ticked(page)
    assert consents_of(deps, her) == []


def test_a_form_that_has_grown_old_still_says_what_she_read(wren: Browser, timepiece: "Timepiece") -> None:
    stale = filled(wren.open("/choices/new")).forge(csrf_token="of another session").submit(status=400)
    carried = stale.form("/choices/new").values

    assert (carried["statement"], carried["shown_on"]) == ("1:en", timepiece.now.date().isoformat())
    assert CHANGED not in stale.form("/choices/new").submit(status=422).text


def test_no_part_of_the_form_is_called_none(wren: Browser) -> None:
    for page in (wren.open("/choices/new"), wren.page.form("/choices/new").submit(status=422)):
        assert [found.attrib for found in page.markup.all("input", "select") if "None" in found.attrib.values()] == []
