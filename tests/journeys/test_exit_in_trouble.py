"""Exit now when the server takes its time, when there is no network, and with a message half written."""

import time
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from survivor_portal.demonstration.cast import AMARA, RUTH
from tests.journeys.looking_back import History, assert_nothing_of_the_portal
from tests.journeys.phones import EXIT, HER_PAGES, Handset

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Page, Route

    from tests.journeys.looking_back import Sight
    from tests.journeys.phones import MakePhone, Phone
    from tests.journeys.servers import Portal

BACK_WITHIN_SECONDS: Final = 0.7
UNSENT: Final = "Words that nobody has sent"
OF_THE_BROWSER: Final = "chrome-error://"
"""Where the browser itself says that it reached nothing."""

PRESS_WHEN_ANSWERED: Final = """() => {
  const ask = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await ask(...asked);
    document.querySelector('.exit').click();
    return answer;
  };
}"""

HIDE: Final = """(hidden) => {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""


def after_the_news(hers: "Phone") -> History:
    """Come to the portal from another page, and walk to the fifth of her pages."""
    hers.page.goto(f"{hers.portal.weather.origin}/news")
    history = History(hers.page)
    hers.sign_in(AMARA)
    hers.walk_her_pages()
    return history


def of_pages(sights: "Iterable[Sight]") -> "list[Sight]":
    """Leave out what the browser itself says when it reaches nothing."""
    return [sight for sight in sights if not sight.address.startswith(OF_THE_BROWSER)]


def test_back_at_once_shows_nothing_while_the_server_has_not_yet_heard_of_the_exit(
    either_portal: "Portal", persistent: "MakePhone"
) -> None:
    hers = persistent(either_portal)
    held: list[Route] = []

    def hold(route: "Route") -> None:
        held.append(route)

    hers.context.route("**/x", hold)
    history = after_the_news(hers)
    sid = next(cookie for cookie in hers.context.cookies(either_portal.origin) if cookie.get("name") == "__Host-sid")
    hers.press_exit()
    pressed_at = time.monotonic()
    going_back = history.back_to_the_start()
    seen = [next(going_back)]
    assert time.monotonic() - pressed_at < BACK_WITHIN_SECONDS
    assert_nothing_of_the_portal([*seen, *going_back])
    # The session stands, and its first cookie is there: without the second it opens nothing.
    assert "__Host-gone" not in hers.cookies()
    assert sid in hers.context.cookies(either_portal.origin)
    for path in HER_PAGES:
        assert hers.open(path) == 401
    for route in held:
        route.continue_()


def test_back_at_once_shows_nothing_while_the_server_answers_nobody(
    either_portal: "Portal", persistent: "MakePhone"
) -> None:
    hers = persistent(either_portal)
    history = after_the_news(hers)
    with either_portal.frozen():
        hers.exit()
        sights = [*history.back_to_the_start(), *history.forward_to_the_end()]
        assert_nothing_of_the_portal(sights)
    hers.wait_for_the_marker()


def test_without_a_network_exit_shows_nothing_of_the_portal(portal_https: "Portal", persistent: "MakePhone") -> None:
    hers = persistent(portal_https)
    history = after_the_news(hers)
    hers.context.set_offline(offline=True)
    hers.press_exit()
    assert "__Host-k" not in hers.cookies()
    sights = [*history.look(), *history.back_to_the_start(), *history.forward_to_the_end()]
    assert {sight.words for sight in of_pages(sights)} <= {"", "Weather", "News News of today"}
    hers.context.set_offline(offline=False)
    # The server could not be told; without the second cookie it asks for her passphrase all the same.
    for path in HER_PAGES:
        assert hers.open(path) == 401


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_message_half_written_is_gone_with_the_page(
    portal: "Portal", persistent: "MakePhone", *, script: bool
) -> None:
    hers = persistent(portal, Handset(script=script))
    hers.page.goto(f"{portal.weather.origin}/news")
    history = History(hers.page)
    hers.sign_in(AMARA)
    hers.open("/inbox")
    hers.page.get_by_label("Your message").fill(UNSENT)
    hers.exit()
    sights = [*history.back_to_the_start(), *history.forward_to_the_end()]
    assert [sight for sight in sights if UNSENT in sight.words or "message" in sight.words.lower()] == []


def test_a_message_on_its_way_repaints_nothing_when_its_answer_comes_after_the_exit(
    portal: "Portal", persistent: "MakePhone"
) -> None:
    hers = persistent(portal)
    hers.sign_in(AMARA)
    hers.open("/inbox")
    hers.page.get_by_label("Your message").fill("On its way")
    history = History(hers.page)
    with portal.weather.slow(1), portal.frozen():
        with hers.page.expect_request(lambda request: request.method == "POST"):
            hers.send()
        hers.press_exit()
    assert_nothing_of_the_portal(history.look())
    expect(hers.page).to_have_url(portal.weather.address)
    assert_nothing_of_the_portal(history.back_to_the_start())
    hers.wait_for_the_marker()
    assert hers.cookies() <= {"__Host-gone", "__Host-form"}


def test_an_answer_that_was_there_before_the_press_leads_nowhere_after_it(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.open("/")
    hers.type_sign_in(AMARA.sign_in_name, AMARA.passphrase)
    # The press comes after the answer, and before anything has looked at it.
    hers.page.evaluate(PRESS_WHEN_ANSWERED)
    hers.send()
    expect(hers.page).to_have_url(portal.weather.address)
    assert_nothing_of_the_portal(History(hers.page).look())
    assert "__Host-k" not in hers.cookies()


def is_covered(page: "Page") -> bool:
    covered: bool = page.evaluate("getComputedStyle(document.body).visibility === 'hidden'")
    return covered


def test_her_pages_are_covered_while_hidden(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.sign_in(AMARA)
    for path in ("/inbox", "/numbers", "/about"):
        hers.open(path)
        assert not is_covered(hers.page)
        hers.page.evaluate(HIDE, arg=True)
        assert is_covered(hers.page)
        assert not hers.page.locator(EXIT).is_visible()
        hers.page.evaluate(HIDE, arg=False)
        assert not is_covered(hers.page)


def test_staff_s_pages_are_covered_once_they_ask_for_it(portal: "Portal", phone: "MakePhone") -> None:
    theirs = phone(portal)
    theirs.sign_in_staff(RUTH)
    theirs.page.evaluate(HIDE, arg=True)
    assert not is_covered(theirs.page)
    for answer, covers in (("Yes", True), ("No", False)):
        theirs.open("/desk/me")
        form = theirs.page.locator('form[action="/desk/me/cover"]')
        form.get_by_label(answer, exact=True).check()
        with theirs.page.expect_navigation():
            form.get_by_role("button").click()
        theirs.open("/desk")
        theirs.page.evaluate(HIDE, arg=True)
        assert is_covered(theirs.page) is covers
