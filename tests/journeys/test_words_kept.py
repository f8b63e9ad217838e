"""What is typed when something goes wrong: a save refused, a session over, a press that fails."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from survivor_portal.demonstration.cast import AMARA
from tests.journeys.servers import start_portal
from tests.journeys.test_drafts import (
    SIGN_IN_HERE,
    WORDS,
    comes_back,
    start_afresh,
    typed_and_saved,
    typing,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.phones import MakePhone
    from tests.journeys.servers import Portal, Weather


@pytest.fixture(scope="module")
def portal(chromium: str, weather: "Weather", tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Portal]":
    """A demonstration of its own: what is left here unsent is not to come back in other journeys."""
    assert chromium
    running = start_portal(tmp_path_factory.mktemp("portal-words"), weather)
    yield running
    running.stop()


def test_the_page_stays_covered_until_she_is_asked_to_sign_in(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.sign_in(AMARA)
    start_afresh(hers)
    hers.page.route(portal.address("/"), lambda route: route.abort())
    hers.forget_cookie("__Host-k")
    with hers.page.expect_request(portal.address("/")):
        typing(hers)
    expect(hers.page.locator("main")).to_be_hidden()

    hers.page.unroute(portal.address("/"))
    expect(hers.page.get_by_role("status")).to_have_text(SIGN_IN_HERE, timeout=15_000)
    expect(hers.page.locator("#passphrase")).to_be_visible()
    hers.type_sign_in(AMARA.sign_in_name, AMARA.passphrase)
    hers.send()
    comes_back(hers)


def test_what_an_open_page_asks_by_itself_takes_no_words_away(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.page.clock.install()
    hers.sign_in(AMARA)
    start_afresh(hers)
    hers.page.route("**/unsent", lambda route: route.abort())
    hers.forget_cookie("__Host-k")
    typing(hers)
    with hers.page.expect_response("**/inbox/latest/**") as asking:
        hers.page.clock.fast_forward("00:21")
    assert "portal-leave" in asking.value.headers
    hers.page.wait_for_timeout(500)
    hers.page.unroute("**/unsent")
    hers.page.clock.fast_forward("00:06")

    expect(hers.page.get_by_role("status")).to_have_text(SIGN_IN_HERE)
    hers.type_sign_in(AMARA.sign_in_name, AMARA.passphrase)
    hers.send()
    comes_back(hers)


def test_words_that_could_not_be_thrown_away_are_saved(portal: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal)
    hers.sign_in(AMARA)
    start_afresh(hers)
    typed_and_saved(hers, "at first")
    hers.open("/inbox")
    comes_back(hers, "at first")
    hers.page.route("**/unsent/removal", lambda route: route.abort())
    with hers.page.expect_response("**/unsent") as saving:
        hers.page.locator("#body").fill(WORDS)
        hers.page.get_by_role("button", name="Throw it away").click()
    assert saving.value.status == 204

    hers.open("/inbox")
    comes_back(hers)
