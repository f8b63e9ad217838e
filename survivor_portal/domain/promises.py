"""The promise clock: a date by which she will hear, kept or missed in the open.

Dates are the organisation's local dates; ``moments.local_date`` makes today's out of a moment. A promise runs out at
the end of its day.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Promise:
    """She will hear by the end of ``hear_on``; ``heard_on`` is the day she did, None until then."""

    hear_on: date
    heard_on: date | None = None


def is_due(promise: Promise, today: date) -> bool:
    """Say whether today is the day she must hear at the latest, and she has not."""
    return not _is_kept(promise, today) and today == promise.hear_on


def is_missed(promise: Promise, today: date) -> bool:
    """Say whether the date has passed and she still has not heard; hearing late ends it."""
    return not _is_kept(promise, today) and today > promise.hear_on


def days_left(promise: Promise, today: date) -> int | None:
    """Return the whole days until she must hear, 0 on the day, negative once missed; None when she has heard."""
    return None if _is_kept(promise, today) else (promise.hear_on - today).days


def _is_kept(promise: Promise, today: date) -> bool:
    return promise.heard_on is not None and promise.heard_on <= today
