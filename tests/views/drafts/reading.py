"""What is typed into the forms that keep drafts, and what our script would send from them."""

from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from tests.caseload import PASSPHRASE
from tests.cast import browser_for

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.browse import Browser
    from tests.pages import Page

COMES_BACK: Final = "This is what you had not sent yet."
BY_ITSELF: Final = {"Portal-By-Itself": "again", "Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}


class Written(NamedTuple):
    """What somebody writes into one form: who, on which page, where the form goes, and into which lines."""

    who: str
    at: str
    action: str
    typed: dict[str, str]

    def about(self, her: str) -> "Written":
        """Put her reference into the addresses."""
        return self._replace(at=self.at.replace("<ref>", her), action=self.action.replace("<ref>", her))


PERSON: Final = "/desk/people/<ref>"
HOLD: Final = "/desk/office/holds/people/<ref>"
APPROVAL: Final = "/desk/office/statements/1-es"
WRITTEN: Final = (
    Written("her", "/inbox", "/inbox", {"body": "I am here"}),
    Written("her", "/choices/contact/1", "/choices/contact/1", {"ask_for": "Jenny"}),
    Written("her", "/choices/new", "/choices/new", {"purpose": "legal_help", "items": "language"}),
    Written("her", "/choices/apart/form", "/choices/apart/form", {"purpose": "talk_with_police", "methods": "phone"}),
    Written("advocate", PERSON, f"{PERSON}/messages", {"body": "Hello Wren"}),
    Written("advocate", f"{PERSON}/requests", f"{PERSON}/requests", {"asker": "Unit 3", "asked": "To talk once"}),
    Written("advocate", f"{PERSON}/drafts", f"{PERSON}/drafts", {"purpose": "legal_help", "items": "language"}),
    Written(
        "advocate",
        f"{PERSON}/compelled",
        f"{PERSON}/compelled",
        {"demanded_by": "The court", "tried_at": "2026-05-1", "items": "language"},
    ),
    Written("supervisor", HOLD, HOLD, {"basis": "Order 9", "kept_until": "2026-06-"}),
    Written("supervisor", APPROVAL, APPROVAL, {"approved_by": "Ana", "profession": "Translator"}),
)
each_form = pytest.mark.parametrize("written", WRITTEN, ids=[f"{written.who} {written.at}" for written in WRITTEN])


def signed_in(app: "Flask", name: str = "Wren") -> "Browser":
    """Sign somebody of the caseload in, on one more browser."""
    browser = browser_for(app)
    typed = {"sign_in_name": f"{name} field 12", "passphrase": PASSPHRASE, "phone_is_hers": "yes"}
    browser.open("/").form("/").fill(**typed).submit()
    return browser


def standing(page: "Page", action: str, names: "dict[str, str]") -> dict[str, str]:
    """Give what stands in some lines of a form."""
    values = page.form(action).values
    return {name: values.get(name, "") for name in names}


def save_by_itself(browser: "Browser", action: str, **typed: str) -> "TestResponse":
    """Send what our script sends while somebody types."""
    sent = {**browser.page.form(action).values, **typed}
    address = "/desk/unsent" if action.startswith("/desk") else "/unsent"
    return browser.client.post(address, data=sent, headers=BY_ITSELF)
