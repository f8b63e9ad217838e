"""What the tests of this folder share."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.people import NewSurvivor
from tests.cast import browser_for

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.browse import Browser
    from tests.pages import Page


WREN = NewSurvivor("Wren", "birch harbour 19", "kettles whistle under seven roofs")
HTMX = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
EMPTY = "There is nothing to send yet."
TOO_LONG = "A message can have 4,000 characters"
NOT_TEXT = "One sign in your message could not be sent."
REWORDED = "These words are new."
both_ways = pytest.mark.parametrize("htmx", [False, True], ids=["without-script", "with-script"])


def lines(page: "Page") -> list[str]:
    """Give the words of each message on a page, as they were written."""
    return ["".join(found.itertext()) for found in page.markup.all("p") if "words" in found.get("class", "").split()]


def poll(browser: "Browser") -> "TestResponse":
    """Ask what the open page asks by itself."""
    address = next(found.get("hx-get") for found in browser.page.markup.all("ol") if found.get("id") == "lines")
    return browser.client.get(str(address), headers=HTMX)


def sid_and_k(app: "Flask") -> dict[str, str]:
    """Sign Wren in once more, and give what the other browser holds."""
    other = browser_for(app)
    other.sign_in_survivor(WREN)
    return {name: value for name, value in other.cookies().items() if name in {"__Host-sid", "__Host-k"}}
