"""Joining and getting back in, step by step in every language: each page keeps the rules this browser checks."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.cases import assign
from tests.cast import AMARA, RUTH, browser_for, staff_browser, survivor_browser
from tests.invited import OWN, invited_by
from tests.staff import staff_id_of, survivor_id_of
from tests.views.recovery.asking import NEW_PASSPHRASE, WORDS, code_on, help_in, set_words

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.timepiece import Timepiece

NAMES = {"en": "English", "es": "Español", "ar": "العربية"}

in_every_language = pytest.mark.parametrize("language", NAMES)


def speaks(browser: "Browser", language: str, path: str) -> None:
    """See where the browser is and what is spoken there."""
    assert (browser.page.path, browser.page.language) == (path, language)


@in_every_language
def test_joining(app: "Flask", deps: "Deps", language: str) -> None:
    browser = browser_for(app).hold(**{"__Host-language": language})
    page = browser.open("/join").form("/join").fill(invite_code="0000-0000-0000").submit(status=422)
    speaks(browser, language, "/join")
    page = page.form("/join").fill(invite_code=invited_by(deps, RUTH).code).submit()
    speaks(browser, language, "/join/language")
    page.form("/join/language").press(NAMES[language]).submit()
    speaks(browser, language, "/join/name")
    for step in ("passphrase", "words", "digits", "own"):
        browser.open(f"/join/{step}")
        speaks(browser, language, f"/join/{step}")
    page = browser.page.form("/join/own").fill(own_passphrase="short").submit(status=422)
    page = page.form("/join/own").fill(own_passphrase=OWN).submit()
    speaks(browser, language, "/join/keep")
    page = page.form("/join/keep").fill(passphrase="another one", phone_is_hers="yes").submit(status=422)
    page.form("/join/keep").fill(passphrase=OWN, phone_is_hers="yes").submit()

    browser.open("/home")
    speaks(browser, language, "/home")


@in_every_language
def test_getting_back_in(app: "Flask", deps: "Deps", timepiece: "Timepiece", language: str) -> None:
    her = survivor_id_of(deps, AMARA)
    assign(deps, her, staff_id_of(deps, RUTH))
    set_words(survivor_browser(app, AMARA))
    browser = browser_for(app).hold(**{"__Host-language": language})
    page = browser.open("/recover").form("/recover").submit(status=422)
    speaks(browser, language, "/recover")
    page = page.form("/recover").fill(sign_in_name=AMARA.sign_in_name).submit()
    speaks(browser, language, "/recover/wait")
    number = "".join(sign for sign in page.lines if sign.isdecimal() and sign.isascii())[:6]
    page = page.form("/recover/wait").fill(get_in_code="0000-0000-0000").submit(status=422)
    code = code_on(help_in(staff_browser(app, RUTH, timepiece), her, number, WORDS))
    page = page.form("/recover/wait").fill(get_in_code=code).submit()
    speaks(browser, language, "/recover/passphrase")
    page = page.form("/recover/passphrase").submit(status=422)
    typed = {"new_passphrase": NEW_PASSPHRASE, "new_passphrase_again": NEW_PASSPHRASE, "phone_is_hers": "yes"}
    page.form("/recover/passphrase").fill(**typed).submit()

    browser.open("/home")
    speaks(browser, language, "/home")
