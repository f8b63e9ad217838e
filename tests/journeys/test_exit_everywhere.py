"""Exit now on every address there is: found by following every link, and held against the table of routes."""

import re
from typing import TYPE_CHECKING, Final

import pytest

from survivor_portal.demonstration.cast import AMARA, IMANI, RUTH
from tests.journeys.phones import EXIT
from tests.journeys.test_screens import EXIT_IN_EVERY_STATE
from tests.routes import ROUTES

if TYPE_CHECKING:
    from tests.journeys.phones import MakePhone, Phone
    from tests.journeys.servers import Portal

NARROW: Final = {"the narrowest phone": (320, 640), "zoomed to 400%": (320, 256)}
LINKS: Final = "[...document.querySelectorAll('a[href^=\"/\"]')].map((link) => link.getAttribute('href'))"
BEGINNINGS: Final = {"nobody": ["/"], "survivor": ["/home"], "advocate": ["/desk"], "supervisor": ["/desk/office"]}
OWN: Final = {
    "nobody": {"public"},
    "survivor": {"survivor"},
    "advocate": {"advocate", "staff"},
    "supervisor": {"supervisor", "staff"},
}


def pattern_of(rule: str) -> re.Pattern[str]:
    """Make a pattern of an address as the table writes it."""
    return re.compile(re.sub(r"<int:\w+>", r"\\d+", re.sub(r"<\w+>", "[^/]+", rule)))


GETS: Final = {rule: pattern_of(rule) for method, rule, *_ in ROUTES if method == "GET"}


def rule_of(path: str) -> str | None:
    """Find the line of the table that an address belongs to; the longest one that fits."""
    return max((rule for rule, pattern in GETS.items() if pattern.fullmatch(path)), key=len, default=None)


def walk(theirs: "Phone", visitor: str) -> dict[str, list[str]]:
    """Follow every link to an address of a new kind; give what is wrong with Exit now, by line of the table."""
    waiting, found = list(BEGINNINGS[visitor]), {}
    while waiting:
        path = waiting.pop()
        rule = rule_of(path)
        if rule is None or rule in found:
            continue
        theirs.page.goto(theirs.portal.address(path))
        found[rule] = troubles(theirs)
        waiting += [link.partition("#")[0] for link in theirs.page.evaluate(LINKS)]
    return found


def troubles(theirs: "Phone") -> list[str]:
    told: list[str] = []
    for screen, (width, height) in NARROW.items():
        theirs.page.set_viewport_size({"width": width, "height": height})
        states = theirs.page.evaluate(EXIT_IN_EVERY_STATE, EXIT)
        wrong = [state for state in states if state["unreached"] or state["height"] < 48 or state["top"] < 0]
        told += [f"{screen}, {state}" for state in wrong]
    return told


@pytest.mark.parametrize("visitor", BEGINNINGS)
def test_exit_is_large_and_on_top_wherever_a_link_leads(portal: "Portal", phone: "MakePhone", visitor: str) -> None:
    theirs = phone(portal)
    if visitor == "survivor":
        theirs.sign_in(AMARA)
    elif visitor != "nobody":
        theirs.sign_in_staff(RUTH if visitor == "advocate" else IMANI)
    found = walk(theirs, visitor)
    own = {rule for method, rule, audience, *_ in ROUTES if method == "GET" and audience in OWN[visitor]}

    assert {rule: wrong for rule, wrong in found.items() if wrong} == {}
    # Parts of pages, files, and what somebody reaches by a press alone are not among what links lead to.
    assert len(found.keys() & own) >= len(own) / 2
