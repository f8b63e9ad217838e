"""Signing in, walking about, and coming back after the session has lapsed."""

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from survivor_portal.demonstration.cast import AMARA, LUCIA
from tests.journeys.phones import HER_PAGES, Handset

if TYPE_CHECKING:
    from tests.journeys.phones import MakePhone
    from tests.journeys.servers import Portal

REFUSAL = "We could not sign you in with that. Check each line and try again."


def test_amara_signs_in_and_walks_through_her_pages(
    either_portal: "Portal", phone: "MakePhone", *, script: bool
) -> None:
    hers = phone(either_portal, Handset(script=script))
    hers.sign_in(AMARA)
    expect(hers.page.get_by_role("heading", level=1)).to_have_text("Hello, Amara")
    hers.walk_her_pages()
    expect(hers.page.get_by_role("heading", level=1)).to_have_text("Me and this phone")
    assert hers.cookies() == {"__Host-sid", "__Host-k"}


def test_a_wrong_passphrase_keeps_her_name_and_is_said_kindly(
    crossed_portal: "Portal", phone: "MakePhone", *, script: bool
) -> None:
    hers = phone(crossed_portal, Handset(script=script))
    hers.open("/")
    hers.type_sign_in(AMARA.sign_in_name, "not the one she chose")
    hers.send()
    expect(hers.page.get_by_role("alert")).to_have_text(REFUSAL)
    expect(hers.page.locator("#sign_in_name")).to_have_value(AMARA.sign_in_name)
    expect(hers.page.locator("#passphrase")).to_have_value("")
    hers.page.locator("#passphrase").fill(AMARA.passphrase)
    hers.send()
    hers.arrive("/home")


def test_with_script_the_refusal_appears_in_place_and_takes_the_focus(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.open("/")
    hers.page.evaluate("window.isTheSamePage = true")
    hers.type_sign_in(AMARA.sign_in_name, "not the one she chose")
    hers.send()
    expect(hers.page.get_by_role("alert")).to_be_focused()
    assert hers.page.evaluate("window.isTheSamePage")


def test_a_name_left_out_is_asked_for_where_it_belongs(portal: "Portal", phone: "MakePhone", *, script: bool) -> None:
    hers = phone(portal, Handset(script=script))
    hers.open("/")
    hers.type_sign_in("", AMARA.passphrase)
    hers.send()
    expect(hers.page.get_by_label("Your sign-in name")).to_have_accessible_description("Write your sign-in name.")


def test_with_script_the_whole_visit_is_one_entry_of_the_tab_s_history(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    before = hers.page.evaluate("history.length")
    hers.sign_in(AMARA)
    hers.walk_her_pages()
    assert hers.page.evaluate("history.length") == before + 1


def test_each_of_her_addresses_asks_a_stranger_to_sign_in(portal: "Portal", phone: "MakePhone") -> None:
    strangers = phone(portal)
    for path in HER_PAGES:
        assert strangers.open(path) == 401
        expect(strangers.page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_signing_in_at_an_old_address_leads_to_that_address(
    portal: "Portal", phone: "MakePhone", *, script: bool
) -> None:
    hers = phone(portal, Handset(script=script))
    hers.open("/choices")
    hers.type_sign_in(AMARA.sign_in_name, AMARA.passphrase)
    hers.send()
    expect(hers.page.get_by_role("heading", level=1)).to_have_text("Choices")
    assert hers.page.url == portal.address("/choices")


def test_without_her_second_cookie_the_next_press_asks_her_to_sign_in(
    crossed_portal: "Portal", phone: "MakePhone", *, script: bool
) -> None:
    hers = phone(crossed_portal, Handset(script=script))
    hers.sign_in(AMARA)
    hers.forget_cookie("__Host-k")
    hers.follow("Choices", "/choices")
    expect(hers.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    hers.type_sign_in(AMARA.sign_in_name, AMARA.passphrase)
    hers.send()
    expect(hers.page.get_by_role("heading", level=1)).to_have_text("Choices")
    assert hers.page.url == crossed_portal.address("/choices")


def test_signing_out_asks_to_sign_in_again(crossed_portal: "Portal", phone: "MakePhone", *, script: bool) -> None:
    hers = phone(crossed_portal, Handset(script=script))
    hers.sign_in(LUCIA)
    hers.open("/me")
    hers.page.locator('form[action="/sign-out"] button').click()
    hers.arrive("/")
    assert hers.cookies() <= {"__Host-form"}
    assert hers.open("/me") == 401
