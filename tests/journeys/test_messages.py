"""Writing in the thread with and without script, and what an open page asks by itself."""

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import Locator, Page, expect

from survivor_portal.demonstration.cast import AMARA, NOUR
from tests.journeys.phones import Handset, MakePhone, Phone

if TYPE_CHECKING:
    from survivor_portal.actions.people import NewSurvivor
    from tests.journeys.servers import Portal

A_POLL: Final = 21_000
"""Milliseconds after which an open page has asked once more."""

EMPTY: Final = "There is nothing to send yet. Write your message, then press Send."


def at_her_messages(phone: MakePhone, portal: "Portal", handset: Handset, survivor: "NewSurvivor" = AMARA) -> Phone:
    """Sign her in, on a phone whose clock the test may move, and open her messages."""
    hers = phone(portal, handset)
    hers.page.clock.install()
    hers.sign_in(survivor)
    hers.open("/inbox")
    return hers


def lines(page: Page, words: str | None = None) -> Locator:
    """Find the messages on a page, or those with these words."""
    found = page.locator("#lines .words")
    return found.get_by_text(words, exact=True) if words else found


def write(hers: Phone, words: str) -> None:
    """Write words and press Send."""
    hers.page.get_by_label("Your message").fill(words)
    hers.send()


def test_what_she_sends_stands_last_in_the_thread_and_the_form_is_empty_again(
    either_portal: "Portal", phone: MakePhone, *, script: bool
) -> None:
    hers = at_her_messages(phone, either_portal, Handset(script=script))
    expect(hers.page.locator("main p").first).to_contain_text("Write here only when nobody else can see this phone.")
    write(hers, f"A message, script {script}\nand a second line")

    expect(lines(hers.page).last).to_have_text(f"A message, script {script}\nand a second line")
    expect(lines(hers.page).last).to_be_in_viewport()
    expect(hers.page.get_by_label("Your message")).to_have_value("")
    assert hers.page.url.partition("#")[0] == either_portal.address("/inbox")


def test_an_empty_message_is_asked_for_where_she_writes(portal: "Portal", phone: MakePhone, *, script: bool) -> None:
    hers = at_her_messages(phone, portal, Handset(script=script))
    write(hers, "")

    expect(hers.page.get_by_role("alert")).to_have_text(EMPTY)
    expect(hers.page.get_by_role("alert")).to_be_focused()
    expect(hers.page.get_by_role("alert")).to_be_in_viewport()


def test_with_script_it_is_said_that_the_message_is_sent_and_the_page_stays(portal: "Portal", phone: MakePhone) -> None:
    hers = at_her_messages(phone, portal, Handset())
    hers.page.evaluate("window.isTheSamePage = true")
    before = hers.page.evaluate("history.length")
    write(hers, "Said to be sent")

    expect(hers.page.locator("#write").get_by_role("status")).to_be_focused()
    expect(hers.page.locator("#write").get_by_role("status")).to_have_text("Your message is sent.")
    assert hers.page.evaluate("window.isTheSamePage")
    assert hers.page.evaluate("history.length") == before


def test_two_presses_in_a_row_make_one_message(portal: "Portal", phone: MakePhone, *, script: bool) -> None:
    hers = at_her_messages(phone, portal, Handset(script=script))
    hers.page.get_by_label("Your message").fill(f"Pressed twice, script {script}")
    hers.page.locator("main button.main").dblclick(no_wait_after=True)
    expect(hers.page.get_by_label("Your message")).to_have_value("")
    hers.open("/inbox")

    expect(lines(hers.page, f"Pressed twice, script {script}")).to_have_count(1)


def test_words_sent_while_the_portal_is_away_stay_and_can_be_sent_again(portal: "Portal", phone: MakePhone) -> None:
    hers = at_her_messages(phone, portal, Handset())
    hers.context.set_offline(offline=True)
    write(hers, "From a tunnel")
    expect(hers.page.locator("#status")).to_contain_text("This phone is not connected.")
    expect(hers.page.get_by_label("Your message")).to_have_value("From a tunnel")
    hers.page.clock.run_for(A_POLL)
    # Nor does what the page asks by itself, out there, take the sentence away.
    expect(hers.page.locator("#status")).to_contain_text("This phone is not connected.")
    hers.context.set_offline(offline=False)
    assert all("Failed to fetch" in complaint for complaint in hers.complaints)
    hers.complaints.clear()
    hers.send()

    expect(lines(hers.page, "From a tunnel")).to_have_count(1)


def test_an_open_page_finds_new_messages_by_itself_and_leaves_her_typing_alone(
    portal: "Portal", phone: MakePhone
) -> None:
    hers = at_her_messages(phone, portal, Handset())
    other = at_her_messages(phone, portal, Handset())
    hers.page.get_by_label("Your message").press_sequentially("Half a sen")
    hers.page.evaluate("window.line = document.querySelector('#lines li')")
    for words in ("Written elsewhere", "And once more"):
        write(other, words)
        expect(lines(other.page, words)).to_have_count(1)
        hers.page.clock.run_for(A_POLL)

        expect(lines(hers.page, words)).to_have_count(1)
        expect(hers.page.get_by_label("Your message")).to_be_focused()
        expect(hers.page.get_by_label("Your message")).to_have_value("Half a sen")
    # What stood there before is not read aloud anew: its elements are the same ones.
    assert hers.page.evaluate("window.line.isConnected")
    expect(hers.page.locator("#lines")).to_have_attribute("aria-live", "polite")
    hers.page.keyboard.type("tence")
    hers.send()
    expect(lines(hers.page).last).to_have_text("Half a sentence")


def test_an_open_page_asks_every_twenty_seconds_and_never_while_it_is_hidden(
    portal: "Portal", phone: MakePhone
) -> None:
    hers = at_her_messages(phone, portal, Handset())
    asked: list[str] = []
    hers.page.on("request", lambda request: asked.append(request.url))
    with hers.page.expect_response(re.compile("/inbox/latest")) as answer:
        hers.page.clock.run_for(A_POLL)
    assert answer.value.status == 204

    hide(hers.page, hidden=True)
    asked.clear()
    hers.page.clock.run_for(5 * A_POLL)
    hers.page.evaluate("fetch('/healthz')")
    hers.page.wait_for_timeout(500)
    assert [url for url in asked if "/inbox/latest" in url] == []

    hide(hers.page, hidden=False)
    with hers.page.expect_response(re.compile("/inbox/latest")):
        hers.page.clock.run_for(A_POLL)


def test_once_the_session_is_over_the_open_page_goes_away_by_itself(portal: "Portal", phone: MakePhone) -> None:
    hers = at_her_messages(phone, portal, Handset())
    hers.forget_cookie("__Host-k")
    hers.page.clock.run_for(A_POLL)

    expect(hers.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(hers.page.locator("#lines")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_arabic_her_words_stand_on_her_side(portal: "Portal", phone: MakePhone, scheme: str) -> None:
    hers = at_her_messages(phone, portal, Handset(scheme=scheme), NOUR)
    hers.page.locator("#body").fill(f"شكرًا جزيلًا {scheme}")
    hers.send()
    own = hers.page.locator("#lines .own").last

    expect(own).to_contain_text(f"شكرًا جزيلًا {scheme}")
    box, whole = own.bounding_box(), hers.page.locator("#lines").bounding_box()
    assert box is not None
    assert whole is not None
    assert box["x"] == pytest.approx(whole["x"], abs=1)
    assert box["width"] < whole["width"]


def hide(page: Page, *, hidden: bool) -> None:
    """Let the page believe that another one lies over it; a headless browser shows every page at once."""
    page.evaluate(
        "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
        " document.dispatchEvent(new Event('visibilitychange')); }",
        hidden,
    )
