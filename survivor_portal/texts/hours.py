"""Days and hours in words."""

from collections.abc import Iterator
from datetime import time
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from babel.dates import format_time, get_day_names
from babel.lists import format_list
from flask_babel import gettext, lazy_gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from babel import Locale
    from flask_babel.speaklater import LazyString

    from survivor_portal.actions.directory.hours import Hours

_WEEK: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SHORTEST_RUN: Final = 3
"""How many days in a row are told as a span: two are told one by one."""

_OF_THE_MONTH: "Final[Mapping[str, LazyString]]" = MappingProxyType(
    {
        "1": lazy_gettext("the first %(day)s of the month"),
        "2": lazy_gettext("the second %(day)s of the month"),
        "3": lazy_gettext("the third %(day)s of the month"),
        "4": lazy_gettext("the fourth %(day)s of the month"),
        "5": lazy_gettext("the fifth %(day)s of the month"),
        "-1": lazy_gettext("the last %(day)s of the month"),
    }
)
_AROUND_THE_CLOCK: Final = frozenset({(time(0), time(23, 59)), (time(0), time(0))})


def hours_in_words(hours: "Hours", locale: "Locale") -> str:
    """Say on which days and when; empty where only the directory's own words tell."""
    times = _times(hours, locale)
    days = format_list(list(_days(hours.days, locale)), locale=locale)
    if not times:
        return ""
    told = gettext("%(days)s: %(times)s", days=days, times=times) if days else times
    if hours.is_every_week:
        return told
    return gettext("%(hours)s (not every week: please ask)", hours=told)


def _times(hours: "Hours", locale: "Locale") -> str:
    if hours.is_closed:
        return gettext("closed")
    if (hours.opens_at, hours.closes_at) in _AROUND_THE_CLOCK:
        return gettext("day and night")
    opens, closes = (
        None if moment is None else format_time(moment, "short", locale=locale)
        for moment in (hours.opens_at, hours.closes_at)
    )
    if opens and closes:
        return gettext("%(opens)s to %(closes)s", opens=opens, closes=closes)
    if opens:
        return gettext("from %(opens)s", opens=opens)
    return gettext("until %(closes)s", closes=closes) if closes else ""


def _days(days: tuple[str, ...], locale: "Locale") -> Iterator[str]:
    names = get_day_names("wide", locale=locale)
    weekly = [_WEEK.index(day) for day in days if day in _WEEK]
    if len(weekly) == len(_WEEK):
        yield gettext("Every day")
    else:
        for run in _runs(weekly):
            if len(run) < _SHORTEST_RUN:
                yield from (names[day] for day in run)
            else:
                yield gettext("%(first)s to %(last)s", first=names[run[0]], last=names[run[-1]])
    for day in days:
        place = _OF_THE_MONTH.get(day[:-2])
        if place is not None:
            yield str(place) % {"day": names[_WEEK.index(day[-2:])]}


def _runs(days: list[int]) -> Iterator[list[int]]:
    """Part days into runs without a gap."""
    run: list[int] = []
    for day in days:
        if run and day != run[-1] + 1:
            yield run
            run = []
        run.append(day)
    if run:
        yield run
