"""Exit now, and what Back shows afterwards.

The phones here keep pages in memory to show them again on Back, as people's phones do.
"""

import time
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from survivor_portal.demonstration.cast import AMARA
from tests.journeys.looking_back import History, apart_from, assert_nothing_of_the_portal, empty_page
from tests.journeys.phones import EXIT, HER_PAGES, PUBLIC_PAGES, Handset
from tests.journeys.servers import start_portal

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Route

    from tests.journeys.phones import MakePhone, Phone
    from tests.journeys.servers import Portal, Weather

BLANK_WITHIN_SECONDS: Final = 0.25


def assert_only_the_marker_stays(hers: "Phone") -> None:
    """Wait for the browser to have heard from the server, and look at its cookies."""
    hers.wait_for_the_marker()
    assert hers.cookies() <= {"__Host-gone", "__Host-form"}


def read_the_news_first(hers: "Phone") -> History:
    """Come to the portal from another page, as everyone does, so that there is something to go back to."""
    hers.page.goto(f"{hers.portal.weather.origin}/news")
    return History(hers.page)


def test_with_script_back_and_forward_after_exit_show_nothing(either_portal: "Portal", persistent: "MakePhone") -> None:
    hers = persistent(either_portal)
    history = read_the_news_first(hers)
    hers.sign_in(AMARA)
    hers.walk_her_pages()
    hers.exit()
    assert_nothing_of_the_portal(history.back_to_the_start())
    assert_nothing_of_the_portal(history.forward_to_the_end())
    assert not any(entry.address.startswith(either_portal.origin) for entry in history.entries())


def test_without_script_back_and_forward_after_exit_show_nothing_but_the_empty_sign_in_page(
    either_portal: "Portal", persistent: "MakePhone", phone: "MakePhone"
) -> None:
    sign_in_page = empty_page(phone(either_portal, Handset(script=False)))
    hers = persistent(either_portal, Handset(script=False))
    history = read_the_news_first(hers)
    hers.sign_in(AMARA)
    hers.walk_her_pages()
    hers.exit()
    assert_nothing_of_the_portal(apart_from(sign_in_page, history.back_to_the_start()))
    assert_nothing_of_the_portal(apart_from(sign_in_page, history.forward_to_the_end()))


def test_exit_works_from_every_page_and_signing_in_again_at_once_works(
    crossed_portal: "Portal", phone: "MakePhone", *, script: bool
) -> None:
    hers = phone(crossed_portal, Handset(script=script))
    for path in HER_PAGES:
        hers.sign_in(AMARA)
        if path != "/home":
            hers.open(path)
        hers.exit()
        assert_only_the_marker_stays(hers)
    for path in PUBLIC_PAGES:
        hers.open(path)
        hers.exit()
        assert_only_the_marker_stays(hers)


def test_the_page_that_exit_leads_to_is_not_told_where_she_was(
    crossed_portal: "Portal", phone: "MakePhone", *, script: bool
) -> None:
    hers = phone(crossed_portal, Handset(script=script))
    hers.sign_in(AMARA)
    told = crossed_portal.weather.referrers
    told.clear()
    hers.exit()
    assert told == [None]


def test_an_old_address_typed_after_exit_shows_nothing(
    crossed_portal: "Portal", phone: "MakePhone", *, script: bool
) -> None:
    hers = phone(crossed_portal, Handset(script=script))
    hers.sign_in(AMARA)
    hers.exit()
    expect(hers.page).to_have_title("Weather")
    history = History(hers.page)
    for path in HER_PAGES:
        hers.page.goto(crossed_portal.address(path), wait_until="commit")
        assert_nothing_of_the_portal(history.look())
    hers.open("/")
    for path in HER_PAGES:
        answer = hers.page.evaluate("async (path) => await (await fetch(path)).text()", path)
        assert "<body></body>" in answer


def test_when_the_way_to_the_server_is_cut_exit_still_shows_nothing(
    portal_https: "Portal", persistent: "MakePhone"
) -> None:
    hers = persistent(portal_https)
    hers.context.route("**/x", lambda route: route.abort())
    history = read_the_news_first(hers)
    hers.sign_in(AMARA)
    hers.walk_her_pages()
    hers.exit()
    assert_nothing_of_the_portal(history.back_to_the_start())
    assert_nothing_of_the_portal(history.forward_to_the_end())
    assert "__Host-k" not in hers.cookies()
    # The server does not know that she left; without the second cookie it asks for her passphrase all the same.
    for path in HER_PAGES:
        assert hers.open(path) == 401


def test_when_the_portal_has_stopped_exit_still_shows_nothing(
    weather: "Weather", persistent: "MakePhone", tmp_path: "Path"
) -> None:
    stopping = start_portal(tmp_path, weather)
    try:
        hers = persistent(stopping)
        history = read_the_news_first(hers)
        hers.sign_in(AMARA)
        hers.walk_her_pages()
        stopping.stop()
    finally:
        stopping.end_at_once()
    hers.exit()
    assert_nothing_of_the_portal(history.back_to_the_start())
    assert_nothing_of_the_portal(history.forward_to_the_end())


def test_words_typed_and_not_sent_are_gone_with_the_page(
    crossed_portal: "Portal", persistent: "MakePhone", phone: "MakePhone", *, script: bool
) -> None:
    sign_in_page = empty_page(phone(crossed_portal, Handset(script=script)))
    hers = persistent(crossed_portal, Handset(script=script))
    history = read_the_news_first(hers)
    hers.open("/")
    hers.type_sign_in(AMARA.sign_in_name, AMARA.passphrase)
    hers.exit()
    sights = [*history.back_to_the_start(), *history.forward_to_the_end()]
    assert_nothing_of_the_portal(sights if script else apart_from(sign_in_page, sights))


def test_one_press_empties_every_tab(portal_https: "Portal", persistent: "MakePhone") -> None:
    hers = persistent(portal_https)
    hers.sign_in(AMARA)
    tabs = [hers.page, hers.context.new_page(), hers.context.new_page()]
    for tab, path in zip(tabs[1:], ("/choices", "/inbox"), strict=True):
        tab.goto(portal_https.weather.origin + "/news")
        tab.goto(portal_https.address(path))
        expect(tab.get_by_role("heading", level=1)).to_be_visible()
    hers.press_exit()
    for tab in tabs:
        expect(tab).to_have_url(portal_https.weather.address)
        assert_nothing_of_the_portal(History(tab).back_to_the_start())


def test_without_script_the_other_tabs_show_nothing_from_their_next_press_on(
    portal: "Portal", persistent: "MakePhone"
) -> None:
    hers = persistent(portal, Handset(script=False))
    hers.sign_in(AMARA)
    other = hers.context.new_page()
    other.goto(portal.address("/inbox"))
    hers.exit()
    other.get_by_role("link", name="Choices", exact=True).click()
    expect(other).to_have_url(portal.weather.address)
    assert_nothing_of_the_portal(History(other).back_to_the_start())


def test_a_tab_that_had_gone_elsewhere_shows_nothing_on_back(
    crossed_portal: "Portal", persistent: "MakePhone", *, script: bool
) -> None:
    hers = persistent(crossed_portal, Handset(script=script))
    hers.sign_in(AMARA)
    hers.follow("Choices", "/choices")
    hers.page.goto(f"{crossed_portal.weather.origin}/news")
    other = hers.context.new_page()
    other.goto(crossed_portal.address("/inbox"))
    other.locator(EXIT).click()
    expect(other).to_have_url(crossed_portal.weather.address)
    hers.wait_for_the_marker()
    assert_nothing_of_the_portal(History(hers.page).back_to_the_start(1))


def test_five_rapid_presses_leave_once_and_show_nothing(
    crossed_portal: "Portal", persistent: "MakePhone", phone: "MakePhone", *, script: bool
) -> None:
    sign_in_page = empty_page(phone(crossed_portal, Handset(script=script)))
    hers = persistent(crossed_portal, Handset(script=script))
    history = read_the_news_first(hers)
    hers.sign_in(AMARA)
    hers.walk_her_pages()
    with crossed_portal.weather.slow(1):
        hers.press_where_exit_is(times=5)
        expect(hers.page).to_have_url(crossed_portal.weather.address)
    sights = [*history.back_to_the_start(), *history.forward_to_the_end()]
    assert_nothing_of_the_portal(sights if script else apart_from(sign_in_page, sights))
    assert_only_the_marker_stays(hers)


def test_a_sign_in_still_on_its_way_signs_nobody_in_after_exit(
    crossed_portal: "Portal", persistent: "MakePhone", phone: "MakePhone", *, script: bool
) -> None:
    sign_in_page = empty_page(phone(crossed_portal, Handset(script=script)))
    hers = persistent(crossed_portal, Handset(script=script))
    history = read_the_news_first(hers)
    hers.open("/")
    hers.type_sign_in(AMARA.sign_in_name, AMARA.passphrase)
    where_exit_is = hers.middle_of_exit()
    with crossed_portal.frozen():
        with hers.page.expect_request(lambda request: request.method == "POST"):
            hers.page.locator("main button.main").click(no_wait_after=True)
        hers.page.mouse.click(*where_exit_is)
        if script:
            expect(hers.page).to_have_url(crossed_portal.weather.address)
            assert_nothing_of_the_portal(history.look())
    expect(hers.page).to_have_url(crossed_portal.weather.address)
    sights = [*history.back_to_the_start(), *history.forward_to_the_end()]
    assert_nothing_of_the_portal(sights if script else apart_from(sign_in_page, sights))
    assert hers.cookies() <= {"__Host-gone", "__Host-form"}


def test_a_form_sent_before_its_script_arrived_leaves_only_the_empty_sign_in_page_behind(
    portal_https: "Portal", persistent: "MakePhone", phone: "MakePhone"
) -> None:
    sign_in_page = empty_page(phone(portal_https))
    hers = persistent(portal_https)
    hers.context.route("**/portal.js", lambda _never_answered: None)
    hers.takes_forms_over = False
    history = read_the_news_first(hers)
    hers.sign_in(AMARA)
    hers.walk_her_pages()
    hers.exit()
    assert_nothing_of_the_portal(apart_from(sign_in_page, history.back_to_the_start()))
    assert_nothing_of_the_portal(apart_from(sign_in_page, history.forward_to_the_end()))


def test_an_answer_that_comes_too_late_changes_nothing(portal: "Portal", persistent: "MakePhone") -> None:
    hers = persistent(portal)
    history = read_the_news_first(hers)
    hers.open("/")
    held: list[Route] = []

    def hold(route: "Route") -> None:
        held.append(route)

    hers.page.route(portal.address("/"), hold)
    hers.type_sign_in(AMARA.sign_in_name, AMARA.passphrase)
    with hers.page.expect_request(portal.address("/")):
        hers.send()
    with portal.weather.slow(1):
        hers.press_exit()
        for route in held:
            route.continue_()
        assert_nothing_of_the_portal(history.look())
        expect(hers.page).to_have_url(portal.weather.address)
    assert_nothing_of_the_portal(history.back_to_the_start())
    assert "__Host-sid" not in hers.cookies()


def test_a_page_that_would_not_be_left_is_left(portal: "Portal", persistent: "MakePhone") -> None:
    hers = persistent(portal)
    asked: list[str] = []

    def note(dialog: object) -> None:
        asked.append(str(dialog))

    hers.sign_in(AMARA)
    hers.page.on("dialog", note)
    hers.page.evaluate(
        "addEventListener('beforeunload', (event) => { event.preventDefault(); event.returnValue = ''; })"
    )
    hers.exit()
    assert asked == []


@pytest.mark.parametrize("path", ["/home", "/"])
def test_the_screen_is_blank_a_moment_after_the_press_however_slow_the_next_page(
    either_portal: "Portal", persistent: "MakePhone", path: str
) -> None:
    hers = persistent(either_portal)
    if path == "/home":
        hers.sign_in(AMARA)
    else:
        hers.open("/")
        hers.type_sign_in(AMARA.sign_in_name, AMARA.passphrase)
    history = History(hers.page)
    assert colours(hers, history.screenshot()) > 1
    with either_portal.weather.slow(4):
        hers.page.locator(EXIT).click(no_wait_after=True)
        time.sleep(BLANK_WITHIN_SECONDS)
        picture = history.screenshot()
        assert hers.page.url != either_portal.weather.address, "the next page was not slow"
    assert colours(hers, picture) == 1


def colours(hers: "Phone", picture: str) -> int:
    """Count the colours of a picture, in a page of its own."""
    paper = hers.context.new_page()
    try:
        counted: int = paper.evaluate(
            """async (png) => {
              const image = new Image();
              image.src = 'data:image/png;base64,' + png;
              await image.decode();
              const canvas = new OffscreenCanvas(image.width, image.height);
              const context = canvas.getContext('2d');
              context.drawImage(image, 0, 0);
              return new Set(new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer)).size;
            }""",
            picture,
        )
    finally:
        paper.close()
    return counted


def test_back_before_exit_and_forward_again_bring_her_page_anew(portal: "Portal", persistent: "MakePhone") -> None:
    hers = persistent(portal)
    history = read_the_news_first(hers)
    hers.sign_in(AMARA)
    list(history.back_to_the_start(1))
    expect(hers.page).to_have_title("News")
    list(history.forward_to_the_end())
    expect(hers.page.get_by_role("heading", level=1)).to_have_text("Hello, Amara")
