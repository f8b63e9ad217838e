"""How long a session lasts, and that nothing which ended comes back to life."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pyotp
import pytest

from survivor_portal.domain.people import Audience
from tests.cast import AMARA, IMANI, RUTH, browser_for

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.people import NewStaff
    from tests.browse import Browser
    from tests.timepiece import Timepiece

A_MOMENT = timedelta(seconds=1)
SETBACKS = [timedelta(hours=1), timedelta(days=1), timedelta(days=3650)]

own_and_shared = pytest.mark.parametrize(
    ("phone_is_hers", "idle", "absolute"),
    [
        ("yes", timedelta(minutes=15), timedelta(hours=4)),
        ("no", timedelta(minutes=5), timedelta(hours=1)),
        (None, timedelta(minutes=5), timedelta(hours=1)),
    ],
)


@own_and_shared
def test_her_session_ends_when_nobody_uses_it(
    browser: "Browser", timepiece: "Timepiece", phone_is_hers: str | None, idle: timedelta, absolute: timedelta
) -> None:
    browser.sign_in_survivor(AMARA, phone_is_hers=phone_is_hers)
    timepiece.move(idle - A_MOMENT)
    browser.open("/choices")
    timepiece.move(idle)

    assert idle < absolute
    assert browser.open("/choices", status=401).asks_to_sign_in


@own_and_shared
def test_her_session_ends_at_its_limit_however_much_it_is_used(
    browser: "Browser", timepiece: "Timepiece", phone_is_hers: str | None, idle: timedelta, absolute: timedelta
) -> None:
    browser.sign_in_survivor(AMARA, phone_is_hers=phone_is_hers)
    began = timepiece()
    while timepiece() + idle / 2 < began + absolute:
        timepiece.move(idle / 2)
        browser.open("/choices")
    timepiece.move(began + absolute - timepiece())

    browser.open("/choices", status=401)


def test_a_staff_session_ends_when_nobody_uses_it(ruth: "Browser", timepiece: "Timepiece") -> None:
    timepiece.move(timedelta(minutes=15) - A_MOMENT)
    ruth.open("/desk")
    timepiece.move(timedelta(minutes=15))

    assert ruth.open("/desk", status=401).asks_to_sign_in


def test_a_staff_session_ends_after_twelve_hours(ruth: "Browser", timepiece: "Timepiece") -> None:
    for _ in range(12 * 6 - 1):
        timepiece.move(timedelta(minutes=10))
        assert ruth.client.get("/desk").status_code == 200
    timepiece.move(timedelta(minutes=10))

    ruth.open("/desk", status=401)


@pytest.mark.parametrize("path", ["/home", "/choices", "/inbox"])
def test_after_signing_in_again_she_is_where_she_was(amara: "Browser", timepiece: "Timepiece", path: str) -> None:
    timepiece.move(timedelta(minutes=15))
    page = amara.open(path, status=401)
    assert (page.path, page.title) == (path, "Sign in")

    page = page.form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase=AMARA.passphrase).submit()
    assert page.path == path


def test_a_slip_while_signing_in_again_does_not_lose_the_place(amara: "Browser", timepiece: "Timepiece") -> None:
    timepiece.move(timedelta(minutes=15))
    page = amara.open("/inbox", status=401)
    page = page.form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase="oops").submit(status=422)

    assert page.form("/").fill(passphrase=AMARA.passphrase).submit().path == "/inbox"


@pytest.mark.parametrize(("member", "path"), [(IMANI, "/desk/office"), (RUTH, "/desk")])
def test_after_signing_in_again_staff_are_where_they_were_or_at_home(
    imani: "Browser", timepiece: "Timepiece", member: "NewStaff", path: str
) -> None:
    timepiece.move(timedelta(minutes=15))
    page = imani.open("/desk/office", status=401)
    code = pyotp.TOTP(member.totp_secret).at(timepiece())
    typed = {"sign_in_name": member.sign_in_name, "passphrase": member.passphrase, "code": code}

    assert page.form("/desk/sign-in").fill(**typed).submit().path == path


def test_the_sign_in_page_that_answers_says_that_signing_in_is_needed(browser: "Browser") -> None:
    page = browser.open("/home", status=401)

    assert "WWW-Authenticate" in page.headers


def test_a_part_of_an_ended_session_has_the_whole_page_replaced(amara: "Browser", timepiece: "Timepiece") -> None:
    page = amara.open("/me")
    timepiece.move(timedelta(minutes=15))
    answer = amara.client.get("/inbox", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.data, answer.headers["Portal-Leave"]) == (204, b"", "/inbox")

    # Signing out of a session that has ended has done what it said.
    assert page.form("/sign-out").submit(htmx=True).path == "/"


@pytest.mark.parametrize("htmx", [False, True])
def test_a_press_after_the_session_ended_is_never_taken_for_done(
    app: "Flask", amara: "Browser", timepiece: "Timepiece", *, htmx: bool
) -> None:
    guard = app.extensions["survivor_portal_ask_to_sign_in"]
    timepiece.move(timedelta(minutes=15))
    headers = {"HX-Request": "true"} if htmx else {}

    with app.test_request_context("/choices/abc/withdrawal", method="POST", headers=headers):
        answer = app.make_response(guard(Audience.SURVIVOR))

    if htmx:
        # The page keeps what was typed; the script says that it was not sent.
        assert (answer.status_code, answer.data, answer.headers["Portal-Ended"]) == (403, b"", "1")
    else:
        assert answer.status_code == 401
        assert "what you pressed was not done" in answer.get_data(as_text=True)
        assert 'value="/choices/abc"' in answer.get_data(as_text=True)
    assert amara.open("/choices", status=401).asks_to_sign_in


def test_a_message_that_came_after_the_session_ended_is_given_back_until_she_is_in_again(
    amara: "Browser", timepiece: "Timepiece"
) -> None:
    form = amara.open("/inbox").form("/inbox").fill(body="One\r\n<b>two</b>\x07")
    timepiece.move(timedelta(minutes=15))

    page = form.submit(status=401)
    assert page.value_of("written") == "One\n<b>two</b>"
    assert "was not sent. Sign in, and what you wrote comes back as a draft." in page.text

    page = page.form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase="oops").submit(status=422)
    assert page.value_of("written") == "One\n<b>two</b>"
    page = page.form("/").fill(passphrase=AMARA.passphrase).submit()
    assert page.path == "/inbox"
    assert page.form("/inbox").values["body"] == "One\n<b>two</b>"


def test_a_part_of_an_ended_staff_session_has_the_whole_page_replaced(ruth: "Browser", timepiece: "Timepiece") -> None:
    page = ruth.open("/desk")
    timepiece.move(timedelta(minutes=15))

    assert page.form("/desk/sign-out").submit(htmx=True).path == "/desk/sign-in"


@pytest.mark.parametrize("setback", SETBACKS)
def test_a_session_that_ended_stays_ended_when_the_clock_is_set_back(
    app: "Flask", amara: "Browser", timepiece: "Timepiece", setback: timedelta
) -> None:
    held = amara.cookies()
    timepiece.move(timedelta(minutes=20))
    amara.open("/home", status=401)
    timepiece.move(-setback)

    browser_for(app).hold(**held).open("/home", status=401)


@pytest.mark.parametrize("setback", SETBACKS)
def test_a_running_session_ends_for_good_when_the_clock_is_set_back(
    amara: "Browser", timepiece: "Timepiece", setback: timedelta
) -> None:
    timepiece.move(-setback)
    amara.open("/home", status=401)
    timepiece.move(setback)

    amara.open("/home", status=401)


@pytest.mark.parametrize("setback", SETBACKS)
def test_after_the_clock_was_set_back_she_can_sign_in_again(
    amara: "Browser", timepiece: "Timepiece", setback: timedelta
) -> None:
    timepiece.move(-setback)
    page = amara.open("/inbox", status=401)

    typed = {"sign_in_name": AMARA.sign_in_name, "passphrase": AMARA.passphrase}
    assert page.form("/").fill(**typed).submit().path == "/inbox"
