"""Ruth and Amara at work: what Amara sets shows on Ruth's desk, and Ruth answers, offers and records within it."""

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from survivor_portal.demonstration.cast import AMARA, NOUR, RUTH, TOM
from tests.journeys.phones import Handset
from tests.journeys.test_accessibility import violations

if TYPE_CHECKING:
    from survivor_portal.actions.people import NewSurvivor
    from tests.journeys.phones import MakePhone, Phone
    from tests.journeys.servers import Portal

A_DESK: Final = (1280, 800)
A_PHONE: Final = (360, 740)
A_POLL: Final = 21_000
"""Milliseconds after which an open page has asked once more."""
ONE_CHOICE: Final = re.compile(r".*/choices/[a-z2-7]{26}$")
ONE_PERSON: Final = re.compile(r".*/desk/people/[a-z2-7]{26}(#\w+)?$")


def sign_a_choice(hers: "Phone", survivor: "NewSurvivor") -> str:
    """Let her allow the first place to learn her name by phone, and give the name of the place."""
    hers.open("/choices/new")
    form = hers.page.locator('form[action="/choices/new"]')
    form.locator("[name=recipient]").select_option(index=1)
    form.locator("[name=purpose]").select_option("legal_help")
    for tick in ('[name=items][value="chosen_name"]', '[name=methods][value="phone"]', "[name=risk]", "[name=ways]"):
        form.locator(tick).check()
    place = str(form.locator("[name=recipient] option:checked").inner_text())
    form.locator("[name=signature]").fill(survivor.passphrase)
    form.locator("button[type=submit]:not([formaction])").click()
    hers.page.wait_for_url(ONE_CHOICE)
    return place


def open_person(ruths: "Phone", survivor: "NewSurvivor") -> str:
    """Go from the desk to a person's page, and give its address."""
    ruths.open("/desk")
    ruths.page.get_by_role("link", name=survivor.chosen_name, exact=True).click()
    ruths.page.wait_for_url(ONE_PERSON)
    ruths.settle()
    return ruths.page.url.removeprefix(ruths.portal.origin).partition("#")[0]


def read(ruths: "Phone", language: str) -> None:
    """Change to a language, where the page speaks another."""
    if ruths.page.locator("html").get_attribute("lang") != language:
        ruths.page.locator(".languages summary").click()
        ruths.page.locator(f'button[value="{language}"]').click()
        expect(ruths.page.locator("html")).to_have_attribute("lang", language)
        ruths.settle()


def fill_in_what_was_told(ruths: "Phone", place: str) -> None:
    """Tick under the consent for one place that her name was told by phone."""
    form = ruths.page.locator("form").filter(has=ruths.page.get_by_role("button", name=f"Record {place}"))
    form.get_by_label("Chosen name").check()
    form.get_by_label("By phone").check()


def test_ruth_answers_offers_and_records_what_amara_allows_until_she_stops_it(
    crossed_portal: "Portal", phone: "MakePhone", *, script: bool
) -> None:
    hers = phone(crossed_portal, Handset(script=script))
    hers.sign_in(AMARA)
    place = sign_a_choice(hers, AMARA)
    ref = hers.page.url.rpartition("/")[2]
    ruths = phone(crossed_portal, Handset(script=script, size=A_DESK))
    ruths.sign_in_staff(RUTH)
    waiting = ruths.page.get_by_role("listitem").filter(has=ruths.page.get_by_role("link", name="Amara", exact=True))
    expect(waiting).to_contain_text("new consent")
    person = open_person(ruths, AMARA)
    main = ruths.page.get_by_role("main")
    assert ruths.page.title() == "Person"

    ruths.page.get_by_label("Your message").fill("Good morning, Amara")
    ruths.send()
    expect(ruths.page.locator("#lines .words").last).to_have_text("Good morning, Amara")

    ruths.open(f"{person}/offers")
    ruths.page.get_by_role("link", name="Dentist").click()
    ruths.page.wait_for_url("**/offers/*")
    ruths.settle()
    offer = ruths.page.get_by_role("button", name=re.compile("^Offer ")).first
    offered = offer.inner_text().removeprefix("Offer").strip()
    offer.click()
    ruths.page.wait_for_url(ONE_PERSON)
    expect(ruths.page.get_by_role("heading", name=offered)).to_be_visible()

    ruths.open(person)
    ruths.page.get_by_role("link", name="Record what was told").click()
    ruths.page.wait_for_url("**/disclosures")
    ruths.settle()
    expect(ruths.page.locator("main :checked")).to_have_count(0)
    fill_in_what_was_told(ruths, place)
    ruths.page.get_by_role("button", name=f"Record {place}").click()
    ruths.page.wait_for_url(ONE_PERSON)
    expect(ruths.page.locator("#told li").first).to_contain_text(place)
    expect(ruths.page.locator("#told li").first).to_contain_text("By phone: Chosen name. Recorded by you.")

    ruths.open(f"{person}/disclosures")
    fill_in_what_was_told(ruths, place)
    hers.open(f"/choices/{ref}")
    hers.page.get_by_role("button", name="Stop sharing").click()
    expect(hers.page.get_by_role("main")).to_contain_text("It has stopped.")
    ruths.page.get_by_role("button", name=f"Record {place}").click()
    expect(ruths.page.get_by_role("alert")).to_contain_text("Nothing was recorded. This consent has ended.")
    expect(ruths.page.get_by_role("button", name=f"Record {place}")).to_have_count(0)

    ruths.open("/desk")
    expect(main.get_by_role("listitem").first).to_contain_text("1 consent stopped")
    open_person(ruths, AMARA)
    expect(main.get_by_role("button", name=f"I have seen this stop {place}")).to_be_visible()
    expect(main.locator("#told li").filter(has_text=place)).to_have_count(1)
    hers.open("/inbox")
    expect(hers.page.locator("#lines .words").last).to_have_text("Good morning, Amara")


def test_ruth_s_open_page_finds_amara_s_message_and_leaves_her_typing_alone(
    portal: "Portal", phone: "MakePhone"
) -> None:
    ruths = phone(portal, Handset(size=A_DESK))
    ruths.page.clock.install()
    ruths.sign_in_staff(RUTH)
    person = open_person(ruths, AMARA)
    ruths.page.get_by_label("Your message").press_sequentially("Half a sen")
    hers = phone(portal)
    hers.sign_in(AMARA)
    hers.open("/inbox")
    hers.page.get_by_label("Your message").fill("From the bus")
    hers.send()
    expect(hers.page.locator("#lines .words").last).to_have_text("From the bus")

    ruths.page.clock.run_for(A_POLL)

    expect(ruths.page.locator("#lines .words").last).to_have_text("From the bus")
    expect(ruths.page.get_by_label("Your message")).to_have_value("Half a sen")
    expect(ruths.page.get_by_label("Your message")).to_be_focused()
    assert ruths.page.url == portal.address(person)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_person_s_page_is_two_panes_on_a_desk_and_one_column_on_a_phone(
    portal_https: "Portal", phone: "MakePhone", language: str
) -> None:
    ruths = phone(portal_https, Handset(size=A_DESK, for_axe=True))
    ruths.sign_in_staff(RUTH)
    read(ruths, language)
    person = open_person(ruths, AMARA)
    found = {}
    for size in (A_DESK, A_PHONE):
        ruths.page.set_viewport_size({"width": size[0], "height": size[1]})
        for path in ("/desk", person, f"{person}/offers", f"{person}/offers/3", f"{person}/disclosures"):
            ruths.open(path)
            found[path, size] = violations(ruths, of_survivors=False)
            assert ruths.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        ruths.open(person)
        services, messages = (ruths.page.locator(f"#{name} h2").bounding_box() for name in ("services", "messages"))
        assert services is not None
        assert messages is not None
        assert (services["y"] == pytest.approx(messages["y"], abs=1)) is (size == A_DESK)
        ruths.page.locator("#told").scroll_into_view_if_needed()
        expect(ruths.page.get_by_role("heading", level=1)).to_be_in_viewport()
    # Others sign in as Ruth here as well, and read English.
    read(ruths, "en")
    assert {state: problems for state, problems in found.items() if problems} == {}


def test_tom_finds_nothing_at_the_address_of_a_person_he_does_not_help(portal: "Portal", phone: "MakePhone") -> None:
    ruths = phone(portal)
    ruths.sign_in_staff(RUTH)
    person = open_person(ruths, AMARA)
    toms = phone(portal)
    toms.sign_in_staff(TOM)
    expect(toms.page.get_by_role("link", name=NOUR.chosen_name)).to_be_visible()

    assert toms.open(person) == 404
    hers = toms.page.get_by_role("main").inner_text()
    assert toms.open(f"/desk/people/{'a' * 26}") == 404
    assert toms.page.get_by_role("main").inner_text() == hers
