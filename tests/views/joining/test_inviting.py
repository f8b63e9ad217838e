"""Inviting on the desk and in the office, and the list of people who wait for an advocate."""

from flask import Flask

from survivor_portal.actions.deps import Deps
from tests.browse import Browser
from tests.cast import BELA, IMANI, RUTH, TOM, browser_for, staff_browser
from tests.invited import invited_by
from tests.markup import words_of
from tests.pages import Page
from tests.timepiece import Timepiece


def code_on(page: Page) -> str:
    """Give the code a page shows."""
    return next(words_of(found) for found in page.markup.all("code"))


def invited_on(browser: Browser, name: str = "Zola") -> Page:
    """Invite somebody, and give the page with the code."""
    return browser.open("/desk/invites").form("/desk/invites").fill(chosen_name=name).submit()


def test_an_advocate_invites_by_a_name_alone_and_gets_a_code_that_works(app: Flask, timepiece: Timepiece) -> None:
    browser = staff_browser(app, RUTH, timepiece)
    page = browser.open("/desk/invites")
    typed = [found for found in page.markup.all("input") if found.get("type") not in {"hidden", None}]
    assert [found.get("name") for found in typed] == ["chosen_name"]

    code = code_on(invited_on(browser))

    assert len(code) == len("7QK2-M9XD-R4TB")
    joined = browser_for(app).open("/join").form("/join").fill(invite_code=code).submit()
    assert joined.path == "/join/language"


def test_the_code_is_shown_once_with_a_picture_that_scans_in_the_dark(app: Flask, timepiece: Timepiece) -> None:
    browser = staff_browser(app, RUTH, timepiece)
    page = invited_on(browser)

    picture = next(found for found in page.markup.all() if found.tag.endswith("svg") and found.get("class") == "qr")
    assert picture.get("role") == "img"
    assert code_on(page) not in browser.open("/desk/invites").text


def test_a_form_sent_twice_makes_one_invite(app: Flask, timepiece: Timepiece) -> None:
    browser = staff_browser(app, RUTH, timepiece)
    form = browser.open("/desk/invites").form("/desk/invites").fill(chosen_name="Zola")
    form.submit()

    page = form.submit()

    assert (page.path, page.text.count("Zola")) == ("/desk/invites", 2)


def test_a_name_that_says_nothing_is_given_back(app: Flask, timepiece: Timepiece) -> None:
    browser = staff_browser(app, RUTH, timepiece)
    for name in ("", "   ", "\u200b", "Z" * 61, "Z" * 300):
        page = browser.open("/desk/invites").form("/desk/invites").fill(chosen_name=name).submit(status=422)
        assert page.form("/desk/invites").values["chosen_name"] == name


def test_a_cancelled_code_works_no_more(app: Flask, deps: Deps, timepiece: Timepiece) -> None:
    zola = invited_by(deps, RUTH)
    browser = staff_browser(app, RUTH, timepiece)
    page = browser.open("/desk/invites")
    cancel = next(form.get("action") for form in page.markup.all("form") if str(form.get("action")).endswith("/cancel"))

    page = page.form(str(cancel)).submit()

    assert "Zola" not in page.text
    browser_for(app).open("/join").form("/join").fill(invite_code=zola.code).submit(status=422)


def test_each_sees_only_their_own_invites(app: Flask, deps: Deps, timepiece: Timepiece) -> None:
    invited_by(deps, RUTH)

    assert "Zola" not in staff_browser(app, TOM, timepiece).open("/desk/invites").text
    assert "Zola" not in staff_browser(app, IMANI, timepiece).open("/desk/invites").text


def test_whom_a_supervisor_invited_waits_in_the_office_and_is_given_to_an_advocate(
    app: Flask, deps: Deps, timepiece: Timepiece
) -> None:
    zola = invited_by(deps, IMANI)
    zola.finish(zola.ready())
    browser = staff_browser(app, IMANI, timepiece)
    page = browser.open("/desk/office")
    assert "Zola" in page.text
    assert BELA.chosen_name in page.text
    action = next(
        str(form.get("action"))
        for form in page.markup.all("form")
        if "/people/" in str(form.get("action")) and "Zola" in words_of(form)
    )
    ruth = next(found.get("value") for found in page.markup.all("option") if words_of(found) == RUTH.name)

    page = page.form(action).fill(advocate=str(ruth)).submit()

    assert page.path == "/desk/office"
    assert "Zola" not in page.text
    assert "Zola" in staff_browser(app, RUTH, timepiece).open("/desk").text


def test_nobody_is_given_to_someone_who_is_no_advocate(app: Flask, timepiece: Timepiece) -> None:
    browser = staff_browser(app, IMANI, timepiece)
    page = browser.open("/desk/office")
    action = next(str(form.get("action")) for form in page.markup.all("form") if "/people/" in str(form.get("action")))

    page.form(action).forge(advocate="nobody").submit(status=404)

    assert browser.open("/desk/office").text == page.text
