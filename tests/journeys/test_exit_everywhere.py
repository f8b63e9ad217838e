"""Exit now on every page there is, for everyone who may see it: held against the addresses that the portal knows."""

import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import pytest
from werkzeug.serving import make_server

from tests.conftest import application, copy_of, opened
from tests.journeys.phones import EXIT
from tests.journeys.test_screens import EXIT_IN_EVERY_STATE
from tests.routes import ROUTES, VISITORS, address
from tests.structure.conftest import all_folk, all_there_is
from tests.structure.screens import screens_of_getting_back_in, screens_of_joining
from tests.timepiece import Timepiece

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Browser, BrowserContext, Page

    from survivor_portal.actions.deps import Deps
    from tests.folk import Folk

NARROW: Final = {"the narrowest phone": (320, 640), "zoomed to 400%": (320, 256)}
ROLE_OF: Final = {"nobody": "nobody", "survivor": "her", "advocate": "her advocate", "supervisor": "supervisor"}
NO_PAGES: Final = {
    "messages.latest": "lines of a page, for its own script; anyone else is led to the page",
    "people.latest": "as above",
    "public.gone": "blank, and moves on by itself",
    "public.healthz": "one word, for a machine",
    "public.static_file": "a file",
    "pwa.manifest": "a file",
    "pwa.worker": "a file",
}
"""What answers to GET and shows nobody a page, by the name of its endpoint."""


@dataclass(frozen=True, slots=True)
class Served:
    """A portal in which everything that an address may lead to exists, with everybody signed in, on this machine."""

    app: "Flask"
    deps: "Deps"
    timepiece: Timepiece
    folk: "Folk"
    existing: dict[str, str]
    origin: str


@pytest.fixture(scope="module")
def served(cast_home: "Path", tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Served]":
    """Serve it; the data folder is made in a second, and no passphrase costs what it costs outside."""
    timepiece = Timepiece()
    config = copy_of(cast_home, tmp_path_factory.mktemp("everywhere") / "home")
    with opened(config, timepiece) as deps:
        app = application(config, deps, cast_home)
        existing = all_there_is(deps, timepiece)
        folk = all_folk(app, deps, config, timepiece, existing)
        # Each code of the staff's apps is good once.
        timepiece.move(timedelta(minutes=1))
        server = make_server("127.0.0.1", 0, app, threaded=True)
        serving = threading.Thread(target=server.serve_forever, daemon=True)
        serving.start()
        yield Served(app, deps, timepiece, folk, existing, f"http://localhost:{server.server_port}")
        server.shutdown()
        server.server_close()
        serving.join()


def endpoints(app: "Flask") -> dict[str, str]:
    """Give the name of every endpoint that answers to GET, by its address as the table of routes writes it."""
    return {rule.rule: rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}


def due(served: Served, visitor: str) -> dict[str, str]:
    """Give the endpoints that show this visitor a page, by address."""
    column = 3 + VISITORS.index(visitor)
    answers = {route[1]: route[column] for route in ROUTES if route[0] == "GET"}
    # The steps of a way in lead whoever has not come so far to its beginning: none of it is for those signed in.
    shown = {"200", "303"} if visitor == "nobody" else {"200"}
    known = endpoints(served.app).items()
    return {rule: name for rule, name in known if name not in NO_PAGES and answers[rule] in shown}


def ways_there(served: Served, visitor: str) -> "Iterator[tuple[str, str, Mapping[str, str]]]":
    """Give each of those addresses, where it leads, and the cookies that it is opened with."""
    held = served.folk.held[ROLE_OF[visitor]]
    for rule in due(served, visitor):
        yield rule, address(rule, served.existing), held
    if visitor == "nobody":
        # Only who has come so far is shown a step of a way in.
        for way in (
            screens_of_joining(served.app, served.deps),
            screens_of_getting_back_in(served.app, served.deps, served.timepiece),
        ):
            for step, page in way:
                if step.startswith("/"):
                    yield step, step, page.browser.cookies()


def hold(theirs: "BrowserContext", cookies: "Mapping[str, str]") -> None:
    """Put cookies into a browser that hold for this machine, whatever the port."""
    theirs.clear_cookies()
    # A browser takes them from the portal itself over plain HTTP too, but from a test only as if they came by HTTPS.
    theirs.add_cookies(
        [{"name": name, "value": cookies[name], "url": "https://localhost", "secure": True} for name in cookies]
    )


def troubles(page: "Page") -> list[str]:
    told: list[str] = []
    for screen, (width, height) in NARROW.items():
        page.set_viewport_size({"width": width, "height": height})
        states = page.evaluate(EXIT_IN_EVERY_STATE, EXIT)
        wrong = [state for state in states if state["unreached"] or state["height"] < 48 or state["top"] < 0]
        told += [f"{screen}, {state}" for state in wrong]
    return told


def test_whatever_shows_nobody_a_page_is_known(served: Served) -> None:
    shown = {name for visitor in VISITORS for name in due(served, visitor).values()}
    assert set(endpoints(served.app).values()) - shown == set(NO_PAGES)


@pytest.mark.parametrize("visitor", VISITORS)
def test_exit_is_large_and_on_top_on_every_page_that_anyone_may_see(
    served: Served, browser: "Browser", visitor: str
) -> None:
    found: dict[str, list[str]] = {}
    with browser.new_context() as theirs:
        page = theirs.new_page()
        for rule, place, cookies in ways_there(served, visitor):
            hold(theirs, cookies)
            answer = page.goto(served.origin + place)
            assert answer is not None
            if answer.status == 200 and urlsplit(page.url).path == place:
                found[rule] = troubles(page)

    assert {f"{name}, {rule}" for rule, name in due(served, visitor).items() if rule not in found} == set()
    assert {rule: wrong for rule, wrong in found.items() if wrong} == {}
