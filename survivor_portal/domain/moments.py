"""Moments are aware UTC datetimes, everywhere; a local date is made only where a person reads one."""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta, tzinfo


@dataclass(frozen=True, slots=True)
class Timed:
    """A record in which every datetime is an aware UTC moment; building one with any other raises ValueError."""

    def __post_init__(self) -> None:
        """Refuse a naive or local datetime in any field."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, datetime):
                require_utc(value)


def require_utc(moment: datetime) -> None:
    """Let only aware UTC moments pass; raises ValueError otherwise, without naming the moment."""
    if moment.utcoffset() != timedelta(0):
        message = "a moment must be an aware UTC datetime"
        raise ValueError(message)


def local_date(moment: datetime, zone: tzinfo) -> date:
    """Return the calendar date of a UTC moment as people in ``zone`` read it; raises ValueError if it is not UTC."""
    require_utc(moment)
    return moment.astimezone(zone).date()
