"""Looking through the directory, picking a service and answering, with and without script, in two directions."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from survivor_portal.demonstration.cast import BELA, LUCIA, NOUR
from tests.journeys.phones import Handset, MakePhone, Phone
from tests.journeys.test_accessibility import violations

if TYPE_CHECKING:
    from survivor_portal.actions.people import NewSurvivor
    from tests.journeys.servers import Portal

LOOKS = """button => {
  const style = getComputedStyle(button);
  return [style.color, style.backgroundColor, style.fontSize, style.fontWeight, style.border].join();
}"""


def with_one_picked(
    phone: MakePhone, portal: "Portal", handset: Handset, *, named: str, survivor: "NewSurvivor" = BELA
) -> Phone:
    """Sign her in, look a service up in the directory, and put it on her list."""
    hers = phone(portal, handset)
    hers.sign_in(survivor)
    hers.open("/list/directory")
    found = kind_with(hers, named)
    found.get_by_role("link", name=named, exact=True).click()
    hers.page.wait_for_url("**/list/service/*")
    hers.settle()
    if hers.page.locator("main button.main").count():
        hers.send()
    else:
        hers.page.locator('main .sheet a[href^="/list/"]').click()
    hers.page.wait_for_url(lambda address: "/service/" not in address)
    hers.settle()
    return hers


def kind_with(hers: Phone, named: str) -> Page:
    """Open the kinds of help one after another, until a service of this name is there."""
    kinds = [link.get_attribute("href") for link in hers.page.locator(".rows a").all()]
    for kind in kinds:
        hers.open(str(kind))
        if hers.page.get_by_role("link", name=named, exact=True).count():
            return hers.page
    msg = f"no kind of help lists {named}"
    raise AssertionError(msg)


def the_answer(hers: Phone, words: str) -> None:
    """Wait until the option shows this as her answer."""
    expect(hers.page.locator("main .sheet").get_by_text(f"Your answer: {words}.")).to_be_visible()
    hers.settle()


def press(hers: Phone, words: str) -> None:
    """Press a button by its words."""
    hers.page.get_by_role("button", name=words, exact=True).click()


def said(hers: Phone) -> list[str]:
    """Give what her history shows, the newest first, without its days."""
    return [line.rpartition(": ")[2] for line in hers.page.locator(".history li").all_inner_texts()]


def test_she_picks_a_service_answers_changes_her_mind_and_sees_all_of_it(
    either_portal: "Portal", phone: MakePhone, *, script: bool
) -> None:
    named = "Dental clinic" if script else "Bus passes and free rides"
    hers = with_one_picked(phone, either_portal, Handset(script=script), named=named)
    option = hers.page.url
    before = said(hers)
    press(hers, "I want this")
    the_answer(hers, "I want this")
    press(hers, "Not now")
    the_answer(hers, "Not now")
    press(hers, "Take my answer back")
    the_answer(hers, "No answer yet")

    assert hers.page.url == option
    assert said(hers) == ["You took your answer back", "Not now", "I want this", *before]
    hers.open("/list")
    expect(hers.page.get_by_role("link", name=named, exact=True)).to_be_visible()


def test_with_script_the_page_stays_and_the_answer_is_read_out(portal: "Portal", phone: MakePhone) -> None:
    hers = with_one_picked(phone, portal, Handset(), named="Child care")
    hers.page.evaluate("window.isTheSamePage = true")
    before = hers.page.evaluate("history.length")
    press(hers, "Tell me more")
    the_answer(hers, "Tell me more")

    expect(hers.page.get_by_text("Your answer: Tell me more.")).to_be_focused()
    expect(hers.page.get_by_text("Your answer: Tell me more.")).to_be_in_viewport()
    assert hers.page.evaluate("window.isTheSamePage")
    assert hers.page.evaluate("history.length") == before
    press(hers, "Take my answer back")
    the_answer(hers, "No answer yet")


def test_the_four_answers_look_alike(portal: "Portal", phone: MakePhone) -> None:
    hers = with_one_picked(phone, portal, Handset(), named="English classes and GED")
    boxes = [button.bounding_box() for button in hers.page.locator(".answers button").all()]
    looks = {button.evaluate(LOOKS) for button in hers.page.locator(".answers button").all()}

    assert len(boxes) == 4
    assert len({(round(box["width"]), round(box["height"])) for box in boxes if box}) == 1
    assert len(looks) == 1


@pytest.mark.parametrize("width", [320, 360])
def test_in_arabic_nothing_leaves_the_screen_and_a_phone_number_keeps_its_order(
    portal: "Portal", phone: MakePhone, width: int
) -> None:
    hers = with_one_picked(phone, portal, Handset(size=(width, 740)), named="Child care", survivor=NOUR)

    assert hers.page.evaluate("document.documentElement.dir") == "rtl"
    assert hers.page.evaluate("document.documentElement.scrollWidth") <= width
    number = hers.page.locator('main a[href^="tel:"]').first
    digits = number.evaluate(
        """link => {
          const text = link.firstChild, range = document.createRange(), placed = [];
          for (let at = 0; at < text.length; at++) {
            if (!/[0-9]/.test(text.data[at])) continue;
            range.setStart(text, at); range.setEnd(text, at + 1);
            placed.push([range.getBoundingClientRect().left, text.data[at]]);
          }
          return placed.sort((one, other) => one[0] - other[0]).map(one => one[1]).join('');
        }"""
    )
    assert f"tel:{digits}" == number.get_attribute("href")


@pytest.mark.parametrize("survivor", [BELA, LUCIA, NOUR], ids=["English", "Spanish", "Arabic"])
def test_axe_finds_nothing_on_any_services_page(portal: "Portal", phone: MakePhone, survivor: "NewSurvivor") -> None:
    hers = with_one_picked(phone, portal, Handset(for_axe=True), named="Emergency shelter", survivor=survivor)
    option = hers.page.url.removeprefix(portal.origin)
    hers.page.locator(".answers button").last.click()
    expect(hers.page.locator(".answers [aria-pressed=true]")).to_be_visible()
    found = {"answered": violations(hers, of_survivors=True)}
    hers.open("/list/directory/2")
    service = str(hers.page.locator(".rows a").first.get_attribute("href"))
    for path in (option, service, "/list", "/list/all", "/list/directory", "/list/directory/2"):
        hers.open(path)
        found[path] = violations(hers, of_survivors=True)

    assert {path: problems for path, problems in found.items() if problems} == {}
