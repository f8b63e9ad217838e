"""When a service is open, from the directory's schedules: one line for all the days that are alike."""

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from survivor_portal.actions.directory.withholding import Withholding

_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Hours:
    """Days that share their hours, in local time.

    `days` are iCal days in the order of the week, `MO` to `SU`, or `1MO` for the first Monday of a month; empty where
    only `notes` tell. `is_every_week` is false where the days repeat in a longer rhythm that `days` do not tell.
    """

    days: tuple[str, ...]
    opens_at: time | None
    closes_at: time | None
    notes: tuple[str, ...]
    is_closed: bool
    is_every_week: bool


def hours_on(schedules: "Iterable[dict[str, Any]]", today: date, tell: "Withholding") -> "Sequence[Hours]":
    """Give the hours that hold today, leaving out days of which nothing is told."""
    together: dict[tuple[Any, ...], set[str]] = {}
    for schedule in schedules:
        if not _holds_on(schedule, today):
            continue
        notes = tuple(tell.each((schedule["description"], schedule["notes"])))
        if not (schedule["opens_at"] or schedule["closes_at"] or schedule["closed"] or notes):
            continue
        alike = schedule["opens_at"], schedule["closes_at"], notes, schedule["closed"], _is_every_week(schedule)
        together.setdefault(alike, set()).update(schedule["days"])
    found = [
        Hours(tuple(sorted(days, key=_in_week)), _time(opens_at), _time(closes_at), notes, is_closed, is_every_week)
        for (opens_at, closes_at, notes, is_closed, is_every_week), days in together.items()
    ]
    return sorted(found, key=lambda hours: [_in_week(day) for day in hours.days])


def _holds_on(schedule: "dict[str, Any]", today: date) -> bool:
    day = today.isoformat()
    return (schedule["valid_from"] or day) <= day <= (schedule["valid_until"] or day)


def _is_every_week(schedule: "dict[str, Any]") -> bool:
    if schedule["frequency"] == "MONTHLY":
        return all(day not in _WEEK for day in schedule["days"]) and schedule["interval"] in {None, 1}
    return schedule["frequency"] != "YEARLY" and schedule["interval"] in {None, 1}


def _in_week(day: str) -> tuple[str, int]:
    return day[:-2], _WEEK.index(day[-2:])


def _time(written: str | None) -> time | None:
    return None if written is None else time.fromisoformat(written)
