"""What the tests of this folder share."""

from typing import TYPE_CHECKING

from survivor_portal.actions.people import NewStaff, NewSurvivor
from survivor_portal.domain.people import Role
from tests.markup import words_of

if TYPE_CHECKING:
    from tests.pages import Page


WREN = NewSurvivor("Wren", "wren field 12", "five words that nobody guesses", "en")
FINCH = NewSurvivor("Finch", "finch stone 13", "six other words that nobody guesses", "ar")
ROBIN = NewStaff("Robin", Role.ADVOCATE, "robin", "seven words nobody guesses", "JBSWY3DPEHPK3PXP", "en")
SAME_HELP = "You get the same help whatever you choose, and whether or not you talk to the police."
ASKED_FIRST = "Before we contact them, we ask you what we may say."
HOUSING = 3
OTHER = 0
NOBODY = "aaaaaaaaaaaaaaaaaaaaaaaaaa"


def hrefs(page: "Page", start: str) -> list[str]:
    """Give where the links of a page lead, as far as they begin like this."""
    return [href for link in page.markup.all("a") if (href := link.get("href", "")).startswith(start)]


def pressed(page: "Page") -> list[str]:
    """Give the answers that the page shows as hers."""
    return [words_of(button) for button in page.markup.all("button") if button.get("aria-pressed") == "true"]
