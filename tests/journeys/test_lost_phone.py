"""A lost phone while her advocate is away: frozen from the office, helped in by two, and what waits and is told."""

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from survivor_portal.demonstration.cast import AMARA, IMANI, RUTH, TOM
from tests.journeys.phones import Handset
from tests.journeys.servers import Portal, start_portal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.journeys.phones import MakePhone, Phone
    from tests.journeys.servers import Weather

WORDS: Final = ("blue kettle under the stairs", "green ladder by the river")
NEW_PASSPHRASE: Final = "seven herons cross a frozen lake"
REFUSAL: Final = "We could not sign you in with that. Check each line and try again."
STOPPED: Final = "Sign-ins are stopped."
WAITS: Final = "Older messages wait until"


@pytest.fixture
def lost_portal(chromium: str, weather: "Weather", tmp_path: "Path") -> "Iterator[Portal]":
    """A demonstration of its own, since a passphrase is changed in it."""
    assert chromium
    running = start_portal(tmp_path, weather)
    yield running
    running.stop()


def set_words(hers: "Phone", words: str, passphrase: str) -> None:
    hers.open("/me/recovery")
    hers.page.locator("#agreed_words").fill(words)
    hers.page.locator("#present_passphrase").fill(passphrase)
    hers.send()
    expect(hers.page.get_by_text("Your words were set on")).to_be_visible()


def freeze_from_the_office(office: "Phone") -> None:
    """Press three times, and no more."""
    office.follow("Lost phone or passphrase", "/desk/office/people")
    office.page.locator("#name_or_number").fill(AMARA.sign_in_name)
    office.send()
    office.page.get_by_role("button", name="Phone lost: stop all sign-ins").click()
    expect(office.page.get_by_text(STOPPED)).to_be_visible()


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


def fill_in(desk: "Phone", number: str, words: str) -> None:
    """Say at the desk what was heard on the telephone."""
    desk.page.locator("#request_number").fill(number)
    desk.page.locator("#heard_words").fill(words.capitalize())
    desk.page.get_by_label("No, by phone or otherwise").check()
    desk.send()


def code_on(desk: "Phone") -> str:
    expect(desk.page.get_by_text("Read this code out. It is shown only now.")).to_be_visible()
    return desk.page.locator("code").inner_text()


def agree(second: "Phone", colleague: str) -> None:
    second.open("/desk/second")
    expect(second.page.locator("main")).not_to_contain_text("Amara")
    second.page.get_by_role("button", name=f"I agree {colleague}").click()
    expect(second.page.get_by_text("Nobody asks now.")).to_be_visible()


def set_passphrase(hers: "Phone", code: str, passphrase: str) -> None:
    hers.page.locator("#get_in_code").fill(code.lower())
    hers.send()
    hers.arrive("/recover/passphrase")
    hers.page.locator("#new_passphrase").fill(passphrase)
    hers.page.locator("#new_passphrase_again").fill(passphrase)
    hers.page.get_by_label("Yes, only mine").check()
    hers.send()
    hers.arrive("/home")


def test_a_lost_phone_is_out_at_once_and_she_is_in_again_on_another_one(
    lost_portal: Portal, phone: "MakePhone", *, script: bool
) -> None:
    old, new = phone(lost_portal, Handset(script=script)), phone(lost_portal, Handset(script=script))
    office, tom = (phone(lost_portal, Handset(script=script, size=(1280, 800))) for _ in range(2))
    old.sign_in(AMARA)
    set_words(old, WORDS[0], AMARA.passphrase)

    office.sign_in_staff(IMANI)
    freeze_from_the_office(office)
    assert old.open("/home") == 401
    sign_in_is_refused(old, AMARA.passphrase)

    number = ask(new)
    office.page.get_by_role("link", name="Help this person back in").click()
    office.settle()
    expect(office.page.get_by_text(STOPPED)).to_be_visible()
    fill_in(office, number, WORDS[0])
    expect(office.page.get_by_text("A second person on the team agrees first.")).to_be_visible()
    tom.sign_in_staff(TOM)
    agree(tom, "Imani")
    fill_in(office, number, WORDS[0])
    set_passphrase(new, code_on(office), NEW_PASSPHRASE)

    sign_in_is_refused(old, AMARA.passphrase)
    new.open("/me/recovery")
    for done in (
        "Imani stopped all sign-ins with your name.",
        "Tom agreed as the second person on your team.",
        "Imani heard the words your team knows you by. They are used up.",
        "Someone at your team helped you back in: Imani.",
    ):
        expect(new.page.get_by_text(done)).to_be_visible()
    new.open("/inbox")
    expect(new.page.get_by_text(WAITS)).to_have_count(0)


def test_after_a_call_older_messages_wait_until_a_second_person_agrees_and_other_phones_are_told(
    lost_portal: Portal, phone: "MakePhone", *, script: bool
) -> None:
    hers, other = phone(lost_portal, Handset(script=script)), phone(lost_portal, Handset(script=script))
    ruth, tom = (phone(lost_portal, Handset(script=script, size=(1280, 800))) for _ in range(2))
    hers.sign_in(AMARA)
    set_words(hers, WORDS[0], AMARA.passphrase)
    hers.open("/inbox")
    written = hers.page.locator(".words").first.inner_text()
    hers.press_exit()

    ruth.sign_in_staff(RUTH)
    ruth.page.get_by_role("link", name="Amara", exact=True).click()
    number = ask(hers)
    ruth.page.reload()
    expect(ruth.page.get_by_text("Someone asks to get back in with this name.")).to_be_visible()
    ruth.page.get_by_role("link", name="Help this person back in").click()
    ruth.settle()
    fill_in(ruth, number, WORDS[0])
    set_passphrase(hers, code_on(ruth), NEW_PASSPHRASE)

    hers.open("/inbox")
    expect(hers.page.get_by_text(WAITS)).to_be_visible()
    expect(hers.page.get_by_text(written)).to_have_count(0)
    tom.sign_in_staff(TOM)
    agree(tom, "Ruth")
    hers.open("/inbox")
    expect(hers.page.get_by_text(written)).to_be_visible()

    hers.open("/home")
    hers.follow("Set new words for your team", "/me/recovery")
    set_words(hers, WORDS[1], NEW_PASSPHRASE)
    other.open("/")
    other.type_sign_in(AMARA.sign_in_name, NEW_PASSPHRASE)
    other.send()
    other.arrive("/home")
    other.open("/me")
    for told in (
        "A new passphrase was set with the help of your team.",
        "Someone said the words your team knows you by. They do not work any more.",
        "The words your team knows you by were set anew.",
    ):
        expect(other.page.get_by_text(told).first).to_be_visible()
