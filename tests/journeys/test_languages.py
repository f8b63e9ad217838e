"""Switching the language, before sign-in and after, and staying in the same place."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from survivor_portal.demonstration.cast import BELA, LUCIA, NOUR
from tests.journeys.phones import HER_PAGES, Handset

if TYPE_CHECKING:
    from survivor_portal.actions.people import NewSurvivor
    from tests.journeys.phones import MakePhone, Phone
    from tests.journeys.servers import Portal

DIRECTIONS = {"en": "ltr", "es": "ltr", "ar": "rtl"}


def switch(hers: "Phone", language: str) -> None:
    """Open the language menu, and press the name that a language has for itself."""
    hers.page.locator(".languages summary").click()
    hers.page.locator(f'.languages button[value="{language}"]').click()


def assert_speaks(hers: "Phone", language: str) -> None:
    root = hers.page.locator("html")
    expect(root).to_have_attribute("lang", language)
    expect(root).to_have_attribute("dir", DIRECTIONS[language])
    hers.settle()


@pytest.mark.parametrize("path", ["/numbers", "/choices", "/desk/sign-in"])
def test_before_sign_in_the_language_changes_and_the_place_stays(
    crossed_portal: "Portal", phone: "MakePhone", path: str, *, script: bool
) -> None:
    hers = phone(crossed_portal, Handset(script=script))
    hers.open(path)
    assert_speaks(hers, "en")
    english = hers.page.get_by_role("heading", level=1).inner_text()
    for language in ("ar", "es", "en"):
        switch(hers, language)
        assert_speaks(hers, language)
        assert hers.page.url == crossed_portal.address(path)
        heading = hers.page.get_by_role("heading", level=1).inner_text()
        assert (heading == english) is (language == "en")


def test_after_sign_in_the_language_changes_the_place_stays_and_the_choice_is_kept(
    crossed_portal: "Portal", phone: "MakePhone", *, script: bool
) -> None:
    hers = phone(crossed_portal, Handset(script=script))
    hers.sign_in(BELA)
    hers.open("/choices")
    switch(hers, "ar")
    assert_speaks(hers, "ar")
    assert hers.page.url == crossed_portal.address("/choices")
    hers.exit()

    # Her own language, not the browser's, and not something this browser kept.
    again = phone(crossed_portal, Handset(script=script))
    again.sign_in(BELA)
    assert_speaks(again, "ar")
    switch(again, "en")
    assert_speaks(again, "en")
    assert again.page.url == crossed_portal.address("/home")


def test_a_language_picked_before_sign_in_goes_with_her(
    crossed_portal: "Portal", phone: "MakePhone", *, script: bool
) -> None:
    hers = phone(crossed_portal, Handset(script=script))
    hers.open("/")
    switch(hers, "es")
    assert_speaks(hers, "es")
    hers.sign_in(BELA)
    assert_speaks(hers, "es")
    switch(hers, "en")
    assert_speaks(hers, "en")


@pytest.mark.parametrize(("survivor", "language"), [(LUCIA, "es"), (NOUR, "ar")], ids=["Lucía", "Nour"])
def test_everyone_reads_their_own_language_on_every_page(
    portal: "Portal", phone: "MakePhone", survivor: "NewSurvivor", language: str
) -> None:
    theirs = phone(portal)
    theirs.sign_in(survivor)
    expect(theirs.page.get_by_role("heading", level=1)).to_contain_text(survivor.chosen_name)
    for path in HER_PAGES:
        theirs.open(path)
        assert_speaks(theirs, language)
        expect(theirs.page.locator("button.exit")).not_to_have_text("Exit now")
        assert "Exit now" not in theirs.page.locator("body").inner_text()


@pytest.mark.parametrize("language", ["es", "ar"])
def test_the_browser_s_own_language_is_spoken_before_sign_in(
    portal: "Portal", phone: "MakePhone", language: str
) -> None:
    theirs = phone(portal, Handset(language=language))
    theirs.open("/")
    assert_speaks(theirs, language)
