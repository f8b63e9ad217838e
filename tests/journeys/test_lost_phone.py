"""A lost phone, from the call to her team to her own pages on another one."""

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from survivor_portal.demonstration.cast import AMARA, RUTH
from tests.journeys.phones import Handset
from tests.journeys.servers import Portal, start_portal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.journeys.phones import MakePhone, Phone
    from tests.journeys.servers import Weather

WORDS: Final = "blue kettle under the stairs"
NEW_PASSPHRASE: Final = "seven herons cross a frozen lake"
REFUSAL: Final = "We could not sign you in with that. Check each line and try again."


@pytest.fixture
def lost_portal(chromium: str, weather: "Weather", tmp_path: "Path") -> "Iterator[Portal]":
    """A demonstration of its own, since a passphrase is changed in it."""
    assert chromium
    running = start_portal(tmp_path, weather)
    yield running
    running.stop()


def set_words(hers: "Phone") -> None:
    hers.open("/me/recovery")
    hers.page.locator("#agreed_words").fill(WORDS)
    hers.page.locator("#present_passphrase").fill(AMARA.passphrase)
    hers.send()
    expect(hers.page.get_by_text("Your words were set on")).to_be_visible()


def sign_in_is_refused(hers: "Phone", passphrase: str) -> None:
    hers.open("/")
    hers.type_sign_in(AMARA.sign_in_name, passphrase)
    hers.send()
    expect(hers.page.get_by_role("alert")).to_have_text(REFUSAL)


def ask(hers: "Phone") -> str:
    hers.open("/")
    hers.follow("I cannot sign in", "/recover")
    hers.page.locator("#sign_in_name").fill(AMARA.sign_in_name)
    hers.send()
    hers.arrive("/recover/wait")
    hers.open("/recover/wait")
    return hers.page.locator(".drawn").inner_text()


def code_for(desk: "Phone", number: str) -> str:
    desk.page.get_by_role("link", name="Help this person back in").click()
    desk.settle()
    expect(desk.page.get_by_text("Sign-ins are stopped.")).to_be_visible()
    desk.page.locator("#request_number").fill(number)
    desk.page.locator("#heard_words").fill(WORDS.capitalize())
    desk.page.get_by_label("Yes, face to face").check()
    desk.send()
    expect(desk.page.get_by_text("Read this code out. It is shown only now.")).to_be_visible()
    return desk.page.locator("code").inner_text()


def set_passphrase(hers: "Phone", code: str) -> None:
    hers.page.locator("#get_in_code").fill(code.lower())
    hers.send()
    hers.arrive("/recover/passphrase")
    hers.page.locator("#new_passphrase").fill(NEW_PASSPHRASE)
    hers.page.locator("#new_passphrase_again").fill(NEW_PASSPHRASE)
    hers.page.get_by_label("Yes, only mine").check()
    hers.send()
    hers.arrive("/home")


def test_a_lost_phone_is_out_at_once_and_she_is_in_again_on_another_one(
    lost_portal: Portal, phone: "MakePhone", *, script: bool
) -> None:
    old, new, desk, third = (
        phone(lost_portal, Handset(script=script)),
        phone(lost_portal, Handset(script=script)),
        phone(lost_portal, Handset(script=script, size=(1280, 800))),
        phone(lost_portal, Handset(script=script)),
    )
    old.sign_in(AMARA)
    set_words(old)

    desk.sign_in_staff(RUTH)
    desk.page.get_by_role("link", name="Amara", exact=True).click()
    desk.page.get_by_role("button", name="Phone lost: stop all sign-ins").click()
    expect(desk.page.get_by_text("Sign-ins are stopped.")).to_be_visible()
    assert old.open("/home") == 401
    sign_in_is_refused(old, AMARA.passphrase)

    number = ask(new)
    desk.page.reload()
    expect(desk.page.get_by_text("Someone asks to get back in with this name.")).to_be_visible()
    set_passphrase(new, code_for(desk, number))
    new.open("/me/recovery")
    expect(new.page.get_by_text("Someone at your team helped you back in: Ruth.")).to_be_visible()

    sign_in_is_refused(old, AMARA.passphrase)
    assert old.open("/me") == 401
    third.open("/")
    third.type_sign_in(AMARA.sign_in_name, NEW_PASSPHRASE)
    third.send()
    third.arrive("/home")
    third.open("/me")
    for told in (
        "A new passphrase was set with the help of your team.",
        "All sign-ins with your name were stopped.",
        "You can sign in again. Your team ended the stop.",
    ):
        expect(third.page.get_by_text(told)).to_be_visible()
