"""The same over HTTPS, where forms are held to their referrer besides, and browsers are told to stay with TLS."""

import dataclasses
from typing import TYPE_CHECKING

import pytest

from survivor_portal.app import create_app
from tests.browse import Browser
from tests.cast import AMARA, NAMES, RUTH, browser_for

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from survivor_portal.config import Config
    from tests.timepiece import Timepiece

PUBLIC = "https://portal.example.org"
HSTS = "Strict-Transport-Security"


@pytest.fixture
def tls_app(config: "Config", deps: "Deps") -> "Flask":
    """A portal that people reach by TLS."""
    return create_app(dataclasses.replace(config, public_url=PUBLIC), deps)


@pytest.fixture
def tls_browser(tls_app: "Flask") -> Browser:
    return Browser(tls_app.test_client(), PUBLIC, NAMES)


@pytest.mark.parametrize("htmx", [False, True])
def test_she_signs_in_and_leaves_over_https(tls_browser: Browser, *, htmx: bool) -> None:
    form = tls_browser.open("/").form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase=AMARA.passphrase)
    assert form.submit(htmx=htmx).path == "/home"

    assert tls_browser.page.form("Exit now").submit().path == "/gone"
    assert tls_browser.open("/home").is_blank


def test_staff_sign_in_over_https(tls_browser: Browser, timepiece: "Timepiece") -> None:
    assert tls_browser.sign_in_staff(RUTH, timepiece).path == "/desk"


def test_a_portal_on_this_machine_works_over_https_too(app: "Flask") -> None:
    browser = browser_for(app, "https://localhost")

    assert browser.sign_in_survivor(AMARA).path == "/home"


@pytest.mark.parametrize(
    "referrer", ["", "https://evil.example/", "https://portal.example.org.evil.example/", "http://portal.example.org/"]
)
def test_over_https_a_form_that_comes_from_elsewhere_is_not_used(tls_browser: Browser, referrer: str) -> None:
    form = tls_browser.open("/").form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase=AMARA.passphrase)
    page = form.submit(status=400, headers={"Referer": referrer})

    assert AMARA.passphrase not in page.answer.text
    assert "__Host-sid" not in tls_browser.cookies()


def test_over_https_the_form_given_back_can_be_sent_again(tls_browser: Browser) -> None:
    form = tls_browser.open("/").form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase=AMARA.passphrase)
    page = form.submit(status=400, headers={"Referer": ""})

    assert page.form("Send again").fill(passphrase=AMARA.passphrase).submit().path == "/home"


def test_over_https_leaving_asks_for_no_referrer(tls_browser: Browser) -> None:
    tls_browser.sign_in_survivor(AMARA)

    assert tls_browser.page.form("Exit now").submit(headers={"Referer": ""}).path == "/gone"


def test_a_portal_reached_by_tls_tells_browsers_to_stay_with_it(tls_browser: Browser) -> None:
    seconds = int(tls_browser.open("/").headers[HSTS].partition("max-age=")[2].partition(";")[0])

    assert seconds >= 365 * 24 * 60 * 60
    assert HSTS in tls_browser.open("/nowhere", status=404).headers


def test_a_portal_on_this_machine_does_not(app: "Flask") -> None:
    assert HSTS not in browser_for(app).open("/").headers
    assert HSTS not in browser_for(app, "https://localhost").open("/").headers
