"""A new release of the portal while a phone keeps pages of the one before: nothing is missing at any moment of it."""

import json
import re
import shutil
import time
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from survivor_portal.actions.opening import open_deps
from survivor_portal.actions.people import add_survivor
from survivor_portal.demonstration.numbers import demonstration_numbers
from survivor_portal.installation import Settings, install
from survivor_portal.security.clock import system_clock
from survivor_portal.web.assets import static_folder
from tests.journeys.looking_back import WORDS
from tests.journeys.servers import Portal
from tests.journeys.test_installed import assert_names_nobody, kept, wait_for_pages
from tests.killed import WREN, Server, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.journeys.phones import MakePhone
    from tests.journeys.servers import Weather

A_NUMBER: Final = '"911"'
ANOTHER_NUMBER: Final = '"112"'
UPDATES_WITHIN: Final = 120.0
RESTS: Final = 3000
PAGES: Final = ("/plain/en", "/numbers/en")


@pytest.fixture
def server(chromium: str, weather: "Weather", tmp_path: "Path") -> "Iterator[Server]":
    """A portal with one person in it, on a data folder that outlasts its process, not started yet."""
    assert chromium
    port = free_port()
    settings = Settings(
        public_url=f"http://localhost:{port}",
        port=port,
        exit_destinations=(weather.address,),
        numbers=demonstration_numbers(system_clock().date()),
    )
    config_path = tmp_path / "portal.toml"
    config = install(config_path, tmp_path / "data", tmp_path / "portal.key", settings)
    deps = open_deps(config)
    add_survivor(deps, WREN)
    deps.storage.close()
    deps.key_ring.storage.close()
    running = Server(config_path, config)
    yield running
    running.kill()


def release_another(server: Server, folder: "Path") -> None:
    """Change what every page loads, and what one of the kept pages says."""
    icons = folder / "icons"
    icons.mkdir()
    for icon in static_folder().glob("*icon*"):
        shutil.copy(icon, icons)
    drawing = icons / "icon.svg"
    drawing.write_text(drawing.read_text().replace("#0b4f52", "#523a0b"))
    settings = server.config_path.read_text()
    assert A_NUMBER in settings
    settings = settings.replace(A_NUMBER, ANOTHER_NUMBER)
    server.config_path.write_text(f'{settings}\n[installed]\nicons = "{icons}"\n')


def words_at(page: "Page", address: str) -> str:
    page.goto(address)
    words: str = page.evaluate(WORDS)
    return words


def test_a_new_release_takes_the_place_of_the_one_before_and_no_page_breaks(
    server: Server, weather: "Weather", phone: "MakePhone", tmp_path: "Path"
) -> None:
    server.start()
    assert server.process is not None
    portal = Portal(server.config.public_url, weather, server.process, tmp_path / "none.log", tmp_path)
    hers = phone(portal)
    hers.sign_in(WREN, phone_is_hers="yes")
    hers.open("/numbers")
    hers.page.get_by_role("button", name="Keep this page on this phone").click()
    wait_for_pages(hers, *PAGES)
    before = kept(hers)
    hers.open("/inbox")
    hers.page.locator("#body").fill("Written on a page of the release before")
    other = hers.context.new_page()

    server.kill()
    assert "911" in words_at(other, portal.address("/numbers"))
    release_another(server, tmp_path)
    server.start()
    missing: list[str] = []
    latest = time.monotonic() + UPDATES_WITHIN
    while set(names := {entry["name"] for entry in kept(hers).values()}) & {entry["name"] for entry in before.values()}:
        assert time.monotonic() < latest, f"still there: {names}"
        missing += [page for page in PAGES if page not in kept(hers)]
        assert "Hello, Wren" in words_at(other, portal.address("/home"))
        assert "Exit now" in words_at(other, portal.address("/numbers"))
        # A browser asks for a new worker once the present one has rested a while after a page.
        other.wait_for_timeout(RESTS)
    assert missing == []

    after = kept(hers)
    text = hers.context.request.get(portal.address("/sw.js")).text()
    release = json.loads(re.findall(r"const RELEASE = (\{.*?\});", text)[0])
    assert after.keys() == {*release["files"], *PAGES}
    assert {entry["name"] for entry in after.values()} == {f"files-{release['version']}"}
    assert after.keys() & before.keys() == set(PAGES)
    for address, entry in after.items():
        assert entry["text"] == hers.context.request.get(portal.address(address)).text()
    assert_names_nobody(hers)

    # What was open all the while still saves and sends.
    with hers.page.expect_response("**/inbox") as sending:
        hers.page.locator("main button.main").click()
    assert sending.value.ok
    expect(hers.page.locator("#lines")).to_contain_text("Written on a page of the release before")
    hers.context.set_offline(offline=True)
    offline = words_at(other, portal.address("/numbers"))
    assert "112" in offline
    assert "911" not in offline
