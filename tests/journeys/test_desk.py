"""The staff's side: signing in with a one-time code, and leaving."""

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from survivor_portal.demonstration.cast import AMARA, RUTH
from tests.journeys.looking_back import History, apart_from, assert_nothing_of_the_portal, empty_page
from tests.journeys.phones import Handset

if TYPE_CHECKING:
    from tests.journeys.phones import MakePhone, Phone
    from tests.journeys.servers import Portal


def try_code(hers: "Phone", code: str) -> None:
    hers.open("/desk/sign-in")
    hers.type_sign_in(RUTH.sign_in_name, RUTH.passphrase)
    hers.page.locator("#code").fill(code)
    hers.send()
    expect(hers.page.get_by_role("alert")).to_contain_text("We could not sign you in with that.")


def test_ruth_signs_in_with_a_code_that_works_once_and_leaves_without_a_word_behind(
    crossed_portal: "Portal", persistent: "MakePhone", phone: "MakePhone", *, script: bool
) -> None:
    elsewhere = phone(crossed_portal, Handset(script=script, size=(1280, 800)))
    empty_sign_in = empty_page(elsewhere, "/desk/sign-in")

    hers = persistent(crossed_portal, Handset(script=script, size=(1280, 800)))
    history = History(hers.page)
    hers.page.goto(f"{crossed_portal.weather.origin}/news")
    used = hers.sign_in_staff(RUTH)
    expect(hers.page.get_by_role("heading", level=1)).to_have_text("Desk")
    expect(hers.page.get_by_text("Signed in as Ruth.")).to_be_visible()
    assert hers.cookies() == {"__Host-desk-sid", "__Host-desk-k"}

    for refused in ("000000", used):
        try_code(elsewhere, refused)
    expect(elsewhere.page.locator("#code")).to_have_value("")

    hers.exit()
    sights = [*history.back_to_the_start(), *history.forward_to_the_end()]
    assert_nothing_of_the_portal(sights if script else apart_from(empty_sign_in, sights))
    assert elsewhere.open("/desk") == 401
    assert hers.open("/desk/sign-in") == 200


def test_her_side_and_the_desk_do_not_open_each_other(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.sign_in(AMARA)
    assert hers.open("/desk") == 401
    assert hers.open("/desk/office") == 401
    assert hers.open("/home") == 200
