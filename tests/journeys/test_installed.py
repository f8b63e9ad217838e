"""The portal on a home screen, and the numbers kept on a phone: what is kept, when, and that it goes again."""

import json
import re
import time
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import Error, expect

from survivor_portal.demonstration.cast import AMARA, NOUR
from tests.cast import NAMES
from tests.journeys.looking_back import WORDS, History
from tests.journeys.phones import HER_PAGES, Handset
from tests.journeys.test_traces import HELD, NOTHING

if TYPE_CHECKING:
    from tests.journeys.phones import MakePhone, Phone
    from tests.journeys.servers import Portal

INSTALLED: Final = Handset(is_installed=True)
NEUTRAL: Final = "There is nothing to show right now."

KEPT: Final = """async () => {
  const kept = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request, { ignoreVary: true });
      // A worker may be taking it off just now.
      if (answer) kept[new URL(request.url).pathname] = { name, text: await answer.text() };
    }
  }
  return kept;
}"""


def kept(hers: "Phone") -> dict[str, dict[str, str]]:
    """Give everything in the browser's caches, by its address."""
    found: dict[str, dict[str, str]] = hers.page.evaluate(KEPT)
    return found


def pages_kept(hers: "Phone") -> set[str]:
    return {address for address in kept(hers) if not address.startswith("/static/")}


def assert_names_nobody(hers: "Phone") -> None:
    """Look for everyone of the cast in the pages that are kept."""
    texts = [entry["text"] for address, entry in kept(hers).items() if not address.startswith("/static/")]
    assert texts
    assert [name for name in NAMES for text in texts if re.search(rf"\b{re.escape(name)}\b", text)] == []


def wait_for_pages(hers: "Phone", *addresses: str) -> None:
    """Wait until exactly these pages are kept."""
    latest = time.monotonic() + 10
    while pages_kept(hers) != set(addresses) and time.monotonic() < latest:
        hers.page.wait_for_timeout(50)
    assert pages_kept(hers) == set(addresses)


WORKER_STANDS_BY: Final = "Object.defineProperty(navigator.serviceWorker, 'controller', { value: {} });"


def wait_for_nothing(hers: "Phone") -> None:
    latest = time.monotonic() + 10
    while hers.page.evaluate(HELD) != NOTHING and time.monotonic() < latest:
        hers.page.wait_for_timeout(50)
    assert hers.page.evaluate(HELD) == NOTHING


def keep_numbers(hers: "Phone") -> None:
    """Sign in on a phone that is only hers, and ask for the numbers to be kept on it."""
    hers.sign_in(AMARA, phone_is_hers="yes")
    hers.open("/numbers")
    hers.page.get_by_role("button", name="Keep this page on this phone").click()
    expect(hers.page.get_by_role("button", name="Take it off this phone")).to_be_visible()
    wait_for_pages(hers, "/plain/en", "/numbers/en")


def goto(hers: "Phone", path: str) -> str:
    """Type an address, whatever the connection does; give what can be read then."""
    hers.page.goto(hers.portal.address(path))
    words: str = hers.page.evaluate(WORDS)
    return words


def test_chromium_offers_to_install_it(portal_https: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal_https)
    hers.open("/")
    devtools = hers.context.new_cdp_session(hers.page)
    read: dict[str, Any] = devtools.send("Page.getAppManifest")
    assert (read["url"], read["errors"]) == (portal_https.address("/manifest.webmanifest"), [])
    assert json.loads(read["data"])["name"] == "My Pages"
    problems = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A window without traces is never offered to install anything.
    assert [found for found in problems if found["errorId"] != "in-incognito"] == []


def test_in_a_tab_nothing_is_kept_unasked(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.sign_in(AMARA, phone_is_hers="yes")
    hers.walk_her_pages()
    hers.open("/numbers")
    expect(hers.page.get_by_role("button", name="Keep this page on this phone")).to_be_visible()
    assert hers.page.evaluate(HELD) == NOTHING


@pytest.mark.parametrize("phone_is_hers", ["no", None])
def test_on_a_shared_phone_nothing_is_kept_nor_offered_even_when_it_is_installed(
    portal: "Portal", persistent: "MakePhone", phone_is_hers: str | None
) -> None:
    hers = persistent(portal, INSTALLED)
    hers.sign_in(AMARA, phone_is_hers=phone_is_hers)
    hers.walk_her_pages()
    hers.open("/numbers")
    hers.page.wait_for_timeout(500)
    assert hers.page.get_by_role("button", name="Keep this page on this phone").count() == 0
    assert hers.page.evaluate(HELD) == NOTHING


def test_before_anyone_signs_in_nothing_is_kept_even_when_it_is_installed(
    portal: "Portal", persistent: "MakePhone"
) -> None:
    hers = persistent(portal, INSTALLED)
    hers.open("/")
    hers.open("/numbers")
    hers.page.wait_for_timeout(500)
    assert hers.page.evaluate(HELD) == NOTHING


def test_installed_on_her_own_phone_it_keeps_files_and_one_neutral_page(
    either_portal: "Portal", persistent: "MakePhone"
) -> None:
    hers = persistent(either_portal, INSTALLED)
    hers.sign_in(AMARA, phone_is_hers="yes")
    wait_for_pages(hers, "/plain/en")
    hers.walk_her_pages()
    hers.open("/numbers")
    for path in HER_PAGES:
        hers.open(path)
    held = kept(hers)
    assert pages_kept(hers) == {"/plain/en"}
    assert {entry["name"].partition("-")[0] for entry in held.values()} == {"files"}
    assert NEUTRAL in held["/plain/en"]["text"]
    assert_names_nobody(hers)
    assert hers.page.evaluate(HELD)["workers"] == 1


def test_the_numbers_she_keeps_open_without_a_connection_and_nothing_of_hers_does(
    either_portal: "Portal", phone: "MakePhone"
) -> None:
    hers = phone(either_portal)
    keep_numbers(hers)
    hers.open("/home")
    hers.context.set_offline(True)
    assert "911" in goto(hers, "/numbers")
    for path in HER_PAGES:
        words = goto(hers, path)
        assert NEUTRAL in words
        assert "Amara" not in words
    hers.context.set_offline(False)
    assert pages_kept(hers) == {"/plain/en", "/numbers/en"}
    assert_names_nobody(hers)


def test_a_phone_that_keeps_the_numbers_opens_her_pages_from_another_site_as_ever(
    portal: "Portal", phone: "MakePhone"
) -> None:
    hers = phone(portal)
    keep_numbers(hers)
    hers.page.goto(f"{portal.weather.origin}/news")
    with hers.page.expect_navigation() as arriving:
        hers.page.evaluate("(address) => { location.href = address; }", portal.address("/numbers"))
    assert arriving.value.status == 200
    expect(hers.page.get_by_role("button", name="Take it off this phone")).to_be_visible()


def test_exit_keeps_what_she_chose_to_keep_and_nothing_else(portal_https: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal_https)
    keep_numbers(hers)
    hers.open("/home")
    hers.exit()
    hers.wait_for_the_marker()
    hers.open("/")
    assert pages_kept(hers) == {"/plain/en", "/numbers/en"}
    assert hers.page.evaluate(HELD)["workers"] == 1
    assert hers.cookies() == {"__Host-gone", "__Host-form", "__Host-device"}


def test_she_takes_the_numbers_off_again(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    keep_numbers(hers)
    hers.open("/numbers")
    hers.page.get_by_role("button", name="Take it off this phone").click()
    expect(hers.page.get_by_role("button", name="Keep this page on this phone")).to_be_visible()
    wait_for_nothing(hers)


def test_she_takes_the_numbers_off_after_exit_too(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    keep_numbers(hers)
    hers.exit()
    hers.open("/numbers")
    hers.page.get_by_role("button", name="Take it off this phone").click()
    wait_for_nothing(hers)
    assert hers.page.get_by_role("button", name="Keep this page on this phone").count() == 0


def test_a_phone_that_others_use_too_keeps_nothing_from_then_on(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    keep_numbers(hers)
    hers.open("/me")
    with hers.page.expect_navigation():
        hers.page.get_by_role("button", name="Others use this phone too").click()
    wait_for_nothing(hers)


def test_exit_empties_a_phone_that_others_use_too_while_its_worker_still_stands_by(
    portal: "Portal", phone: "MakePhone"
) -> None:
    hers = phone(portal)
    keep_numbers(hers)
    # A page that loads before its worker has gone is still under it, which is a matter of milliseconds.
    hers.context.add_init_script(WORKER_STANDS_BY)
    hers.open("/me")
    with hers.page.expect_navigation():
        hers.page.get_by_role("button", name="Others use this phone too").click()
    wait_for_nothing(hers)
    with hers.page.expect_request("**/x") as leaving:
        hers.press_exit()
    # The answer to a beacon shows nowhere: that it empties the phone unless it says "kept" is the server's part.
    said = str(leaving.value.post_data)
    assert "beacon" in said
    assert "kept" not in said


def test_someone_else_who_signs_in_without_calling_the_phone_hers_finds_nothing_kept(
    portal: "Portal", phone: "MakePhone"
) -> None:
    hers = phone(portal)
    keep_numbers(hers)
    hers.exit()
    hers.sign_in(NOUR)
    wait_for_nothing(hers)


def test_the_pages_kept_speak_her_language(portal: "Portal", phone: "MakePhone") -> None:
    his = phone(portal, Handset(language="ar"))
    his.sign_in(NOUR, phone_is_hers="yes")
    his.open("/numbers")
    his.page.locator("[data-keep]").click()
    wait_for_pages(his, "/plain/ar", "/numbers/ar")
    his.page.locator(".languages summary").click()
    with his.page.expect_navigation():
        his.page.locator(".languages button[value=es]").click()
    wait_for_pages(his, "/plain/es", "/numbers/es")

    # His language is kept with his account, and others try the same portal after this.
    his.page.locator(".languages summary").click()
    with his.page.expect_navigation():
        his.page.locator(".languages button[value=ar]").click()
    expect(his.page.locator("html")).to_have_attribute("lang", "ar")


def test_installed_exit_rests_on_a_neutral_page_of_the_portals_own(portal: "Portal", persistent: "MakePhone") -> None:
    hers = persistent(portal, INSTALLED)
    hers.sign_in(AMARA, phone_is_hers="yes")
    wait_for_pages(hers, "/plain/en")
    history = History(hers.page)
    hers.press_exit()
    hers.page.wait_for_url(portal.address("/plain/en"))
    hers.wait_for_the_marker()
    assert NEUTRAL in hers.page.evaluate(WORDS)
    assert len(hers.context.pages) == 1
    for sight in history.back_to_the_start():
        assert NEUTRAL in sight.words or sight.words in {"", "Weather"}


@pytest.mark.parametrize("installed", [True, False])
def test_without_a_connection_exit_leaves_nothing_on_the_screen(
    portal_https: "Portal", persistent: "MakePhone", *, installed: bool
) -> None:
    hers = persistent(portal_https, Handset(is_installed=installed))
    hers.sign_in(AMARA, phone_is_hers="yes")
    if installed:
        wait_for_pages(hers, "/plain/en")
    hers.context.set_offline(True)
    hers.press_exit()
    if installed:
        hers.page.wait_for_url(portal_https.address("/plain/en"))
        assert NEUTRAL in hers.page.evaluate(WORDS)
    else:
        expect(hers.page).not_to_have_url(portal_https.address("/home"))
    history = History(hers.page)
    assert not any(entry.address.endswith("/home") for entry in history.entries())
    hers.context.set_offline(False)
    assert "__Host-k" not in hers.cookies()
    assert hers.open("/home") == 401


def test_without_a_connection_a_message_stays_on_the_page_and_she_is_told(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.sign_in(AMARA)
    hers.open("/inbox")
    hers.page.locator("textarea").fill("Can we talk on Monday?")
    hers.context.set_offline(True)
    expect(hers.page.locator("#status")).to_contain_text("This phone is not connected. Nothing can be sent now.")
    hers.page.locator("main button.main").last.click()
    expect(hers.page.locator("#status")).to_contain_text("This phone is not connected. Nothing can be sent now.")
    expect(hers.page.locator("textarea")).to_have_value("Can we talk on Monday?")
    hers.context.set_offline(False)
    expect(hers.page.locator("#status")).to_have_text("")
    assert_nothing_was_sent(hers)


def assert_nothing_was_sent(hers: "Phone") -> None:
    hers.open("/inbox")
    expect(hers.page.locator(".thread")).not_to_contain_text("Can we talk on Monday?")


def test_no_other_script_may_become_a_worker(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.open("/")
    with pytest.raises(Error, match="TrustedScriptURL"):
        hers.page.evaluate("navigator.serviceWorker.register('/numbers')")
    hers.complaints.clear()
