"""What a browser still holds after Exit now: its storage, and its own list of visited pages."""

from typing import TYPE_CHECKING, Final

import pytest

from survivor_portal.demonstration.cast import AMARA
from tests.journeys.looking_back import listed_titles
from tests.journeys.phones import HER_PAGES, Handset

if TYPE_CHECKING:
    from tests.journeys.phones import MakePhone
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


def test_her_pages_keep_nothing_in_the_browser(either_portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(either_portal)
    hers.sign_in(AMARA)
    hers.walk_her_pages()
    assert hers.page.evaluate(HELD) == NOTHING


def test_exit_empties_whatever_the_browser_kept(either_portal: "Portal", phone: "MakePhone", *, script: bool) -> None:
    hers = phone(either_portal, Handset(script=script))
    hers.sign_in(AMARA)
    hers.page.evaluate(FILL)
    assert hers.page.evaluate(HELD) != NOTHING
    with hers.page.expect_event("console", lambda message: "Clear-Site-Data" in message.text):
        hers.exit()
    hers.open("/")
    assert hers.page.evaluate(HELD) == NOTHING
    assert hers.cookies() <= {"__Host-gone", "__Host-form"}


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
