"""When a number to call was last tried, and whether that is too long ago."""

from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import date

CHECKED_WITHIN: Final = timedelta(days=90)
"""How long someone who needs a person now may rely on a number that was tried."""


def is_due(checked_on: "date | None", today: "date") -> bool:
    """Say whether a number is to be tried again: never tried, longer ago than `CHECKED_WITHIN`, or not yet at all."""
    return checked_on is None or not today - CHECKED_WITHIN <= checked_on <= today
