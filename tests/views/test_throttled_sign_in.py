"""Whoever tries often is asked, kindly, to wait; a phone she said is hers lets her in all the same."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from survivor_portal.domain.devices import REMEMBERED_FOR
from tests.answer_rules import cookies_set
from tests.cast import AMARA, LUCIA, browser_for, survivor_browser

if TYPE_CHECKING:
    from flask import Flask

    from tests.browse import Browser
    from tests.pages import Page
    from tests.timepiece import Timepiece

FREE = 5


def guess(browser: "Browser", name: str, times: int = FREE) -> None:
    for _ in range(times):
        browser.open("/").form("/").fill(sign_in_name=name, passphrase="not it at all").submit(status=422)


def try_once_more(
    browser: "Browser", name: str = AMARA.sign_in_name, *, htmx: bool = False, status: int = 429
) -> "Page":
    form = browser.open("/").form("/").fill(sign_in_name=name, passphrase=AMARA.passphrase)
    return form.submit(htmx=htmx, status=status)


def test_the_page_says_in_how_many_seconds_to_try_again_and_keeps_the_name(app: "Flask", browser: "Browser") -> None:
    guess(browser_for(app), AMARA.sign_in_name)

    page = try_once_more(browser)

    assert page.heading == "Sign in"
    assert "There were many tries, so we wait a little. You can try again in 2 seconds." in page.text
    assert page.headers["Retry-After"] == "2"
    assert page.value_of("sign_in_name") == AMARA.sign_in_name
    assert AMARA.passphrase not in page.answer.text
    assert cookies_set(page.answer) == {}


def test_it_says_one_second_for_one_second(browser: "Browser", timepiece: "Timepiece") -> None:
    guess(browser, AMARA.sign_in_name)
    timepiece.move(timedelta(seconds=1))

    assert "You can try again in 1 second." in try_once_more(browser).text


def test_a_name_nobody_has_gets_the_same_answer(browser: "Browser") -> None:
    answers = []
    for name in (AMARA.sign_in_name, "nobody here 99"):
        guess(browser, name)
        page = try_once_more(browser, name)
        answers.append((page.text, page.headers["Retry-After"], cookies_set(page.answer)))

    assert answers[0] == answers[1]


def test_by_htmx_everything_she_typed_stays_on_her_screen(browser: "Browser") -> None:
    guess(browser, AMARA.sign_in_name)

    page = try_once_more(browser, htmx=True)

    # Our script says on the status line when to try again.
    assert page.heading == "Sign in"
    assert "There were many tries" not in page.text
    assert page.headers["Retry-After"] == "2"
    status = page.markup.by_id("status")
    assert status is not None
    assert "You can try again {when}." in str(status.get("data-later"))


def test_after_the_wait_she_is_let_in(browser: "Browser", timepiece: "Timepiece") -> None:
    guess(browser, AMARA.sign_in_name)
    page = try_once_more(browser)
    timepiece.move(timedelta(seconds=2))

    assert page.form("/").fill(passphrase=AMARA.passphrase).submit().path == "/home"


def test_her_own_phone_lets_her_in_at_once_whatever_others_try(app: "Flask", amara: "Browser") -> None:
    amara.open("/me").form("/sign-out").submit()
    guess(browser_for(app), AMARA.sign_in_name)

    try_once_more(browser_for(app))
    assert try_once_more(amara, status=200).path == "/home"


def test_the_mark_of_her_phone_is_kept_for_long_and_from_scripts(browser: "Browser") -> None:
    browser.sign_in_survivor(AMARA)

    sent = browser.answers[-2].headers.getlist("Set-Cookie")
    (mark,) = [header for header in sent if header.startswith("__Host-device=")]
    assert f"Max-Age={int(REMEMBERED_FOR.total_seconds())};" in mark
    assert "HttpOnly" in mark


@pytest.mark.parametrize("answer", ["no", None])
def test_a_phone_that_others_use_is_not_marked_and_loses_its_mark(app: "Flask", answer: str | None) -> None:
    fresh, known = browser_for(app), survivor_browser(app, AMARA)
    known.open("/me").form("/sign-out").submit()

    for browser in (fresh, known):
        browser.sign_in_survivor(AMARA, phone_is_hers=answer)
        assert "__Host-device" not in browser.cookies()


def test_another_person_on_the_phone_replaces_the_mark(amara: "Browser") -> None:
    former = amara.cookies()["__Host-device"]
    amara.open("/me").form("/sign-out").submit()
    amara.sign_in_survivor(LUCIA)

    assert amara.cookies()["__Host-device"] != former


def test_a_session_id_somebody_planted_beforehand_opens_nothing(app: "Flask", browser: "Browser") -> None:
    planted = {"__Host-sid": "planted", "__Host-k": "planted"}
    browser.hold(**planted)
    page = browser.open("/").form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase=AMARA.passphrase).submit()

    assert page.path == "/home"
    assert {browser.cookies()["__Host-sid"], browser.cookies()["__Host-k"]}.isdisjoint(planted.values())
    browser_for(app).hold(**planted).open("/home", status=401)


def test_the_session_of_someone_else_planted_beforehand_is_ended_and_not_used(
    app: "Flask", timepiece: "Timepiece"
) -> None:
    attackers = survivor_browser(app, LUCIA)
    planted = {name: value for name, value in attackers.cookies().items() if name in {"__Host-sid", "__Host-k"}}
    hers = browser_for(app).hold(**planted)
    timepiece.move(timedelta(minutes=16))
    hers.open("/home", status=401)

    hers.open("/").form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase=AMARA.passphrase).submit()

    assert "Amara" in hers.open("/home").heading
    attackers.open("/home", status=401)
