"""Shift three times, and three taps on the portal's name: what leaves, what never does, and what she sees of it.

The moments of the presses are written into the events, so that nothing here depends on how fast a machine is.
"""

from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from survivor_portal.demonstration.cast import AMARA, RUTH
from tests.journeys.looking_back import History, assert_nothing_of_the_portal
from tests.journeys.phones import EXIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.phones import MakePhone, Phone
    from tests.journeys.servers import Portal

LONGEST_HOLD: Final = 500
LONGEST_PAUSE: Final = 700
"""Milliseconds: what a press may last, and what may lie between two of them, from one release to the next."""

SEND: Final = """(events) => {
  const field = document.querySelector('#sign_in_name');
  field.focus();
  let left = 0;
  addEventListener('portal:left', () => { left += 1; });
  for (const { kind, at, ...others } of events) {
    const Kind = kind === 'pointerdown' ? PointerEvent : KeyboardEvent;
    const event = new Kind(kind, { bubbles: true, cancelable: true, ...others });
    Object.defineProperty(event, 'timeStamp', { value: at });
    field.dispatchEvent(event);
  }
  const button = document.querySelector('.exit');
  const shown = button && getComputedStyle(button, '::after').content;
  return { left, count: button?.dataset.count ?? null, shown };
}"""

Event = dict[str, Any]
Press = tuple[int, int]
"""How long Shift is down, and how long nothing happens before it, in milliseconds."""

QUICK: Final[Press] = (80, 120)


def shift(kind: str, at: int, **others: bool) -> Event:
    return {"kind": kind, "at": at, "key": "Shift", "shiftKey": kind == "keydown", **others}


def key(name: str, at: int, **others: bool) -> list[Event]:
    """Give one stroke of another key."""
    return [{"kind": kind, "at": at, "key": name, **others} for kind in ("keydown", "keyup")]


def pressed(*presses: Press, since: int = 1000) -> list[Event]:
    """Give whole presses of Shift alone, one after the other."""
    events, now = [], since
    for hold, pause in presses:
        events += [shift("keydown", now + pause), shift("keyup", now + pause + hold)]
        now += pause + hold
    return events


def end_of(events: list[Event]) -> int:
    return max((event["at"] for event in events), default=1000)


def sent(hers: "Phone", events: list[Event]) -> dict[str, Any]:
    """Send events to a fresh sign-in page, in a field; give how often it was left, and what its button counts."""
    hers.open("/")
    answer: dict[str, Any] = hers.page.evaluate(SEND, events)
    if answer["left"]:
        hers.page.wait_for_url(hers.portal.weather.address)
    return answer


HOLDS: Final = st.integers(0, LONGEST_HOLD)


@st.composite
def quick_presses(draw: st.DrawFn) -> list[Press]:
    """Draw three presses that follow one another fast enough, from release to release."""
    holds = [draw(HOLDS) for _ in range(3)]
    return [(hold, draw(st.integers(0, LONGEST_PAUSE - hold))) for hold in holds]


@st.composite
def typing(draw: st.DrawFn) -> list[Event]:
    """Draw what a person types who writes capitals: no Shift without another key while it is down."""
    events: list[Event] = []
    now = 1000
    for word in draw(st.lists(st.text("abcXYZ", min_size=1, max_size=3), max_size=6)):
        now += draw(st.integers(0, 1500))
        if word.isupper():
            inside = [event for letter in word for event in key(letter, now, shiftKey=True)]
            events += [shift("keydown", now), *inside, shift("keyup", now)]
        else:
            events += [event for letter in word.lower() for event in key(letter, now)]
    return events


@pytest.fixture
def hers(portal: "Portal", phone: "MakePhone") -> "Phone":
    """A phone before sign-in, on which one page after the other is opened."""
    return phone(portal)


thirty_times = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@thirty_times
@given(before=typing(), presses=quick_presses())
def test_three_quick_presses_of_shift_alone_leave_whatever_was_typed_before(
    hers: "Phone", before: list[Event], presses: list[Press]
) -> None:
    assert sent(hers, before + pressed(*presses, since=end_of(before) + 1))["left"] == 1


@thirty_times
@given(events=typing())
def test_capitals_never_leave_however_fast_they_are_typed(hers: "Phone", events: list[Event]) -> None:
    assert sent(hers, events) == {"left": 0, "count": None, "shown": "none"}


@thirty_times
@given(presses=quick_presses(), place=st.integers(0, 2), longer=st.integers(1, 5000), in_hold=st.booleans())
def test_a_press_held_or_spaced_in_time_does_not_count(
    hers: "Phone", presses: list[Press], place: int, longer: int, *, in_hold: bool
) -> None:
    hold, pause = presses[place]
    if in_hold:
        presses[place] = (LONGEST_HOLD + longer, pause)
    elif place:
        presses[place] = (hold, LONGEST_PAUSE - hold + longer)
    else:
        del presses[0]

    assert sent(hers, pressed(*presses))["left"] == 0


def interrupted(between: list[Event]) -> list[Event]:
    """Put something between the second press and the third."""
    first = pressed(QUICK, QUICK)
    return [*first, *between, *pressed(QUICK, since=end_of(first))]


NOT_THREE: Final[dict[str, list[Event]]] = {
    "two presses": pressed(QUICK, QUICK),
    "a letter between": interrupted(key("a", 1401)),
    "Enter between": interrupted(key("Enter", 1401)),
    "a touch of the page between": interrupted([{"kind": "pointerdown", "at": 1401}]),
    "the keyboard switched with Alt and Shift": [
        event
        for start in (1000, 1200, 1400)
        for event in (shift("keydown", start, altKey=True), shift("keyup", start + 50, altKey=True))
    ],
    "the direction switched with Control and Shift": [
        event
        for start in (1000, 1200, 1400)
        for event in (shift("keydown", start, ctrlKey=True), shift("keyup", start + 50, ctrlKey=True))
    ],
    "held down so that it repeats": [
        *(shift("keydown", 1000 + 30 * number, repeat=number > 0) for number in range(6)),
        shift("keyup", 1200),
        *pressed(QUICK, QUICK, since=1200),
    ],
    "one Shift key while the other is down": [
        *(shift("keydown", 1000) for _ in range(2)),
        *(shift("keyup", 1100) for _ in range(2)),
        *pressed(QUICK, QUICK, since=1100),
    ],
    "while a word is put together": [
        event
        for start in (1000, 1200, 1400)
        for event in (shift("keydown", start, isComposing=True), shift("keyup", start + 50))
    ],
    "let go of without having been pressed here": [shift("keyup", 1000 + 100 * number) for number in range(3)],
}


@pytest.mark.parametrize("events", NOT_THREE.values(), ids=NOT_THREE)
def test_what_is_not_three_presses_of_shift_alone_leaves_nobody_out(hers: "Phone", events: list[Event]) -> None:
    assert sent(hers, events)["left"] == 0


def test_the_button_counts_along(hers: "Phone") -> None:
    answers = [sent(hers, pressed(*[QUICK] * number)) for number in range(3)]

    assert [answer["count"] for answer in answers] == [None, "1/3", "2/3"]
    assert [answer["shown"] != "none" for answer in answers] == [False, True, True]
    # And shows it no longer than the next press may take.
    expect(hers.page.locator(EXIT)).not_to_have_attribute("data-count", "2/3", timeout=LONGEST_PAUSE * 3)


def test_three_presses_while_she_writes_leave_and_show_nothing_afterwards(
    either_portal: "Portal", persistent: "MakePhone"
) -> None:
    hers = persistent(either_portal)
    hers.page.goto(f"{either_portal.weather.origin}/news")
    history = History(hers.page)
    hers.sign_in(AMARA)
    hers.walk_her_pages()
    hers.follow("Messages", "/inbox")
    hers.page.get_by_label("Your message").press_sequentially("Half a SENTENCE")
    for _ in range(3):
        hers.page.keyboard.press("Shift")
    expect(hers.page).to_have_url(either_portal.weather.address)
    assert_nothing_of_the_portal(history.back_to_the_start())
    assert_nothing_of_the_portal(history.forward_to_the_end())


def test_staff_leave_by_shift_too(portal: "Portal", phone: "MakePhone") -> None:
    theirs = phone(portal)
    theirs.sign_in_staff(RUTH)
    for _ in range(3):
        theirs.page.keyboard.press("Shift")
    expect(theirs.page).to_have_url(portal.weather.address)


@pytest.fixture
def amara(portal: "Portal", phone: "MakePhone") -> "Iterator[Phone]":
    """Amara's phone at the settings, which are put back afterwards: all journeys share one portal."""
    hers = phone(portal)
    hers.sign_in(AMARA)
    hers.open("/me/exit")
    yield hers
    again = phone(portal)
    again.sign_in(AMARA)
    again.open("/me/exit")
    again.page.get_by_label("Press the Shift key three times").check()
    again.page.get_by_label("Tap the name at the top three times").uncheck()
    again.page.get_by_label("Skip our pages").check()
    again.page.get_by_label("Weather").check()
    again.send()
    again.arrive("/me")


def keep(hers: "Phone") -> None:
    hers.send()
    hers.arrive("/me")


def test_switched_off_shift_leaves_nobody_out(amara: "Phone") -> None:
    amara.page.get_by_label("Press the Shift key three times").uncheck()
    keep(amara)
    for _ in range(4):
        amara.page.keyboard.press("Shift")
    expect(amara.page.locator(EXIT)).not_to_have_attribute("data-count", "1/3")
    expect(amara.page.get_by_role("heading", level=1)).to_have_text("Me and this phone")


def test_three_taps_on_the_name_leave_once_she_wants_it(amara: "Phone", portal: "Portal") -> None:
    name = amara.page.locator(".top .name")
    name.click(click_count=3)
    expect(amara.page.get_by_role("heading", level=1)).to_have_text("Leaving")
    amara.page.get_by_label("Tap the name at the top three times").check()
    keep(amara)
    # A tap elsewhere between two of them begins anew.
    for place in (name, name, amara.page.locator("h1"), name):
        place.click()
    amara.page.wait_for_timeout(LONGEST_PAUSE)
    expect(amara.page.get_by_role("heading", level=1)).to_have_text("Me and this phone")
    name.click(click_count=3)
    expect(amara.page).to_have_url(portal.weather.address)


@pytest.mark.parametrize("size", [(320, 640), (320, 256), (360, 740)])
def test_the_name_is_large_enough_to_tap(amara: "Phone", size: tuple[int, int]) -> None:
    amara.page.set_viewport_size({"width": size[0], "height": size[1]})
    box = amara.page.locator(".top .name").bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 48


def test_exit_leads_to_the_page_she_picked(amara: "Phone", portal: "Portal") -> None:
    amara.page.get_by_label("Page 2").check()
    keep(amara)
    amara.press_exit()
    expect(amara.page).to_have_url(f"{portal.weather.origin}/news")
    amara.wait_for_the_marker()
    # An old address afterwards leads there, too.
    amara.page.goto(portal.address("/inbox"), wait_until="commit")
    expect(amara.page).to_have_url(f"{portal.weather.origin}/news")


def test_with_few_traces_switched_off_the_phone_s_back_button_goes_back_and_shows_nothing_after_exit(
    amara: "Phone", portal: "Portal"
) -> None:
    amara.page.get_by_label("Go back a page").check()
    keep(amara)
    for link, path in (("Services", "/list"), ("Choices", "/choices")):
        amara.follow(link, path)
    amara.page.go_back()
    amara.arrive("/list")
    amara.page.go_forward()
    amara.arrive("/choices")
    history = History(amara.page)
    amara.exit()
    amara.wait_for_the_marker()
    ours = [entry for entry in history.entries() if entry.address.startswith(portal.origin)]
    assert {entry.address for entry in ours} >= {portal.address("/me"), portal.address("/list")}
    assert_nothing_of_the_portal(history.back_to_the_start())
