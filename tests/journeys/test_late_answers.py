"""Exit now while something is on its way: whatever comes after the press leads nowhere and shows nothing."""

import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from survivor_portal.demonstration.cast import AMARA
from tests.journeys.looking_back import History, assert_nothing_of_the_portal, is_of_the_portal
from tests.journeys.phones import EXIT
from tests.journeys.test_exit_in_trouble import PRESS_WHEN_ANSWERED
from tests.journeys.test_joining import made_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.journeys.phones import MakePhone, Phone
    from tests.journeys.servers import Portal

NEXT_PAGE_TAKES: Final = 2
NO_BEACON: Final = "Navigator.prototype.sendBeacon = () => false;"
NOTHING_OUTLIVES_THE_PAGE: Final = """
const ask = window.fetch;
window.fetch = (address, how) => (how?.keepalive ? Promise.reject(new TypeError('too much')) : ask(address, how));
"""


def assert_leaves_for_good(hers: "Phone", *, meanwhile: "Callable[[], None]" = lambda: None) -> None:
    """Watch the screen from the press, whenever that comes, until the next page stands on it.

    `meanwhile` is done as soon as nothing of the portal is seen.
    """
    history = History(hers.page)
    assert not all(map(is_of_the_portal, history.look(has_arrived=lambda: False))), "nothing was pressed"
    meanwhile()
    assert_nothing_of_the_portal(history.look(has_arrived=lambda: hers.page.url == hers.portal.weather.address))
    expect(hers.page).to_have_url(hers.portal.weather.address)


@pytest.mark.parametrize("press", ["Go on", "Español"])
def test_a_late_answer_to_a_code_or_a_language_leads_nowhere(portal: "Portal", phone: "MakePhone", press: str) -> None:
    code = made_by(phone(portal), "Zola")
    hers = phone(portal)
    hers.page.goto(portal.address("/join"))
    hers.page.wait_for_load_state("networkidle")
    hers.page.locator("#invite_code").fill(code)
    hers.page.evaluate(PRESS_WHEN_ANSWERED)
    with portal.weather.slow(NEXT_PAGE_TAKES):
        if press == "Go on":
            hers.page.locator("main button.main").click(no_wait_after=True)
        else:
            hers.page.locator(".languages summary").click()
            hers.page.get_by_role("button", name=press).click(no_wait_after=True)
        assert_leaves_for_good(hers)


def test_a_page_that_was_just_hidden_goes_nowhere_else_after_exit(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.page.clock.install()
    hers.sign_in(AMARA)
    hers.open("/choices")
    hers.page.evaluate(PRESS_WHEN_ANSWERED)
    with portal.weather.slow(NEXT_PAGE_TAKES):
        hers.page.clock.fast_forward("06:00")
        assert_leaves_for_good(hers)

    hers.open("/")
    hers.type_sign_in(AMARA.sign_in_name, AMARA.passphrase)
    hers.send()
    hers.arrive("/choices")


def test_a_page_whose_token_is_of_an_earlier_session_ends_its_session_all_the_same(
    portal: "Portal", phone: "MakePhone"
) -> None:
    hers = phone(portal)
    hers.page.clock.install()
    hers.sign_in(AMARA)
    hers.open("/choices")
    hers.page.evaluate("document.querySelector('.languages form').elements.csrf_token.value = 'of another session'")
    with hers.page.expect_response(lambda answer: answer.url.endswith("/choices")):
        hers.page.clock.fast_forward("06:00")
    expect(hers.page.locator("main")).to_be_hidden()
    hers.page.clock.fast_forward("00:10")

    hers.arrive("/")
    assert not {"__Host-sid", "__Host-k"} & hers.cookies()

    # Where the page was may wait for her next sign-in, whichever test that is in.
    hers.type_sign_in(AMARA.sign_in_name, AMARA.passphrase)
    hers.send()
    hers.page.wait_for_url(re.compile("/(home|choices)$"))


@contextmanager
def two_halves(html: str) -> "Iterator[tuple[str, threading.Event]]":
    """Serve a page whose second half comes once the event is set."""
    goes_on = threading.Event()
    first, mark, second = html.partition("</header>")
    assert mark

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            if self.path == "/nothing":
                self.wfile.write(b"<!doctype html>")
            if self.path != "/":
                return
            try:
                self.wfile.write((first + mark).encode())
                self.wfile.flush()
                goes_on.wait(20)
                self.wfile.write(second.encode())
            except ConnectionError:
                # The browser no longer waits for the rest.
                self.close_connection = True

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", goes_on
    finally:
        goes_on.set()
        server.shutdown()
        server.server_close()
        serving.join()


@pytest.mark.parametrize("by", ["its own button", "another tab"])
def test_a_page_still_on_its_way_does_not_grow_back(portal: "Portal", phone: "MakePhone", by: str) -> None:
    hers = phone(portal)
    html = hers.context.request.get(portal.address("/")).text()
    with two_halves(html) as (address, goes_on), portal.weather.slow(NEXT_PAGE_TAKES):
        hers.page.goto(address, wait_until="commit")
        hers.page.locator(EXIT).wait_for()
        if by == "its own button":
            hers.page.evaluate("(exit) => document.querySelector(exit).click()", EXIT)
        else:
            # As another tab's press tells every page there is.
            other = hers.context.new_page()
            other.goto(f"{address}nothing", wait_until="commit")
            other.evaluate("new BroadcastChannel('tabs').postMessage('left')")
        assert_leaves_for_good(hers, meanwhile=goes_on.set)


@pytest.mark.parametrize("refused", [NO_BEACON, NO_BEACON + NOTHING_OUTLIVES_THE_PAGE], ids=["a beacon", "both"])
def test_a_browser_that_refuses_a_beacon_still_tells_the_server(
    portal: "Portal", phone: "MakePhone", refused: str
) -> None:
    hers = phone(portal)
    hers.context.add_init_script(refused)
    hers.sign_in(AMARA)
    with portal.weather.slow(NEXT_PAGE_TAKES):
        hers.exit()
    hers.wait_for_the_marker()
    assert hers.cookies() <= {"__Host-gone", "__Host-form"}
