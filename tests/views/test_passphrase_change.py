"""Changing her passphrase, on the page for it."""

from typing import TYPE_CHECKING

import pytest

from tests.cast import AMARA, browser_for, survivor_browser

if TYPE_CHECKING:
    from flask import Flask

    from tests.browse import Browser
    from tests.pages import Form

NEW = "twelve herons wade past noon"
by_htmx_or_not = pytest.mark.parametrize("htmx", [False, True])


def filled(browser: "Browser", *, present: str = AMARA.passphrase, new: str = NEW, again: str = NEW) -> "Form":
    form = browser.open("/me").follow("Change my passphrase").form("/me/passphrase")
    return form.fill(present_passphrase=present, new_passphrase=new, new_passphrase_again=again)


@by_htmx_or_not
def test_she_changes_it_stays_in_and_signs_in_with_it(app: "Flask", amara: "Browser", *, htmx: bool) -> None:
    former = amara.cookies()
    page = filled(amara).submit(htmx=htmx)

    assert page.path == "/me"
    assert amara.open("/home").path == "/home"
    assert amara.cookies()["__Host-device"] == former["__Host-device"]
    form = browser_for(app).open("/").form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase=NEW)
    assert form.submit().path == "/home"


def test_both_session_cookies_are_new_and_the_former_ones_open_nothing(app: "Flask", amara: "Browser") -> None:
    former = {name: amara.cookies()[name] for name in ("__Host-sid", "__Host-k")}
    filled(amara).submit()

    assert all(amara.cookies()[name] != value for name, value in former.items())
    browser_for(app).hold(**former).open("/home", status=401)


def test_everywhere_else_she_is_signed_out_and_told_when_she_is_back(app: "Flask", amara: "Browser") -> None:
    other = survivor_browser(app, AMARA)
    filled(amara).submit()

    page = other.open("/home", status=401)
    page = page.form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase=NEW).submit()
    assert "Your passphrase was changed." in page.text
    assert "Your passphrase was changed." not in amara.open("/home").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"present": ""}, "Write your passphrase."),
        ({"new": "", "again": ""}, "Write the new passphrase."),
        ({"again": "twelve herons wade past soon"}, "The two are not the same."),
        ({"present": "not it at all"}, "That is not your passphrase now."),
        ({"new": "too short", "again": "too short"}, "Make it 15 letters or more."),
        ({"new": "x" * 129, "again": "x" * 129}, "That passphrase is too long."),
        ({"new": "passwordpassword123456", "again": "passwordpassword123456"}, "Many people use these words"),
        ({"new": "aaaaaaaaaaaaaaaaaaaaaa", "again": "aaaaaaaaaaaaaaaaaaaaaa"}, "The same letters come again"),
        ({"new": "my pages, amara, and herons"} | {"again": "my pages, amara, and herons"}, "It has a name in it"),
    ],
)
@by_htmx_or_not
def test_what_cannot_be_used_is_said_and_nothing_typed_comes_back(
    app: "Flask", amara: "Browser", typed: dict[str, str], said: str, *, htmx: bool
) -> None:
    page = filled(amara, **typed).submit(htmx=htmx, status=422)

    assert said in page.text
    for word in {AMARA.passphrase, NEW, *typed.values()} - {""}:
        assert word not in page.answer.text
    survivor_browser(app, AMARA)


def test_whoever_guesses_there_is_asked_to_wait(amara: "Browser") -> None:
    for _ in range(5):
        filled(amara, present="not it at all").submit(status=422)

    page = filled(amara).submit(status=429)

    assert page.heading == "Change my passphrase"
    assert page.headers["Retry-After"] == "2"
    assert "You can try again in 2 seconds." in page.text


def test_a_page_that_was_open_too_long_gives_no_passphrase_back(amara: "Browser") -> None:
    page = filled(amara).forge(csrf_token=None).submit(status=400)

    assert page.heading == "Please send it again"
    assert AMARA.passphrase not in page.answer.text
    assert NEW not in page.answer.text
