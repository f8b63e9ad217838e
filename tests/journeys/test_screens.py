"""What every page promises to the eye and the thumb, on the narrowest phone and at the strongest zoom."""

from typing import TYPE_CHECKING, Final

import pytest

from survivor_portal.demonstration.cast import AMARA, LUCIA, NOUR
from tests.journeys.phones import EXIT, HER_PAGES, PAGES_BELOW_CHOICES, PUBLIC_PAGES, Handset

if TYPE_CHECKING:
    from tests.journeys.phones import MakePhone, Phone
    from tests.journeys.servers import Portal

READERS: Final = {"en": AMARA, "es": LUCIA, "ar": NOUR}

SCREENS: Final = {
    "a phone": (360, 740),
    "the narrowest phone": (320, 640),
    "zoomed to 400%": (320, 256),
    "a phone on its side": (740, 360),
}

EXIT_IN_EVERY_STATE: Final = """(exit) => {
  const button = document.querySelector(exit);
  // A page that is kept on a phone has no menu of languages.
  const menu = document.querySelector('.languages') ?? {};
  const shares = [[0.5, 0.5], [0.1, 0.15], [0.9, 0.15], [0.1, 0.85], [0.9, 0.85]];
  const look = (state) => {
    const box = button.getBoundingClientRect();
    const unreached = shares
      .map(([across, down]) => [box.left + box.width * across, box.top + box.height * down])
      .filter(([x, y]) => !button.contains(document.elementFromPoint(x, y)));
    return { state, height: box.height, top: box.top, unreached };
  };
  const states = [look('as it opens')];
  menu.open = true;
  states.push(look('with the language menu open'));
  scrollTo(0, document.documentElement.scrollHeight);
  states.push(look('with the language menu open, scrolled to its end'));
  menu.open = false;
  states.push(look('scrolled to its end'));
  return states;
}"""
"""The height of the exit button, and points of it, the middle first, at which a press would reach something else."""

BEYOND_THE_SIDES: Final = """() => {
  const root = document.documentElement;
  const reaches = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && element.checkVisibility({ visibilityProperty: true })
      && (box.left < -0.5 || box.right > root.clientWidth + 0.5);
  };
  return [
    ...(root.scrollWidth > root.clientWidth ? ['the page scrolls sideways'] : []),
    ...[...document.querySelectorAll('body *')].filter(reaches).map((element) => element.outerHTML.slice(0, 80)),
  ];
}"""

TOO_SMALL: Final = """() => {
  const controls = 'button, summary, input:not([type=hidden], [type=radio]), .equal label, nav a, main a';
  return [...document.querySelectorAll(controls)]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }))
    .map((element) => [element.outerHTML.slice(0, 80), element.getBoundingClientRect().height])
    .filter(([, height]) => height < 48);
}"""

FOCUS: Final = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return null;
  const box = focused.getBoundingClientRect();
  const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  // A radio button's label stands for it.
  const stands = focused.closest('label') ?? focused;
  return { name: focused.outerHTML.slice(0, 80), isSeen: stands.contains(at) };
}"""

SHIFTS: Final = """() => new Promise((resolve) => {
  let moved = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) moved += entry.value; })
    .observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => resolve(moved), 150);
})"""


def signed_in(phone: "MakePhone", portal: "Portal", language: str, *, script: bool = True) -> "Phone":
    """Give a phone in that language, with someone signed in who reads it."""
    theirs = phone(portal, Handset(script=script, language=language))
    theirs.sign_in(READERS[language])
    return theirs


@pytest.mark.parametrize("language", READERS)
def test_exit_is_large_and_on_top_on_every_page_and_screen(portal: "Portal", phone: "MakePhone", language: str) -> None:
    theirs = signed_in(phone, portal, language)
    for path in (*HER_PAGES, *PAGES_BELOW_CHOICES, *PUBLIC_PAGES[1:], "/desk/nothing-is-here"):
        theirs.open(path)
        assert_exit_is_within_reach(theirs, path)


@pytest.mark.parametrize("path", ["/", "/desk/sign-in"])
def test_exit_is_large_and_on_top_before_sign_in(portal: "Portal", phone: "MakePhone", path: str) -> None:
    theirs = phone(portal)
    theirs.open(path)
    assert_exit_is_within_reach(theirs, path)


def assert_exit_is_within_reach(theirs: "Phone", path: str) -> None:
    for name, (width, height) in SCREENS.items():
        theirs.page.set_viewport_size({"width": width, "height": height})
        states = theirs.page.evaluate(EXIT_IN_EVERY_STATE, EXIT)
        assert len(states) == 4
        for state in states:
            where = f"{path} on {name}, {state['state']}"
            assert state["height"] >= 48, where
            assert state["top"] >= 0, where
            assert state["unreached"] == [], where


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_first_tab_lands_on_exit_and_enter_presses_it(portal: "Portal", phone: "MakePhone", language: str) -> None:
    theirs = signed_in(phone, portal, language)
    for path in (*HER_PAGES, *PAGES_BELOW_CHOICES, *PUBLIC_PAGES[1:]):
        theirs.open(path)
        theirs.page.keyboard.press("Tab")
        assert theirs.page.evaluate("document.activeElement.getAttribute('form')") == "exit", path
    theirs.page.keyboard.press("Enter")
    theirs.page.wait_for_url(portal.weather.address)


@pytest.mark.parametrize("language", READERS)
def test_on_the_narrowest_phone_all_is_within_the_sides_and_every_control_is_large_enough_for_a_thumb(
    portal: "Portal", phone: "MakePhone", language: str
) -> None:
    theirs = phone(portal, Handset(language=language, size=(320, 640)))
    for path in ("/", "/desk/sign-in"):
        theirs.open(path)
        assert_fits_phone_and_thumb(theirs, path)
        theirs.send()
        theirs.page.get_by_role("alert").wait_for()
        assert_fits_phone_and_thumb(theirs, f"{path}, refused")
    theirs.sign_in(READERS[language])
    for path in (*HER_PAGES, *PUBLIC_PAGES[1:]):
        theirs.open(path)
        assert_fits_phone_and_thumb(theirs, path)
        theirs.page.locator(".languages summary").click()
        assert_fits_phone_and_thumb(theirs, f"{path}, with the language menu open")


def assert_fits_phone_and_thumb(theirs: "Phone", where: str) -> None:
    assert theirs.page.evaluate(BEYOND_THE_SIDES) == [], where
    assert theirs.page.evaluate(TOO_SMALL) == [], where


@pytest.mark.parametrize("size", [(360, 740), (320, 256)], ids=["a phone", "zoomed to 400%"])
def test_whatever_has_the_focus_can_be_seen(portal: "Portal", phone: "MakePhone", size: tuple[int, int]) -> None:
    theirs = phone(portal, Handset(size=size))
    theirs.open("/")
    assert_focus_is_seen_all_the_way(theirs, "/")
    theirs.sign_in(AMARA)
    for path in (*HER_PAGES, *PUBLIC_PAGES[1:]):
        theirs.open(path)
        assert_focus_is_seen_all_the_way(theirs, path)


def assert_focus_is_seen_all_the_way(theirs: "Phone", path: str) -> None:
    reached = []
    for _ in range(40):
        theirs.page.keyboard.press("Tab")
        focus = theirs.page.evaluate(FOCUS)
        if focus is None:
            break
        assert focus["isSeen"], f"{focus['name']} on {path}"
        reached.append(focus["name"])
    assert len(reached) > 3, "the keyboard reached next to nothing"


def test_nothing_moves_while_a_page_loads(portal: "Portal", phone: "MakePhone") -> None:
    theirs = phone(portal)
    theirs.open("/")
    assert theirs.page.evaluate(SHIFTS) == 0
    theirs.sign_in(AMARA)
    for path in (*HER_PAGES, *PUBLIC_PAGES[1:]):
        theirs.open(path)
        assert theirs.page.evaluate(SHIFTS) == 0, path
