"""What a browser still holds after Exit now: its storage, and its own list of visited pages."""

import time
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from survivor_portal.demonstration.cast import AMARA
from tests.journeys.looking_back import listed_titles
from tests.journeys.phones import HER_PAGES, Handset

if TYPE_CHECKING:
    from tests.journeys.phones import MakePhone, Phone
    from tests.journeys.servers import Portal

TITLES_WITHOUT_SCRIPT: Final = frozenset({"Sign in", "Home", "Services", "Choices", "Messages", "Me", "Weather"})
"""Neutral words each, naming no subject and nobody."""

FILL: Final = """async () => {
  localStorage.setItem('kept', 'something');
  sessionStorage.setItem('kept', 'something');
  await (await caches.open('kept')).put('/kept', new Response('something'));
  await new Promise((resolve, reject) => {
    const opening = indexedDB.open('kept');
    opening.onsuccess = () => { opening.result.close(); resolve(); };
    opening.onerror = reject;
  });
}"""

HELD: Final = """async () => ({
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
  caches: await caches.keys(),
  databases: (await indexedDB.databases()).map((database) => database.name),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""

NOTHING: Final = {"local": [], "session": [], "caches": [], "databases": [], "workers": 0}


def test_her_pages_keep_nothing_in_the_browser(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.sign_in(AMARA)
    hers.walk_her_pages()
    assert hers.page.evaluate(HELD) == NOTHING


def test_exit_empties_whatever_the_browser_kept(either_portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(either_portal)
    hers.sign_in(AMARA)
    hers.page.evaluate(FILL)
    assert_all_is_held(hers)
    hers.exit()
    hers.wait_for_the_marker()
    hers.open("/")
    assert_nothing_is_held(hers)


def test_the_server_s_answer_alone_empties_whatever_the_browser_kept(
    portal_https: "Portal", phone: "MakePhone"
) -> None:
    hers = phone(portal_https)
    hers.sign_in(AMARA)
    hers.page.evaluate(FILL)
    assert_all_is_held(hers)
    # The form goes out as it does without script; storage can only be looked into with script.
    hers.page.evaluate("document.getElementById('exit').submit()")
    expect(hers.page).to_have_url(portal_https.weather.address)
    hers.open("/")
    assert_nothing_is_held(hers)


def assert_all_is_held(hers: "Phone") -> None:
    assert hers.page.evaluate(HELD) == {
        "local": ["kept"],
        "session": ["kept"],
        "caches": ["kept"],
        "databases": ["kept"],
        "workers": 0,
    }


def assert_nothing_is_held(hers: "Phone") -> None:
    latest = time.monotonic() + 5
    while hers.page.evaluate(HELD) != NOTHING and time.monotonic() < latest:
        hers.page.wait_for_timeout(50)
    assert hers.page.evaluate(HELD) == NOTHING
    assert hers.cookies() == {"__Host-gone", "__Host-form"}


def test_with_script_the_list_of_visited_pages_holds_none_of_the_portal_s_titles(
    either_portal: "Portal", persistent: "MakePhone"
) -> None:
    hers = persistent(either_portal)
    hers.sign_in(AMARA)
    hers.walk_her_pages()
    hers.exit()
    hers.context.close()
    assert hers.profile is not None
    listed = listed_titles(hers.profile)
    ours = {address: title for address, title in listed.items() if address.startswith(either_portal.origin)}
    # The addresses stay listed, the first page's too, all under the neutral name of where Exit now leads.
    assert set(ours) == {either_portal.address(path) for path in ("/", *HER_PAGES)}
    assert set(ours.values()) == {"Weather"}


def test_without_script_the_list_of_visited_pages_holds_neutral_titles_only(
    portal: "Portal", persistent: "MakePhone"
) -> None:
    hers = persistent(portal, Handset(script=False))
    hers.sign_in(AMARA)
    hers.walk_her_pages()
    hers.exit()
    hers.context.close()
    assert hers.profile is not None
    ours = {
        address: title for address, title in listed_titles(hers.profile).items() if address.startswith(portal.origin)
    }
    assert ours
    assert set(ours.values()) <= TITLES_WITHOUT_SCRIPT


@pytest.mark.parametrize("path", ["/home", "/desk"])
def test_no_answer_may_be_stored(portal: "Portal", phone: "MakePhone", path: str) -> None:
    answer = phone(portal).context.request.get(portal.address(path))
    assert answer.headers["cache-control"] == "no-store"
