"""What the tests of this folder share."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from survivor_portal.actions.consents import consents_of
from survivor_portal.actions.places import place_of
from survivor_portal.domain.consent import DataItem, SharingMethod
from survivor_portal.models import Message
from survivor_portal.security.tokens import new_ref

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.caseload import Caseload
    from tests.pages import Page


A_MINUTE = timedelta(minutes=1)
HTMX = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
NOBODY = "a" * 26
NOTHING_MAY_BE_TOLD = "Nothing may be told to anyone now."
both_ways = pytest.mark.parametrize("htmx", [False, True], ids=["without-script", "with-script"])


def lines(page: "Page") -> list[str]:
    """Give the words of each message on a page."""
    return ["".join(found.itertext()) for found in page.markup.all("p") if found.get("class") == "words"]


def offered(page: "Page", name: str) -> list[str]:
    """Give the values a page offers under a name, in order."""
    return [str(found.get("value")) for found in page.markup.all("input") if found.get("name") == name]


def ticked(page: "Page") -> list[str]:
    """Give every value that is ticked."""
    return [str(found.get("value")) for found in page.markup.all("input") if found.get("checked") is not None]


def told_to(deps: "Deps", her: str) -> list[tuple[set[DataItem], SharingMethod]]:
    """Give what was recorded as told about her."""
    return [(set(shared.items), shared.method) for card in consents_of(deps, her) for shared in card.disclosures]


def poll(browser: "Browser") -> "TestResponse":
    """Ask what the open page asks by itself."""
    address = next(found.get("hx-get") for found in browser.page.markup.all("ol") if found.get("id") == "lines")
    return browser.client.get(str(address), headers=HTMX)


def fill_thread(caseload: "Caseload", her: str, number: int) -> None:
    """Let her have written many messages, a minute apart."""
    deps = caseload.deps
    rows = []
    for position in range(number):
        ref = new_ref(deps.chance)
        rows.append(
            {
                "id": ref,
                "survivor_id": her,
                "staff_id": None,
                "author": her,
                "token_digest": ref,
                "body": deps.vault.seal(place_of(Message.body, ref, her), f"Message {position}"),
                "sent_at": caseload.timepiece() - (number - position) * A_MINUTE,
            }
        )
    with deps.storage.write() as session:
        session.execute(insert(Message), rows)
        session.commit()
