"""The invented cast as tests use it: who they are, and browsers in which they are signed in."""

from typing import TYPE_CHECKING, Final

from survivor_portal.demonstration.cast import AMARA, BELA, IMANI, LUCIA, NOUR, RUTH, STAFF, SURVIVORS, TOM
from tests.browse import Browser

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.people import NewStaff, NewSurvivor
    from tests.timepiece import Timepiece

__all__ = ["AMARA", "BELA", "IMANI", "LUCIA", "NAMES", "NOUR", "RUTH", "STAFF", "SURVIVORS", "TOM"]

NAMES: Final = frozenset(
    {person.chosen_name for person in SURVIVORS}
    | {person.name for person in STAFF}
    | {person.sign_in_name for person in (*SURVIVORS, *STAFF)}
)
"""What no title, no address and no log line may hold."""


def browser_for(app: "Flask", origin: str = "http://localhost") -> Browser:
    """Give a browser that holds nothing, and lets no title name any of the cast."""
    return Browser(app.test_client(), origin, NAMES)


def survivor_browser(app: "Flask", survivor: "NewSurvivor") -> Browser:
    """Give a browser in which she is signed in, on a phone that is only hers."""
    browser = browser_for(app)
    browser.sign_in_survivor(survivor)
    return browser


def staff_browser(app: "Flask", member: "NewStaff", timepiece: "Timepiece") -> Browser:
    """Give a browser in which a staff member is signed in. Uses up the code of the moment."""
    browser = browser_for(app)
    browser.sign_in_staff(member, timepiece)
    return browser
