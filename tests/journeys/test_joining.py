"""Joining on a phone: by a link with script, by typing without, and what the browser keeps of it."""

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from survivor_portal.demonstration.cast import RUTH
from tests.journeys.looking_back import listed_titles
from tests.journeys.phones import Handset

if TYPE_CHECKING:
    from tests.journeys.phones import MakePhone, Phone
    from tests.journeys.servers import Portal

OWN: Final = "nine quiet boats at anchor"


@pytest.fixture
def code(portal_https: "Portal", phone: "MakePhone") -> str:
    """A fresh code, made by an advocate in a browser."""
    return made_by(phone(portal_https), "Zola")


def made_by(desk: "Phone", name: str) -> str:
    """Invite somebody, and give the code that is shown."""
    desk.sign_in_staff(RUTH)
    desk.open("/desk/invites")
    desk.page.get_by_label("The name they chose").fill(name)
    desk.send()
    return desk.page.locator("code").first.inner_text()


def take_the_steps(hers: "Phone") -> str:
    """Go from the language to the end with words that were drawn, and give them."""
    hers.arrive("/join/language")
    hers.page.locator("main").get_by_role("button", name="English").click()
    hers.arrive("/join/name")
    hers.follow("Take this name", "/join/passphrase")
    hers.follow("Five words that we draw", "/join/words")
    passphrase = hers.page.locator(".drawn").inner_text()
    hers.send()
    hers.arrive("/join/keep")
    hers.page.locator("#passphrase").fill(passphrase)
    hers.page.get_by_label("No, others use it").check()
    hers.send()
    hers.arrive("/home")
    return passphrase


def test_she_joins_by_link_and_her_browser_lists_no_page_of_it_by_name(
    portal_https: "Portal", code: str, persistent: "MakePhone"
) -> None:
    hers = persistent(portal_https)
    hers.page.goto(portal_https.address(f"/join#{code.replace('-', '')}"))
    expect(hers.page.locator("#invite_code")).to_have_value(code.replace("-", ""))
    expect(hers.page).to_have_url(re.compile(r"/join#?$"))
    hers.send()
    take_the_steps(hers)
    expect(hers.page.get_by_role("heading", level=1)).to_have_text("Hello, Zola")
    hers.exit()
    hers.context.close()

    assert hers.profile is not None
    listed = listed_titles(hers.profile)
    assert set(listed.values()) <= {"Weather"}
    # The address a link opens is listed before any script runs, whatever is done about it; its code is used up by now.
    assert len([address for address in listed if code.replace("-", "") in address]) <= 1


def test_without_script_she_types_the_code_and_joins(portal_https: "Portal", code: str, phone: "MakePhone") -> None:
    hers = phone(portal_https, Handset(script=False))
    hers.open("/")
    hers.follow("I have a code", "/join")
    hers.page.locator("#invite_code").fill(code.lower())
    hers.send()
    take_the_steps(hers)
    expect(hers.page.get_by_role("heading", level=1)).to_have_text("Hello, Zola")


def test_a_wrong_code_is_said_in_place_and_stays_to_be_corrected(portal_https: "Portal", phone: "MakePhone") -> None:
    hers = phone(portal_https)
    hers.page.goto(portal_https.address("/join"))
    hers.page.locator("#invite_code").fill("0000-0000-0000")
    hers.send()
    expect(hers.page.locator("#status")).to_contain_text("We do not know this code.")
    expect(hers.page.locator("#invite_code")).to_have_value("0000-0000-0000")


def test_the_code_outlives_a_change_of_language(portal_https: "Portal", code: str, phone: "MakePhone") -> None:
    hers = phone(portal_https)
    hers.page.goto(portal_https.address(f"/join#{code}"))
    expect(hers.page.locator("#invite_code")).to_have_value(code)
    hers.page.locator(".languages summary").click()
    hers.page.get_by_role("button", name="Español").click()
    expect(hers.page.locator("html")).to_have_attribute("lang", "es")
    expect(hers.page.locator("#invite_code")).to_have_value(code)
