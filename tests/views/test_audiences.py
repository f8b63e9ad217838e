"""Nobody sees a page that is not for them, and a session counts on its own side only."""

from typing import TYPE_CHECKING

import pytest

from tests.cast import AMARA, TOM, browser_for, staff_browser

if TYPE_CHECKING:
    from flask import Flask

    from tests.browse import Browser
    from tests.timepiece import Timepiece


def test_an_advocate_is_told_that_there_is_no_office(app: "Flask", timepiece: "Timepiece") -> None:
    tom = staff_browser(app, TOM, timepiece)

    assert tom.open("/desk/office", status=404).text == tom.open("/desk/nowhere", status=404).text


def test_a_supervisor_is_told_that_there_is_no_advocates_desk(imani: "Browser") -> None:
    assert imani.open("/desk", status=404).text == imani.open("/desk/nowhere", status=404).text


@pytest.mark.parametrize("path", ["/desk", "/desk/office"])
def test_a_survivor_is_asked_to_sign_in_at_the_desk(amara: "Browser", path: str) -> None:
    page = amara.open(path, status=401)

    assert page.value_of("code") is None
    assert "Amara" not in page.answer.text


@pytest.mark.parametrize("path", ["/home", "/list", "/choices", "/inbox", "/me"])
def test_staff_are_asked_to_sign_in_on_her_side(ruth: "Browser", imani: "Browser", path: str) -> None:
    assert "Ruth" not in ruth.open(path, status=401).answer.text
    assert "Imani" not in imani.open(path, status=401).answer.text


@pytest.mark.parametrize("path", ["/desk", "/desk/office"])
def test_a_survivors_session_under_the_desks_names_opens_nothing(app: "Flask", amara: "Browser", path: str) -> None:
    held = amara.cookies()
    moved = {"__Host-desk-sid": held["__Host-sid"], "__Host-desk-k": held["__Host-k"]}

    assert browser_for(app).hold(**moved).open(path, status=401).asks_to_sign_in


@pytest.mark.parametrize("path", ["/home", "/me"])
def test_a_staff_session_under_her_names_opens_nothing(app: "Flask", ruth: "Browser", path: str) -> None:
    held = ruth.cookies()
    moved = {"__Host-sid": held["__Host-desk-sid"], "__Host-k": held["__Host-desk-k"]}

    assert browser_for(app).hold(**moved).open(path, status=401).asks_to_sign_in


def test_both_sides_can_be_signed_in_in_one_browser_without_mixing(ruth: "Browser") -> None:
    ruth.sign_in_survivor(AMARA)

    assert "Ruth" in ruth.open("/desk").text
    assert "Amara" in ruth.open("/home").text


def test_signing_out_of_one_side_leaves_the_other(ruth: "Browser") -> None:
    ruth.sign_in_survivor(AMARA)
    ruth.open("/me").form("/sign-out").submit()

    assert "Ruth" in ruth.open("/desk").text
    ruth.open("/home", status=401)


def test_her_passphrase_does_not_open_the_desk(browser: "Browser") -> None:
    form = browser.open("/desk/sign-in").form("/desk/sign-in")

    form.fill(sign_in_name=AMARA.sign_in_name, passphrase=AMARA.passphrase, code="123456").submit(status=422)


def test_a_staff_passphrase_does_not_open_her_side(browser: "Browser") -> None:
    form = browser.open("/").form("/").fill(sign_in_name=TOM.sign_in_name, passphrase=TOM.passphrase)

    form.submit(status=422)
