"""What people type and paste, before anyone looks at what it says."""

import re
from datetime import UTC, datetime
from typing import Any, Final

from flask_babel import get_timezone

_FIRST_YEAR: Final = 1990
_LAST_YEAR: Final = 2200
_OTHER_LINE_ENDS: Final = re.compile(r"[\x0b\x0c\x85\u2028\u2029]")
_UNSEEN: Final = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x9f]")


def as_seen(text: str | None) -> str | None:
    """Turn what other programs paste for a line end into one, and drop control characters, which nobody sees.

    A NUL stays: it may stand for something that got lost, so whoever wrote it is asked to look.
    """
    return text and _UNSEEN.sub("", _OTHER_LINE_ENDS.sub("\n", text))


def showable(text: str | None) -> str:
    """Give the text as a page can repeat it: `as_seen`, and without NULs; empty for none."""
    return (as_seen(text) or "").replace("\0", "")


def moment_told(local: datetime, *, is_first: bool = False) -> datetime:
    """Give the moment, in UTC, at which the organisation's clock shows this day and time.

    Where it shows it twice, in the hour that comes again in autumn, that is the second time, or the first.
    """
    zone: Any = get_timezone()
    moment: datetime = zone.localize(local, is_dst=is_first).astimezone(UTC)
    return moment


def is_of_our_time(local: datetime) -> bool:
    """Say whether a day is of these years: one at the edge of the calendar is a slip, and no clock can tell it."""
    return _FIRST_YEAR <= local.year <= _LAST_YEAR
