"""How moments look on a page: in the reader's language, in the organisation's time zone."""

import re
from typing import TYPE_CHECKING, Final

from babel import Locale
from babel.dates import get_timezone_name, match_skeleton
from flask_babel import format_date, format_time, get_locale, get_timezone, to_user_timezone

from survivor_portal.web.deps import current_deps

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

_DAY: Final = "MMMMEEEEd"
_DAY_AND_YEAR: Final = "yMMMMEEEEd"
_QUOTED_OR_ABBREVIATED: Final = re.compile(r"'[^']*'|(?<!E)E{1,3}(?!E)|ccc|(?<!M)MMM(?!M)|(?<!L)LLL(?!L)")


def init_app(app: "Flask") -> None:
    """Give the filters to every template."""
    app.add_template_filter(day)
    app.add_template_filter(day_and_time)
    app.add_template_global(time_zone)


def day(moment: "datetime") -> str:
    """Name a moment's day: "Friday, May 12", with the year when it is not this one."""
    this_year = to_user_timezone(current_deps().clock()).year
    wanted = _DAY if to_user_timezone(moment).year == this_year else _DAY_AND_YEAR
    return str(format_date(moment, _pattern(_locale(), wanted)))


def day_and_time(moment: "datetime") -> str:
    """Name a moment's day and minute: "Friday, May 12, 9:30 AM"."""
    return str(_locale().datetime_formats["medium"]).format(format_time(moment, "short"), day(moment))


def time_zone() -> str:
    """Name the zone that times are shown in: "Eastern Time", "UTC"."""
    zone = str(get_timezone())
    # Babel knows no name for it, since it belongs to no country.
    return zone if zone == "UTC" else get_timezone_name(get_timezone(), locale=_locale())


def _pattern(locale: Locale, wanted: str) -> str:
    """Give the locale's own order of a day's parts, with their names written out as Unicode TR 35 has it."""
    skeletons = locale.datetime_skeletons
    found = match_skeleton(wanted, skeletons)
    if found is None:
        return "full"
    return _QUOTED_OR_ABBREVIATED.sub(_written_out, str(skeletons[found].pattern))


def _written_out(part: "re.Match[str]") -> str:
    text = part.group()
    return text if text.startswith("'") else text[0] * 4


def _locale() -> Locale:
    return get_locale() or Locale("en")
