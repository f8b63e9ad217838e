"""The language switch, before and after signing in: it keeps the place, and the choice is kept."""

from typing import TYPE_CHECKING

import pytest

from tests.answer_rules import cookies_set
from tests.cast import AMARA, LUCIA, RUTH, browser_for, staff_browser, survivor_browser
from tests.stored import all_rows

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.timepiece import Timepiece

either_way = pytest.mark.parametrize("htmx", [False, True])
each_language = pytest.mark.parametrize(
    ("name", "spoken"), [("Español", ("es", "ltr")), ("العربية", ("ar", "rtl")), ("English", ("en", "ltr"))]
)


@either_way
@each_language
@pytest.mark.parametrize("path", ["/", "/numbers"])
def test_before_signing_in_the_switch_keeps_the_place(
    browser: "Browser", path: str, name: str, spoken: tuple[str, str], *, htmx: bool
) -> None:
    page = browser.open(path).form("/language").press(name).submit(htmx=htmx)

    assert (page.path, page.language, page.markup.root.get("dir")) == (path, *spoken)
    assert browser.open("/numbers").language == spoken[0]


@either_way
@each_language
@pytest.mark.parametrize("path", ["/home", "/choices", "/me"])
def test_after_signing_in_the_switch_keeps_the_place(
    amara: "Browser", path: str, name: str, spoken: tuple[str, str], *, htmx: bool
) -> None:
    page = amara.open(path).form("/language").press(name).submit(htmx=htmx)

    assert (page.path, page.language, page.markup.root.get("dir")) == (path, *spoken)


@either_way
def test_at_the_desk_the_switch_keeps_the_place(imani: "Browser", *, htmx: bool) -> None:
    page = imani.open("/desk/office").form("/desk/language").press("العربية").submit(htmx=htmx)

    assert (page.path, page.language) == ("/desk/office", "ar")


def test_the_switch_on_the_staff_sign_in_page_keeps_the_place(browser: "Browser") -> None:
    page = browser.open("/desk/sign-in").form("/desk/language").press("Español").submit()

    assert (page.path, page.language) == ("/desk/sign-in", "es")


def test_the_switch_keeps_the_place_where_signing_in_is_asked_for(browser: "Browser") -> None:
    page = browser.open("/inbox", status=401).form("/language").press("Español").submit(status=401)
    assert (page.path, page.language) == ("/inbox", "es")

    typed = {"sign_in_name": LUCIA.sign_in_name, "passphrase": LUCIA.passphrase}
    assert page.form("/").fill(**typed).submit().path == "/inbox"


def test_a_language_chosen_after_signing_in_is_there_on_the_next_phone(app: "Flask", amara: "Browser") -> None:
    amara.open("/home").form("/language").press("Español").submit()

    assert survivor_browser(app, AMARA).page.language == "es"


def test_a_language_chosen_before_signing_in_is_kept_for_her(app: "Flask", browser: "Browser") -> None:
    browser.open("/").form("/language").press("العربية").submit()
    browser.sign_in_survivor(AMARA)
    assert browser.page.language == "ar"
    assert "__Host-language" not in browser.cookies()

    assert survivor_browser(app, AMARA).page.language == "ar"


def test_a_language_chosen_before_signing_in_is_kept_for_staff(app: "Flask", timepiece: "Timepiece") -> None:
    browser = browser_for(app)
    browser.open("/desk/sign-in").form("/desk/language").press("Español").submit()
    browser.sign_in_staff(RUTH, timepiece)

    assert browser.page.language == "es"


def test_her_language_is_not_changed_by_the_language_of_the_phone(app: "Flask") -> None:
    browser = survivor_browser(app, LUCIA)

    assert browser.open("/home", headers={"Accept-Language": "ar"}).language == "es"


@pytest.mark.parametrize(
    ("spoken", "code"),
    [
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("ar-EG", "ar"),
        ("es-419,en;q=0.8", "es"),
        ("ar", "ar"),
        ("de,fr;q=0.9", "en"),
        ("en-GB,es;q=0.5", "en"),
        ("", "en"),
        ("*", "en"),
        (";;;q=,", "en"),
    ],
)
def test_before_signing_in_the_page_speaks_as_the_phone_does(browser: "Browser", spoken: str, code: str) -> None:
    assert browser.open("/", headers={"Accept-Language": spoken}).language == code


@either_way
@pytest.mark.parametrize("code", ["xx", "", "EN", "en_US", "../en", "es; Max-Age=1", "de", "e" * 1000])
def test_an_unknown_language_is_refused(amara: "Browser", deps: "Deps", code: str, *, htmx: bool) -> None:
    form = amara.open("/home").form("/language").forge(language=code)
    before = all_rows(deps)
    page = form.submit(htmx=htmx, status=400)

    assert page.heading == "We could not read that"
    assert cookies_set(page.answer) == {}
    assert all_rows(deps) == before


def test_a_missing_language_is_refused(browser: "Browser") -> None:
    browser.open("/").form("/language").submit(status=400)


def test_switching_changes_nobody_else(app: "Flask", timepiece: "Timepiece", amara: "Browser") -> None:
    ruth = staff_browser(app, RUTH, timepiece)
    lucia = survivor_browser(app, LUCIA)
    amara.open("/home").form("/language").press("العربية").submit()

    assert ruth.open("/desk").language == "en"
    assert lucia.open("/home").language == "es"


def test_each_language_is_named_in_itself_and_says_its_direction(browser: "Browser") -> None:
    page = browser.open("/")
    offered = {
        button.get("value"): (button.text, button.get("lang"), button.get("dir"))
        for button in page.markup.all("button")
        if button.get("name") == "language"
    }

    assert offered["en"] == ("English", "en", "ltr")
    assert offered["es"] == ("Español", "es", "ltr")
    assert offered["ar"] == ("العربية", "ar", "rtl")
