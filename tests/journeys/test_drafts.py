"""What is typed and not sent outlives Exit, signing out and time, in a real browser."""

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from survivor_portal.demonstration.cast import AMARA, BELA, RUTH
from tests.journeys.phones import Handset
from tests.journeys.servers import start_portal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Route

    from tests.journeys.phones import MakePhone, Phone
    from tests.journeys.servers import Portal, Weather

COMES_BACK: Final = "This is what you had not sent yet."
SAVED: Final = "Your draft is saved."
NOT_SAVED: Final = "We could not save your draft yet. What you wrote is still here. We will try again."
SIGN_IN_HERE: Final = "You were signed out. Sign in here, and what you wrote will be back."
WORDS: Final = "I would like to come on Friday"
STORED: Final = """async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage),
  ...await caches.keys(), ...(await indexedDB.databases()).map((database) => database.name),
]"""
_A_SAVE: Final = "**/unsent"


@pytest.fixture(scope="module")
def portal(chromium: str, weather: "Weather", tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Portal]":
    """A demonstration of its own: what is left here unsent, and where, is not to come back in other journeys."""
    assert chromium
    running = start_portal(tmp_path_factory.mktemp("portal-drafts"), weather)
    yield running
    running.stop()


def typing(hers: "Phone", words: str = WORDS) -> None:
    """Type a message, and stop before sending it."""
    hers.page.locator("#body").press_sequentially(words)


def typed_and_saved(hers: "Phone", words: str = WORDS) -> None:
    """Put a whole message in at once, and let the page save it by itself."""
    with hers.page.expect_response(_A_SAVE) as saving:
        hers.page.locator("#body").fill(words)
    assert saving.value.status == 204


def start_afresh(hers: "Phone") -> None:
    """Open the messages with no draft in the way."""
    hers.open("/inbox")
    if hers.page.get_by_text(COMES_BACK).count():
        hers.page.get_by_role("button", name="Throw it away").click()
        expect(hers.page.get_by_text(COMES_BACK)).to_have_count(0)
        hers.settle()
    expect(hers.page.locator("#body")).to_have_value("")


def comes_back(hers: "Phone", words: str = WORDS) -> None:
    """Find what was typed on the page of the messages."""
    expect(hers.page.get_by_text(COMES_BACK)).to_be_visible()
    expect(hers.page.locator("#body")).to_have_value(words)


@pytest.mark.parametrize("leaving", ["exit", "sign-out"])
def test_what_was_typed_is_there_after_leaving(portal: "Portal", phone: "MakePhone", leaving: str) -> None:
    hers = phone(portal)
    hers.sign_in(AMARA)
    start_afresh(hers)
    typed_and_saved(hers)

    if leaving == "exit":
        hers.exit()
        hers.wait_for_the_marker()
    else:
        hers.follow("Home", "/home")
        hers.open("/me")
        hers.page.get_by_role("button", name="Sign out", exact=True).click()
        hers.arrive("/")

    again = phone(portal)
    again.sign_in(AMARA)
    again.open("/inbox")
    comes_back(again)


def test_exit_does_not_wait_for_a_save_that_never_ends(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.sign_in(AMARA)
    start_afresh(hers)
    hers.page.route(_A_SAVE, lambda _never_answered: None)
    with hers.page.expect_request(_A_SAVE):
        typing(hers)

    hers.exit()


def test_without_script_the_button_saves(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal, Handset(script=False))
    hers.sign_in(BELA)
    hers.open("/inbox")
    hers.page.locator("#body").fill(WORDS)
    hers.page.get_by_role("button", name="Save draft").click()
    comes_back(hers)
    hers.exit()

    again = phone(portal, Handset(script=False))
    again.sign_in(BELA)
    again.open("/inbox")
    comes_back(again)
    again.page.get_by_role("button", name="Throw it away").click()
    expect(again.page.locator("#body")).to_have_value("")
    expect(again.page.get_by_text(COMES_BACK)).to_have_count(0)


def test_the_button_saves_at_once_and_says_so_and_sends_nothing(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.sign_in(AMARA)
    start_afresh(hers)
    lines = hers.page.locator("#lines li").count()
    hers.page.locator("#body").fill(WORDS)
    hers.page.get_by_role("button", name="Save draft").click()

    expect(hers.page.get_by_role("status")).to_have_text(SAVED)
    expect(hers.page.locator("#body")).to_have_value(WORDS)
    assert hers.page.locator("#lines li").count() == lines
    assert hers.page.evaluate(STORED) == []
    hers.open("/inbox")
    comes_back(hers)


def test_what_is_sent_is_no_draft_however_fast_it_is_sent(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.sign_in(AMARA)
    start_afresh(hers)
    # Saving takes longer than typing and sending.
    hers.page.route(_A_SAVE, lambda route: slowly(hers, route))
    with hers.page.expect_request(_A_SAVE):
        typing(hers, "Sent at once")
    hers.page.locator("main button.main").click()

    expect(hers.page.get_by_text("Your message is sent.")).to_be_visible()
    hers.open("/inbox")
    expect(hers.page.get_by_text(COMES_BACK)).to_have_count(0)
    expect(hers.page.locator("#body")).to_have_value("")


def slowly(hers: "Phone", route: "Route") -> None:
    """Let a request take its time."""
    hers.page.wait_for_timeout(1500)
    route.continue_()


def test_the_language_changes_without_losing_a_word(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.sign_in(AMARA)
    start_afresh(hers)
    typing(hers)
    hers.page.locator(".languages summary").click()
    hers.page.get_by_role("button", name="Español").click()

    expect(hers.page.locator("html")).to_have_attribute("lang", "es")
    expect(hers.page.locator("#body")).to_have_value(WORDS)
    hers.settle()
    hers.page.locator(".languages summary").click()
    hers.page.get_by_role("button", name="English").click()
    expect(hers.page.locator("html")).to_have_attribute("lang", "en")


def test_going_to_another_page_at_once_loses_nothing(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.sign_in(AMARA)
    start_afresh(hers)
    typing(hers)
    hers.follow("Home", "/home")
    hers.open("/inbox")
    comes_back(hers)


def test_a_save_that_fails_is_said_and_tried_again(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.sign_in(AMARA)
    start_afresh(hers)
    hers.page.route(_A_SAVE, lambda route: route.abort())
    typing(hers)
    expect(hers.page.get_by_role("status")).to_have_text(NOT_SAVED)
    expect(hers.page.locator("#body")).to_have_value(WORDS)

    hers.page.unroute(_A_SAVE)
    expect(hers.page.get_by_role("status")).to_have_text(SAVED, timeout=15_000)
    hers.open("/inbox")
    comes_back(hers)


def test_two_tabs_that_type_keep_both(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.sign_in(AMARA)
    start_afresh(hers)
    other = hers.context.new_page()
    other.goto(portal.address("/inbox"))
    other.wait_for_selector("form[data-htmx-powered]", state="attached")
    typed_and_saved(hers, "in the first tab")
    hers.page.wait_for_timeout(1100)
    with other.expect_response(_A_SAVE):
        other.locator("#body").fill("in the second tab")

    hers.open("/inbox")
    comes_back(hers, "in the second tab")
    expect(hers.page.get_by_text("in the first tab")).to_be_visible()


def test_when_the_session_is_over_she_signs_in_on_the_page_and_goes_on(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.sign_in(AMARA)
    start_afresh(hers)
    hers.forget_cookie("__Host-k")
    typing(hers)

    expect(hers.page.get_by_role("status")).to_have_text(SIGN_IN_HERE)
    expect(hers.page.get_by_text(WORDS)).to_have_count(0)
    assert hers.page.evaluate(STORED) == []
    hers.type_sign_in(AMARA.sign_in_name, AMARA.passphrase)
    hers.send()
    expect(hers.page.get_by_role("heading", level=1)).to_have_text("Messages")
    comes_back(hers)


def test_whoever_else_signs_in_on_the_page_gets_none_of_it(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.sign_in(AMARA)
    start_afresh(hers)
    hers.forget_cookie("__Host-k")
    typing(hers, "only mine")
    expect(hers.page.get_by_role("status")).to_have_text(SIGN_IN_HERE)

    hers.type_sign_in(BELA.sign_in_name, BELA.passphrase)
    hers.send()
    expect(hers.page.locator("#lines")).to_be_visible()
    expect(hers.page.get_by_text("only mine")).to_have_count(0)
    expect(hers.page.locator("#body")).not_to_have_value("only mine")


def test_a_page_that_nobody_touches_is_hidden_and_comes_back_with_the_draft(
    portal: "Portal", phone: "MakePhone"
) -> None:
    hers = phone(portal)
    hers.page.clock.install()
    hers.sign_in(AMARA)
    start_afresh(hers)
    typing(hers)
    hers.page.clock.fast_forward("06:00")

    hers.arrive("/")
    assert not {"__Host-sid", "__Host-k"} & hers.cookies()
    hers.type_sign_in(AMARA.sign_in_name, AMARA.passphrase)
    hers.send()
    hers.arrive("/inbox")
    comes_back(hers)


def test_a_page_in_use_is_not_hidden(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.page.clock.install()
    hers.sign_in(AMARA)
    hers.open("/choices")
    for _ in range(3):
        hers.page.clock.fast_forward("04:00")
        hers.page.mouse.move(20, 200)
        hers.page.mouse.move(40, 220)

    assert hers.page.url == portal.address("/choices")
    hers.page.clock.fast_forward("06:00")
    hers.arrive("/")
    hers.type_sign_in(AMARA.sign_in_name, AMARA.passphrase)
    hers.send()
    hers.arrive("/choices")


def test_what_cannot_be_reached_is_covered_all_the_same_and_loses_no_word(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.page.clock.install()
    hers.sign_in(AMARA)
    start_afresh(hers)
    hers.page.route("**/*", lambda route: route.abort())
    typing(hers)
    hers.page.clock.fast_forward("06:00")

    expect(hers.page.locator("#body")).to_be_hidden()
    expect(hers.page.locator('button.exit[form="exit"]')).to_be_visible()
    hers.page.unroute("**/*")
    hers.page.clock.fast_forward("00:10")
    hers.page.clock.fast_forward("00:10")
    hers.arrive("/")
    hers.type_sign_in(AMARA.sign_in_name, AMARA.passphrase)
    hers.send()
    hers.arrive("/inbox")
    comes_back(hers)


def test_staff_find_their_drafts_again(portal: "Portal", phone: "MakePhone") -> None:
    theirs = phone(portal)
    theirs.sign_in_staff(RUTH)
    theirs.page.locator('a[href*="/desk/people/"]').first.click()
    theirs.page.wait_for_url("**/desk/people/*")
    theirs.settle()
    address = theirs.page.url
    with theirs.page.expect_response("**/desk/unsent") as saving:
        theirs.page.locator("#body").fill("Could we meet on Monday?")
    assert saving.value.status == 204

    theirs.page.goto(address)
    expect(theirs.page.locator("#body")).to_have_value("Could we meet on Monday?")
    theirs.settle()
    theirs.page.get_by_role("button", name="Throw it away").click()
    expect(theirs.page.locator("#body")).to_have_value("")
