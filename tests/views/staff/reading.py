"""What tests read from the pages of staff accounts, and what a script would send from them."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from tests.markup import words_of

if TYPE_CHECKING:
    from tests.authenticator import Authenticator
    from tests.browse import Browser
    from tests.pages import Page

BY_SCRIPT = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}


class Codes(NamedTuple):
    """The code of the moment, of each app."""

    ruth: Callable[[], str]
    imani: Callable[[], str]


def asked(browser: "Browser", address: str, form: str) -> str:
    """Ask what a passkey is to answer, with the token of a form on the page."""
    token = browser.page.form(form).values["csrf_token"]
    answer = browser.client.post(address, data={"csrf_token": token}, headers=BY_SCRIPT, base_url=browser.origin)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.headers["Cache-Control"] == "no-store"
    return str(json.dumps(answer.json))


def add_passkey(browser: "Browser", device: "Authenticator") -> "Page":
    """Add a passkey to the account of whoever is signed in."""
    browser.open("/desk/me/passkeys")
    answer = device.make(asked(browser, "/desk/me/passkeys/challenge", "/desk/me/passkeys"))
    return browser.page.form("/desk/me/passkeys").forge(credential=answer).submit()


def shown_codes(page: "Page") -> list[str]:
    """Give every code that stands on a page."""
    return [words_of(found) for found in page.markup.all("code")]
