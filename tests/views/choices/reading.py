"""What the tests of this folder share."""

from survivor_portal.actions.people import NewSurvivor
from tests.pages import Form, Page

WREN = NewSurvivor("Wren", "wren field 12", "five words that nobody guesses", "en")
SESSION = 1
KEY = 1
DRAFT = 1
CHANGED = "The words or the dates have changed since you opened this page. Please read them again."


def filled(page: Page) -> Form:
    """Fill the form in, so that it lacks nothing."""
    return page.form("/choices/new").fill(
        recipient=places(page)[0],
        purpose="legal_help",
        items="chosen_name",
        methods="phone",
        length="14",
        risk="y",
        ways="y",
        signature=WREN.passphrase,
    )


def places(page: Page) -> list[str]:
    """Give the references of the places that the form offers."""
    select = next(found for found in page.markup.all("select") if found.get("name") == "recipient")
    return [option.get("value", "") for option in select.iter("option") if option.get("value")]


def ticked(page: Page) -> set[str]:
    """Give what is ticked or picked on the form."""
    return {str(found.get("value")) for found in page.markup.all("input") if found.get("checked") is not None}


def complete(page: Page) -> Form:
    """Give the one form on a page to sign what was asked, so that it lacks nothing."""
    return page.form("Sign").fill(risk="y", ways="y", signature=WREN.passphrase)
