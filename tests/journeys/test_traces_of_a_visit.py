"""A whole visit, and at each of its turns exactly what the browser holds: its cookies one by one, and nothing else."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from playwright.sync_api import expect

from survivor_portal.demonstration.cast import AMARA
from survivor_portal.security.clock import system_clock
from tests.journeys.test_choices import ONE_CHOICE, fill_in, sign
from tests.journeys.test_drafts import comes_back, start_afresh, typed_and_saved, typing
from tests.journeys.test_traces import HELD, NOTHING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.phones import MakePhone, Phone
    from tests.journeys.servers import Portal

FIRST_WORDS: Final = "Could we talk about the yellow boathouse"
MORE_WORDS: Final = " before the heron comes"


@dataclass(frozen=True, slots=True)
class Cookie:
    """What a cookie may do, and how long it lasts: None until the browser is closed."""

    name: str
    same_site: str = "Strict"
    is_seen_by_script: bool = False
    lasts: timedelta | None = None


SIGNED_OUT: Final = {Cookie("__Host-form", same_site="Lax")}
LANGUAGE_PICKED: Final = SIGNED_OUT | {Cookie("__Host-language", same_site="Lax")}
SIGNED_IN: Final = {Cookie("__Host-sid"), Cookie("__Host-k", is_seen_by_script=True)}
KNOWN_PHONE: Final = {Cookie("__Host-device", lasts=timedelta(days=365))}
LEFT: Final = {Cookie("__Host-gone", same_site="Lax", lasts=timedelta(minutes=15))}


def cookies_of(hers: "Phone") -> set[Cookie]:
    """Give the portal's cookies, their time rounded to what a test may take; all go to this machine alone."""
    found = set()
    now = system_clock().timestamp()
    for cookie in hers.context.cookies(hers.portal.origin):
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", "localhost")
        left = cookie["expires"] - now
        lasts = None if cookie["expires"] == -1 else timedelta(minutes=5 * round(left / 300))
        found.add(Cookie(cookie["name"], cookie["sameSite"], not cookie["httpOnly"], lasts))
    return found


def assert_holds(hers: "Phone", cookies: set[Cookie]) -> None:
    """Look into everything there is for a page of the portal to have filled."""
    assert cookies_of(hers) == cookies
    assert hers.page.evaluate(HELD) == NOTHING
    in_sight = [name for cookie in cookies if cookie.is_seen_by_script for name in [cookie.name]]
    assert [pair.partition("=")[0] for pair in hers.page.evaluate("document.cookie").split("; ") if pair] == in_sight


def pick(hers: "Phone", name: str, code: str) -> None:
    """Change the language."""
    hers.page.locator(".languages summary").click()
    hers.page.get_by_role("button", name=name).click()
    expect(hers.page.locator("html")).to_have_attribute("lang", code)
    hers.settle()


def answer_an_option(hers: "Phone") -> None:
    """Answer the first thing on her list, and take the answer back."""
    hers.open("/list/all")
    hers.page.locator('main a[href^="/list/"]').last.click()
    for press, said in (("Tell me more", "Tell me more"), ("Take my answer back", "No answer yet")):
        hers.page.get_by_role("button", name=press, exact=True).click()
        expect(hers.page.get_by_text(f"Your answer: {said}.")).to_be_visible()
        hers.settle()


def be_hidden_and_sign_in_on_the_page(hers: "Phone") -> None:
    """Lie idle with words that could not be saved, and sign in again where they were typed."""
    hers.page.route("**/unsent", lambda route: route.abort())
    typing(hers, MORE_WORDS)
    hers.page.clock.fast_forward("06:00")
    expect(hers.page.locator("#body")).to_be_hidden()
    with hers.page.expect_response("**/hide"):
        # It tries to save a few times before it ends the session all the same.
        for _ in range(3):
            hers.page.wait_for_timeout(500)
            hers.page.clock.fast_forward("00:05")
    expect(hers.page.locator("#passphrase")).to_be_visible()
    assert_holds(hers, SIGNED_OUT)

    hers.page.unroute("**/unsent")
    hers.type_sign_in(AMARA.sign_in_name, AMARA.passphrase)
    hers.send()
    comes_back(hers, FIRST_WORDS + MORE_WORDS)


def give_and_stop_a_choice(hers: "Phone") -> None:
    hers.open("/choices/new")
    fill_in(hers)
    sign(hers, AMARA.passphrase)
    hers.page.wait_for_url(ONE_CHOICE)
    assert_holds(hers, SIGNED_IN)
    hers.page.get_by_role("button", name="Stop sharing").click()
    expect(hers.page.get_by_role("main")).to_contain_text("It has stopped.")


def test_a_whole_visit_leaves_its_cookies_and_nothing_else(portal_https: "Portal", persistent: "MakePhone") -> None:
    hers = persistent(portal_https)
    hers.page.clock.install()
    hers.open("/")
    assert_holds(hers, SIGNED_OUT)
    pick(hers, "Español", "es")
    pick(hers, "English", "en")
    assert_holds(hers, LANGUAGE_PICKED)
    hers.sign_in(AMARA, phone_is_hers="no")
    assert_holds(hers, SIGNED_IN)
    hers.walk_her_pages()
    answer_an_option(hers)
    assert_holds(hers, SIGNED_IN)

    start_afresh(hers)
    typed_and_saved(hers, FIRST_WORDS)
    assert_holds(hers, SIGNED_IN)
    be_hidden_and_sign_in_on_the_page(hers)
    assert_holds(hers, SIGNED_IN)
    hers.page.locator("main button.main").click()
    expect(hers.page.get_by_text("Your message is sent.")).to_be_visible()
    give_and_stop_a_choice(hers)
    hers.open("/me/exit")
    with hers.page.expect_navigation():
        hers.send()
    hers.open("/me")
    assert_holds(hers, SIGNED_IN)

    hers.page.get_by_role("button", name="Sign out", exact=True).click()
    hers.arrive("/")
    assert_holds(hers, SIGNED_OUT)
    hers.sign_in(AMARA, phone_is_hers="yes")
    hers.open("/inbox")
    assert_holds(hers, SIGNED_IN | KNOWN_PHONE)
    hers.exit()
    hers.wait_for_the_marker()
    # What was on its way may be told afterwards that nobody is signed in.
    assert cookies_of(hers) - SIGNED_OUT == LEFT | KNOWN_PHONE
    hers.open("/")
    assert_holds(hers, SIGNED_OUT | LEFT | KNOWN_PHONE)

    hers.context.close()
    assert hers.profile is not None
    # The search finds what is there: the addresses she visited stay listed.
    assert files_with(hers.profile, portal_https.origin)
    assert files_with(hers.profile, FIRST_WORDS, MORE_WORDS, AMARA.passphrase) == []


def files_with(profile: "Path", *words: str) -> list[str]:
    """Give the files of a closed browser in which any of these words can be read."""
    sought = [word.encode(encoding) for word in words for encoding in ("utf-8", "utf-16-le")]
    files = [path for path in profile.rglob("*") if path.is_file() and not path.is_symlink()]
    assert files
    return [str(path.relative_to(profile)) for path in files if any(found in path.read_bytes() for found in sought)]
