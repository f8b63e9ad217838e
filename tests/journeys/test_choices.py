"""Saying in writing what may be shared, and stopping it, on a phone."""

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from survivor_portal.demonstration.cast import AMARA, BELA, NOUR
from tests.journeys.phones import Handset

if TYPE_CHECKING:
    from tests.journeys.phones import MakePhone, Phone
    from tests.journeys.servers import Portal

ONE_CHOICE = re.compile(r".*/choices/[a-z2-7]{26}$")
FORM = 'form[action="/choices/new"]'


def fill_in(hers: "Phone") -> str:
    """Fill the form in but for the signature, and give the name of the place she picks."""
    form = hers.page.locator(FORM)
    form.locator("[name=recipient]").select_option(index=1)
    form.locator("[name=purpose]").select_option("legal_help")
    for tick in ('[name=items][value="chosen_name"]', '[name=methods][value="phone"]', '[name=length][value="7"]'):
        form.locator(tick).check()
    form.locator("[name=risk]").check()
    form.locator("[name=ways]").check()
    return str(form.locator("[name=recipient] option:checked").inner_text())


def sign(hers: "Phone", passphrase: str) -> None:
    form = hers.page.locator(FORM)
    form.locator("[name=signature]").fill(passphrase)
    form.locator("button[type=submit]:not([formaction])").click()


def test_she_signs_a_choice_and_stops_it_with_two_presses_from_home(
    portal: "Portal", phone: "MakePhone", *, script: bool
) -> None:
    hers = phone(portal, Handset(script=script))
    hers.sign_in(BELA)
    hers.follow("Choices", "/choices")
    hers.follow("Say what may be shared", "/choices/new")
    place = fill_in(hers)
    sign(hers, BELA.passphrase)
    hers.page.wait_for_url(ONE_CHOICE)
    expect(hers.page.get_by_role("heading", level=1)).to_have_text(place)
    expect(hers.page.get_by_role("main")).to_contain_text("I say yes to this. It is my own choice.")

    hers.open("/home")
    hers.follow("Choices", "/choices")
    hers.page.get_by_role("button", name="Stop sharing").click()

    hers.page.wait_for_url(ONE_CHOICE)
    expect(hers.page.get_by_role("main")).to_contain_text("It has stopped.")
    hers.open("/choices")
    expect(hers.page.get_by_role("button", name="Stop sharing")).to_have_count(0)


def test_a_wrong_passphrase_leaves_everything_else_as_she_picked_it(
    portal: "Portal", phone: "MakePhone", *, script: bool
) -> None:
    hers = phone(portal, Handset(script=script))
    hers.sign_in(BELA)
    hers.open("/choices/new")
    place = fill_in(hers)
    sign(hers, "not the one she chose")

    expect(hers.page.get_by_label("Your passphrase")).to_have_accessible_description(re.compile("not your passphrase"))
    form = hers.page.locator(FORM)
    expect(form.locator("[name=recipient] option:checked")).to_have_text(place)
    expect(form.locator('[name=items][value="chosen_name"]')).to_be_checked()
    expect(form.locator('[name=length][value="7"]')).to_be_checked()
    expect(form.locator("[name=signature]")).to_have_value("")


def test_going_back_from_a_form_half_filled_in_shares_nothing(
    portal: "Portal", phone: "MakePhone", *, script: bool
) -> None:
    hers = phone(portal, Handset(script=script))
    hers.sign_in(BELA)
    hers.open("/choices/new")
    fill_in(hers)
    hers.follow("Do not share", "/choices")

    expect(hers.page.get_by_role("button", name="Stop sharing")).to_have_count(0)


def test_he_reads_and_signs_the_words_in_arabic_from_right_to_left(
    portal: "Portal", phone: "MakePhone", *, script: bool
) -> None:
    his = phone(portal, Handset(script=script))
    his.sign_in(NOUR)
    his.open("/choices/new")
    expect(his.page.locator("html")).to_have_attribute("dir", "rtl")
    fill_in(his)
    # Nobody has approved the words in Arabic, so an interpreter is named.
    his.page.locator(FORM).locator("[name=interpreter]").fill("Samia Karam")
    sign(his, NOUR.passphrase)
    his.page.wait_for_url(ONE_CHOICE)
    expect(his.page.get_by_role("main")).to_contain_text("أوافق على هذا. إنه قراري أنا.")
    his.page.locator('form[action$="/withdrawal"] button').click()
    expect(his.page.locator('form[action$="/withdrawal"]')).to_have_count(0)


def test_she_signs_again_stops_and_decides_that_they_may_know(
    portal: "Portal", phone: "MakePhone", *, script: bool
) -> None:
    hers = phone(portal, Handset(script=script))
    hers.sign_in(BELA)
    hers.open("/choices/new")
    fill_in(hers)
    sign(hers, BELA.passphrase)
    hers.page.wait_for_url(ONE_CHOICE)
    first = hers.page.url

    hers.page.get_by_role("link", name="Sign it again").click()
    sign_answer(hers, BELA.passphrase, "/renewal")
    assert hers.page.url != first
    hers.page.get_by_role("button", name="Stop sharing").click()
    expect(hers.page.get_by_role("main")).to_contain_text("Shall we tell them you said stop?")
    hers.page.get_by_role("link", name="Yes, look at it").click()
    sign_answer(hers, BELA.passphrase, "/word")

    expect(hers.page.get_by_role("main")).to_contain_text("That you said stop")
    hers.page.get_by_role("button", name="Stop sharing").click()
    expect(hers.page.get_by_role("main")).to_contain_text("It has stopped.")


def sign_answer(hers: "Phone", passphrase: str, address: str) -> None:
    """Sign what is asked on the page that opens at this address, and see what came of it."""
    hers.page.wait_for_url(f"**{address}")
    form = hers.page.locator(f'form[action$="{address}"]')
    form.locator("[name=risk]").check()
    form.locator("[name=ways]").check()
    form.locator("[name=signature]").fill(passphrase)
    form.get_by_role("button", name="Sign", exact=True).click()
    hers.page.wait_for_url(ONE_CHOICE)


def test_a_draft_she_leaves_for_later_still_waits(portal: "Portal", phone: "MakePhone", *, script: bool) -> None:
    hers = phone(portal, Handset(script=script))
    hers.sign_in(AMARA)
    hers.follow("Choices", "/choices")
    hers.page.get_by_role("link", name="Look at it").click()
    hers.page.wait_for_url("**/answer")
    hers.page.get_by_role("link", name="Decide later").click()

    hers.page.wait_for_url("**/choices")
    expect(hers.page.get_by_role("main")).to_contain_text("Waits for your answer")
