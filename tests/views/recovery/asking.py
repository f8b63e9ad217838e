"""The steps of getting back in, as pages offer them."""

import re
from typing import TYPE_CHECKING, Final

from tests.cast import AMARA

if TYPE_CHECKING:
    from tests.browse import Browser
    from tests.pages import Page

NEW_PASSPHRASE: Final = "seven herons cross a frozen lake"
WORDS: Final = "blue kettle under the stairs"


def ask(browser: "Browser", sign_in_name: str = AMARA.sign_in_name, *, htmx: bool = False) -> str:
    """Ask to get back in, and give the number on the screen."""
    page = browser.open("/").follow("I cannot sign in")
    page = page.form("/recover").fill(sign_in_name=sign_in_name).submit(htmx=htmx)
    assert page.path == "/recover/wait"
    found = re.search(r"\b(\d{3}) (\d{3})\b", page.text)
    assert found, page.text
    return found[1] + found[2]


def help_in(  # noqa: PLR0913 (what a helper types, and how)
    desk: "Browser",
    her: str,
    number: str,
    words: str = "",
    *,
    together: str = "yes",
    status: int = 200,
    htmx: bool = False,
) -> "Page":
    """Fill in the helper's form."""
    address = f"/desk/people/{her}/recovery"
    form = desk.open(address).form(address).fill(request_number=number, heard_words=words, together=together)
    return form.submit(status=status, htmx=htmx)


def code_on(page: "Page") -> str:
    """Give the code that the helper reads out."""
    found = re.search(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", page.text)
    assert found, page.text
    return found[0]


def set_words(browser: "Browser") -> None:
    """Let her set the words for her team."""
    form = browser.open("/me/recovery").form("/me/recovery")
    page = form.fill(agreed_words=WORDS, present_passphrase=AMARA.passphrase).submit()
    assert "Your words were set on Tuesday, May 12." in page.text
