"""Exit now on a page that has hidden itself, and while the sign-in on it or a code is on its way."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from survivor_portal.demonstration.cast import AMARA, BELA
from tests.journeys.looking_back import History, apart_from, assert_nothing_of_the_portal, empty_page
from tests.journeys.phones import Handset
from tests.journeys.servers import start_portal
from tests.journeys.test_drafts import SIGN_IN_HERE, typing
from tests.journeys.test_joining import made_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from survivor_portal.actions.people import NewSurvivor
    from tests.journeys.looking_back import Sight
    from tests.journeys.phones import MakePhone, Phone
    from tests.journeys.servers import Portal, Weather


@pytest.fixture(scope="module")
def portal(chromium: str, weather: "Weather", tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Portal]":
    """A demonstration of its own: what is left here unsent is not to come back in other journeys."""
    assert chromium
    running = start_portal(tmp_path_factory.mktemp("portal-hidden"), weather)
    yield running
    running.stop()


def at_her_messages(hers: "Phone", survivor: "NewSurvivor" = AMARA) -> History:
    """Come to the portal from another page, and open her messages, on a phone whose clock the test moves."""
    hers.page.goto(f"{hers.portal.weather.origin}/news")
    history = History(hers.page)
    hers.page.clock.install()
    hers.sign_in(survivor)
    hers.follow("Messages", "/inbox")
    return history


def all_around(history: History) -> "list[Sight]":
    """Give everything that Back and Forward show."""
    return [*history.back_to_the_start(), *history.forward_to_the_end()]


def assert_signed_out(hers: "Phone") -> None:
    """See that the server has heard of it, and that no late answer has signed anyone in."""
    hers.wait_for_the_marker()
    assert hers.cookies() <= {"__Host-gone", "__Host-form"}


def test_a_page_that_hid_itself_and_could_tell_nobody_is_left(portal: "Portal", persistent: "MakePhone") -> None:
    hers = persistent(portal)
    history = at_her_messages(hers)
    hers.page.route(f"{portal.origin}/**", lambda route: route.abort())
    typing(hers)
    hers.page.clock.fast_forward("06:00")
    expect(hers.page.locator("main")).to_be_hidden()
    hers.exit()

    assert_nothing_of_the_portal(all_around(history))
    assert "__Host-k" not in hers.cookies()


def test_the_page_to_sign_in_again_after_hiding_is_left(portal: "Portal", persistent: "MakePhone") -> None:
    hers = persistent(portal)
    # Whoever was hidden is led back to the page at the next sign-in, so nobody else here signs in as she does.
    history = at_her_messages(hers, BELA)
    hers.page.clock.fast_forward("06:00")
    hers.arrive("/")
    hers.exit()

    assert_nothing_of_the_portal(all_around(history))
    assert_signed_out(hers)


@pytest.mark.parametrize("is_sent", [False, True], ids=["typed", "on-its-way"])
def test_the_form_to_sign_in_on_a_hidden_page_is_left(
    portal: "Portal", persistent: "MakePhone", *, is_sent: bool
) -> None:
    hers = persistent(portal)
    history = at_her_messages(hers)
    hers.forget_cookie("__Host-k")
    typing(hers)
    expect(hers.page.get_by_role("status")).to_have_text(SIGN_IN_HERE)
    hers.type_sign_in(AMARA.sign_in_name, AMARA.passphrase)
    with portal.frozen():
        if is_sent:
            with hers.page.expect_request(lambda request: request.method == "POST"):
                hers.send()
        hers.exit()
        assert_nothing_of_the_portal(all_around(history))

    assert_signed_out(hers)
    assert_nothing_of_the_portal(history.look())
    assert_nothing_of_the_portal(all_around(history))


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_code_on_its_way_leads_nowhere_after_exit(
    portal: "Portal", persistent: "MakePhone", phone: "MakePhone", *, script: bool
) -> None:
    code = made_by(phone(portal), "Zola")
    empty = empty_page(phone(portal, Handset(script=script)), "/join")
    hers = persistent(portal, Handset(script=script))
    hers.page.goto(f"{portal.weather.origin}/news")
    history = History(hers.page)
    hers.open("/join")
    hers.page.locator("#invite_code").fill(code)
    where_exit_is = hers.middle_of_exit()
    with portal.frozen():
        with hers.page.expect_request(lambda request: request.method == "POST"):
            hers.page.locator("main button.main").click(no_wait_after=True)
        hers.page.mouse.click(*where_exit_is)
        if script:
            expect(hers.page).to_have_url(portal.weather.address)
            assert_nothing_of_the_portal(all_around(history))
    expect(hers.page).to_have_url(portal.weather.address)

    assert_signed_out(hers)
    sights = all_around(history)
    assert_nothing_of_the_portal(sights if script else apart_from(empty, sights))
