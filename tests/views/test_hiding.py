"""A page that nobody touches is hidden: its session ends, and the next sign-in of the same person leads back to it."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pyotp
import pytest

from survivor_portal.actions.cases import assign
from survivor_portal.actions.people import add_staff
from tests.caseload import ESTHER, make_caseload
from tests.cast import AMARA, LUCIA, RUTH, browser_for, staff_browser, survivor_browser
from tests.stored import all_rows

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.people import NewSurvivor
    from tests.browse import Browser
    from tests.timepiece import Timepiece

BY_ITSELF: Final = {"Portal-By-Itself": "last", "Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}


def hide(browser: "Browser", **sent: str) -> "TestResponse":
    """Send what our script sends when nobody has touched the page for a while."""
    action = "/desk/language" if browser.page.path.startswith("/desk") else "/language"
    values = {**browser.page.form(action).values, **sent}
    return browser.client.post(action.replace("language", "hide"), data=values, headers=BY_ITSELF)


def sign_in(browser: "Browser", who: "NewSurvivor" = AMARA) -> str:
    """Sign somebody in from the first page, and say where that leads."""
    typed = {"sign_in_name": who.sign_in_name, "passphrase": who.passphrase, "phone_is_hers": "yes"}
    return browser.open("/").form("/").fill(**typed).submit().path


def test_a_hidden_page_s_session_is_over(amara: "Browser") -> None:
    amara.open("/choices")

    answer = hide(amara)

    assert (answer.status_code, answer.data) == (204, b"")
    assert not {"__Host-sid", "__Host-k"} & amara.cookies().keys()
    amara.open("/choices", status=401)


def test_signing_in_again_leads_back_to_the_page_once(amara: "Browser", app: "Flask") -> None:
    amara.open("/choices/new")
    hide(amara)

    assert sign_in(amara) == "/choices/new"
    assert sign_in(browser_for(app)) == "/home"


def test_the_draft_is_there_when_she_comes_back(amara: "Browser") -> None:
    form = amara.open("/inbox").form("/inbox")
    amara.client.post("/unsent", data={**form.values, "body": "I am here"}, headers=BY_ITSELF)
    hide(amara)

    assert sign_in(amara) == "/inbox"
    assert amara.page.form("/inbox").values["body"] == "I am here"


def test_whoever_else_signs_in_on_the_phone_is_not_led_there(amara: "Browser") -> None:
    amara.open("/choices/new")
    hide(amara)

    assert sign_in(amara, LUCIA) == "/home"
    amara.open("/me").form("/sign-out").submit()
    assert sign_in(amara) == "/choices/new"


def test_after_a_day_she_begins_where_everyone_does(amara: "Browser", timepiece: "Timepiece") -> None:
    amara.open("/choices/new")
    hide(amara)
    timepiece.move(timedelta(hours=24))

    assert sign_in(amara) == "/home"


def test_a_form_s_own_address_leads_back_to_its_page(amara: "Browser") -> None:
    amara.open("/choices/contact/1")
    hide(amara, place="/choices/contact/1/removal")

    assert sign_in(amara) == "/choices/contact/1"


@pytest.mark.parametrize(
    "place", ["", "/", "//evil.example/", "https://evil.example", "/desk", "/numbers", "/x", "/a" * 150]
)
def test_no_place_but_a_page_of_hers_is_led_to(amara: "Browser", place: str) -> None:
    amara.open("/choices")
    hide(amara, place=place)

    assert sign_in(amara) == "/home"


def test_a_place_asked_for_by_the_sign_in_itself_comes_first(amara: "Browser") -> None:
    amara.open("/choices/new")
    hide(amara)
    page = amara.open("/inbox", status=401)
    typed = {"sign_in_name": AMARA.sign_in_name, "passphrase": AMARA.passphrase, "phone_is_hers": "yes"}

    assert page.form("/").fill(**typed).submit().path == "/inbox"
    amara.open("/me").form("/sign-out").submit()
    assert sign_in(amara) == "/home"


def test_staff_come_back_to_their_page_too(ruth: "Browser", timepiece: "Timepiece") -> None:
    ruth.open("/desk/invites")
    assert hide(ruth).status_code == 204
    ruth.open("/desk", status=401)
    timepiece.move(timedelta(minutes=1))

    code = pyotp.TOTP(RUTH.totp_secret).at(timepiece())
    form = ruth.open("/desk/sign-in").form("/desk/sign-in")
    page = form.fill(sign_in_name=RUTH.sign_in_name, passphrase=RUTH.passphrase, code=code).submit()

    assert page.path == "/desk/invites"


def test_an_advocate_is_not_led_to_somebody_whose_case_was_handed_on_meanwhile(
    app: "Flask", deps: "Deps", timepiece: "Timepiece"
) -> None:
    caseload = make_caseload(deps, timepiece)
    her = caseload.add("Wren")
    browser = staff_browser(app, ESTHER, timepiece)
    browser.open(f"/desk/people/{her}")
    assert hide(browser).status_code == 204
    assign(deps, her, add_staff(deps, replace(ESTHER, name="Ana", sign_in_name="ana")))
    timepiece.move(timedelta(minutes=1))

    assert browser.sign_in_staff(ESTHER, timepiece).path == "/desk"


def test_where_she_was_lies_sealed(amara: "Browser", deps: "Deps") -> None:
    amara.open("/choices/new")
    hide(amara)

    (row,) = all_rows(deps)["drafts"]
    lying = b"|".join(value if isinstance(value, bytes) else str(value).encode() for value in row)
    assert b"choices" not in lying
    assert b"return" not in lying
    sign_in(amara)
    assert all_rows(deps)["drafts"] == frozenset()


def test_it_is_no_part_of_her_copy(amara: "Browser", app: "Flask") -> None:
    other = survivor_browser(app, AMARA)
    amara.open("/choices/new")
    hide(amara)

    assert "What you had not sent yet" not in other.open("/me/copy").text


def test_pages_say_how_long_they_may_lie_untouched(amara: "Browser", app: "Flask") -> None:
    assert amara.open("/home").markup.root.get("data-idle") == "900"
    assert browser_for(app).open("/").markup.root.get("data-idle") is None
    shared = browser_for(app)
    shared.sign_in_survivor(AMARA, phone_is_hers="no")
    assert shared.open("/home").markup.root.get("data-idle") == "300"


def test_without_a_form_token_nothing_is_hidden(amara: "Browser") -> None:
    amara.open("/choices")

    assert hide(amara, csrf_token="").status_code == 400
    amara.open("/choices")


def test_without_script_hiding_leads_to_the_sign_in(amara: "Browser") -> None:
    amara.open("/choices")
    values = amara.page.form("/language").values

    answer = amara.client.post("/hide", data=values, headers={"Sec-Fetch-Site": "same-origin"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


def test_a_hand_on_the_page_keeps_its_session(amara: "Browser", timepiece: "Timepiece") -> None:
    amara.open("/choices")
    token = amara.page.form("/language").values["csrf_token"]
    for _ in range(3):
        timepiece.move(timedelta(minutes=14))
        assert amara.client.post("/here", data={"csrf_token": token}, headers=BY_ITSELF).status_code == 204

    assert amara.open("/choices").path == "/choices"


def test_a_page_that_hides_after_its_session_was_over_asks_to_sign_in_and_is_led_back_to(
    amara: "Browser", timepiece: "Timepiece"
) -> None:
    amara.open("/choices/new")
    timepiece.move(timedelta(minutes=15))
    assert hide(amara).status_code == 401

    page = amara.open("/choices/new", status=401)
    typed = {"sign_in_name": AMARA.sign_in_name, "passphrase": AMARA.passphrase, "phone_is_hers": "yes"}

    assert page.form("/").fill(**typed).submit().path == "/choices/new"
