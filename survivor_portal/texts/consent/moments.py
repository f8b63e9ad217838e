"""Ends and other moments of a consent, told so exactly that two people read the same hour."""

from typing import TYPE_CHECKING

from babel.dates import get_timezone_name
from flask_babel import format_date, format_time, get_locale, get_timezone, gettext

if TYPE_CHECKING:
    from datetime import datetime


def day(moment: "datetime") -> str:
    """Tell the day of a moment in the reader's language: "Thursday, June 11, 2026"."""
    return str(format_date(moment, "full"))


def day_and_hour(moment: "datetime") -> str:
    """Tell a moment in the reader's language, with its time zone: "Thursday, June 11, 2026, 9:30 AM (UTC)"."""
    return gettext(
        "%(day)s, %(hour)s (%(zone)s)",
        day=day(moment),
        hour=format_time(moment, "short"),
        zone=get_timezone_name(moment.astimezone(get_timezone()), width="short", locale=get_locale()),
    )
