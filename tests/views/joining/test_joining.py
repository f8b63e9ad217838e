"""Joining as a browser without script sees it, and as htmx does: typed or pasted, step by step, and in."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from survivor_portal.actions.deps import Deps
from survivor_portal.domain.invites import CODE_WORKS_FOR, JOINING_LASTS
from survivor_portal.domain.throttling import FREE_ATTEMPTS
from survivor_portal.security.crockford import grouped
from survivor_portal.security.words import WORD_LISTS, draw_code
from tests.browse import Browser
from tests.cast import AMARA, IMANI, RUTH, browser_for, survivor_browser
from tests.invited import OWN, invited_by
from tests.markup import words_of
from tests.pages import Page
from tests.timepiece import Timepiece

JOINING = "__Host-joining"


def code_typed(browser: Browser, code: str) -> Page:
    """Give the page after the code."""
    return browser.open("/join").form("/join").fill(invite_code=code).submit()


def drawn_on(page: Page) -> str:
    """Give the name or passphrase a page shows."""
    return next(words_of(found) for found in page.markup.all("p") if found.get("class") == "drawn")


def ready(browser: Browser, code: str, passphrase: str = OWN) -> Page:
    """Come to the last step with a passphrase of one's own."""
    code_typed(browser, code).form("/join/language").press("English").submit()
    page = browser.open("/join/own").form("/join/own").fill(own_passphrase=passphrase).submit()
    assert page.path == "/join/keep"
    return page


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
@pytest.mark.parametrize("kind", ["words", "digits", "own"])
def test_whoever_has_a_code_joins_in_her_language_and_is_home(app: Flask, deps: Deps, kind: str, *, htmx: bool) -> None:
    browser = browser_for(app)
    page = code_typed(browser, invited_by(deps, RUTH, "Zola").code)
    assert page.path == "/join/language"
    page = page.form("/join/language").press("Español").submit(htmx=htmx)
    assert (page.path, page.language) == ("/join/name", "es")
    name = drawn_on(page)
    one, other, number = name.split()
    assert {one, other} <= set(WORD_LISTS["es"].words)
    assert number.isdigit()
    page = browser.open(f"/join/{kind}")
    passphrase = OWN if kind == "own" else drawn_on(page)
    form = page.form(f"/join/{kind}")
    page = (form.fill(own_passphrase=OWN) if kind == "own" else form).submit(htmx=htmx)
    assert page.path == "/join/keep"
    assert passphrase not in page.text
    page = page.form("/join/keep").fill(passphrase=passphrase, phone_is_hers="yes").submit(htmx=htmx)

    assert (page.path, page.language) == ("/home", "es")
    assert "Zola" in page.heading
    assert RUTH.name in page.text
    assert JOINING not in browser.cookies()
    elsewhere = browser_for(app).open("/").form("/").fill(sign_in_name=name, passphrase=passphrase).submit()
    assert elsewhere.path == "/home"


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code,
        lambda code: grouped(code).lower(),
        lambda code: f"  {code[:4]} {code[4:8]} {code[8:]}\t",
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: "\u2013".join(re.findall("....", code)),
    ],
)
def test_a_code_is_taken_however_it_is_typed_or_pasted(app: Flask, deps: Deps, typed: object) -> None:
    assert callable(typed)
    assert code_typed(browser_for(app), typed(invited_by(deps, RUTH).code)).path == "/join/language"


def test_the_page_for_the_code_says_what_it_cannot_hide_first_and_loads_no_htmx(app: Flask) -> None:
    page = browser_for(app).open("/join")

    assert page.text.index("cannot hide") < page.text.index("Your code")
    assert page.markup.root.get("data-load", "").endswith("/join.js")
    assert not [
        found for found in page.markup.all() if "hx-post" in found.attrib and "/join" in found.get("hx-post", "")
    ]
    tried = [found for found in page.markup.all("button") if words_of(found) == "Try it now"]
    assert [found.get("form") for found in tried] == ["exit"]


def test_the_first_page_leads_to_joining(app: Flask) -> None:
    page = browser_for(app).open("/")

    assert (
        page.browser.follow(next(found for found in page.markup.all("a") if found.get("href") == "/join")).path
        == "/join"
    )


@pytest.mark.parametrize("typed", ["", "hello", "x" * 100, "0000-0000-0000"])
def test_a_wrong_code_gets_a_kind_answer_and_is_not_shown_again(app: Flask, typed: str) -> None:
    page = browser_for(app).open("/join").form("/join").fill(invite_code=typed).submit(status=422)

    assert page.form("/join").values["invite_code"] == ""
    assert "wrong" not in page.text.lower()


def test_after_many_wrong_codes_the_right_one_waits_a_little_and_then_works(
    app: Flask, deps: Deps, timepiece: Timepiece
) -> None:
    browser, zola = browser_for(app), invited_by(deps, RUTH)
    for _ in range(FREE_ATTEMPTS):
        browser.open("/join").form("/join").fill(invite_code=draw_code(deps.chance)).submit(status=422)

    page = browser.open("/join").form("/join").fill(invite_code=zola.code).submit(status=429)

    assert code_typed(browser_for(app), zola.code).path == "/join/language"
    timepiece.move(timedelta(seconds=int(page.headers["Retry-After"])))
    assert code_typed(browser, zola.code).path == "/join/language"


def test_another_name_and_other_words_can_be_drawn(app: Flask, deps: Deps) -> None:
    browser = browser_for(app)
    page = code_typed(browser, invited_by(deps, RUTH).code).form("/join/language").press("English").submit()

    assert drawn_on(page.form("/join/name").submit()) != drawn_on(page)
    assert drawn_on(browser.open("/join/words")) != drawn_on(browser.open("/join/words"))
    assert drawn_on(browser.open("/join/digits")) != drawn_on(browser.open("/join/digits"))


def test_words_that_were_not_drawn_here_are_drawn_anew(app: Flask, deps: Deps) -> None:
    browser = browser_for(app)
    code_typed(browser, invited_by(deps, RUTH).code)

    page = browser.open("/join/words").form("/join/words").forge(drawn="password").submit()

    assert page.path == "/join/words"
    assert drawn_on(page) != "password"


@pytest.mark.parametrize("typed", ["", "too short", "passwordpassword1", "x" * 200, "my pages my pages mine"])
def test_a_passphrase_that_is_easy_to_guess_is_not_taken(app: Flask, deps: Deps, typed: str) -> None:
    browser = browser_for(app)
    code_typed(browser, invited_by(deps, RUTH).code)

    page = browser.open("/join/own").form("/join/own").fill(own_passphrase=typed).submit(status=422)

    assert page.form("/join/own").values["own_passphrase"] == ""


@pytest.mark.parametrize("typed", ["", OWN + "s", "x" * 200])
def test_what_is_typed_again_is_what_was_picked(app: Flask, deps: Deps, typed: str) -> None:
    page = ready(browser_for(app), invited_by(deps, RUTH).code)

    page = page.form("/join/keep").fill(passphrase=typed).submit(status=422)

    assert page.form("/join/keep").fill(passphrase=OWN).submit().path == "/home"


def test_no_step_can_be_left_out(app: Flask, deps: Deps) -> None:
    browser = browser_for(app)
    for step in ("language", "name", "passphrase", "words", "digits", "own", "keep"):
        assert browser.open(f"/join/{step}").path == "/join"
    code_typed(browser, invited_by(deps, RUTH).code)
    assert browser.open("/join/name").path == "/join/language"
    assert browser.open("/join/keep").path == "/join/language"
    browser.open("/join/language").form("/join/language").press("English").submit()
    assert browser.open("/join/keep").path == "/join/passphrase"


def test_whoever_took_too_long_begins_again_with_the_same_code(app: Flask, deps: Deps, timepiece: Timepiece) -> None:
    browser, zola = browser_for(app), invited_by(deps, RUTH)
    page = ready(browser, zola.code)
    timepiece.move(JOINING_LASTS)

    page = page.form("/join/keep").fill(passphrase=OWN).submit(status=422)

    assert "Your code still works" in page.text
    assert code_typed(browser, zola.code).path == "/join/language"
    assert ready(browser, zola.code).form("/join/keep").fill(passphrase=OWN).submit().path == "/home"


def test_the_last_step_sent_twice_makes_one_account_and_leads_home(app: Flask, deps: Deps) -> None:
    browser, zola = browser_for(app), invited_by(deps, RUTH)
    last = ready(browser, zola.code).form("/join/keep").fill(passphrase=OWN)
    held = browser.cookies()[JOINING]
    assert last.submit().path == "/home"
    again = browser_for(app).hold(**{JOINING: held})

    page = again.open("/join/keep")

    assert page.path == "/"
    assert browser.open("/join/keep").path == "/home"


def test_a_code_works_once_and_until_its_three_days_are_over(app: Flask, deps: Deps, timepiece: Timepiece) -> None:
    zola, omar = invited_by(deps, RUTH), invited_by(deps, IMANI, "Omar")
    ready(browser_for(app), zola.code).form("/join/keep").fill(passphrase=OWN).submit()
    browser_for(app).open("/join").form("/join").fill(invite_code=zola.code).submit(status=422)

    timepiece.move(CODE_WORKS_FOR)
    browser_for(app).open("/join").form("/join").fill(invite_code=omar.code).submit(status=422)


def test_exit_on_the_way_takes_the_joining_along_and_leaves_the_code(app: Flask, deps: Deps) -> None:
    browser, zola = browser_for(app), invited_by(deps, RUTH)
    page = ready(browser, zola.code)

    page.form("/x").submit()

    assert JOINING not in browser.cookies()
    assert browser.open("/join/keep").path == "/join"
    assert ready(browser, zola.code).form("/join/keep").fill(passphrase=OWN).submit().path == "/home"


def test_whoever_is_signed_in_is_led_home(app: Flask) -> None:
    assert survivor_browser(app, AMARA).open("/join").path == "/home"


def test_nothing_of_the_joining_is_in_an_address_or_a_title(app: Flask, deps: Deps) -> None:
    browser, zola = browser_for(app), invited_by(deps, RUTH, "Zola")
    page = ready(browser, zola.code)
    page.form("/join/keep").fill(passphrase=OWN).submit()

    for answer in browser.answers:
        for told in (answer.request.url, answer.headers.get("Location", "")):
            assert zola.code not in told
            assert "?" not in told
        assert zola.code not in answer.text
