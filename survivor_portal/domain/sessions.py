"""How long a signed-in session lasts."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """When a session ends: after `idle` without use, and after `absolute` in any case."""

    idle: timedelta
    absolute: timedelta


OWN_PHONE = Limits(idle=timedelta(minutes=15), absolute=timedelta(hours=4))
SHARED_PHONE = Limits(idle=timedelta(minutes=5), absolute=timedelta(hours=1))
STAFF = Limits(idle=timedelta(minutes=15), absolute=timedelta(hours=12))

CLOCK_TOLERANCE = timedelta(minutes=1)
"""How far a clock may lie behind the newest moment noted: clocks are put right by seconds, and requests overlap."""

NOTED_EVERY = timedelta(seconds=30)
"""How stale the noted moment of last use may be, so that not every page costs a write."""

RETURNS_WITHIN = timedelta(hours=24)
"""How long a place is kept at which somebody's page was hidden; a later sign-in begins where every sign-in does."""


def survivor_limits(*, phone_is_hers: bool | None) -> Limits:
    """Give the limits for her answer to "Is this phone only yours?"; no answer counts as no, the safer reading."""
    return OWN_PHONE if phone_is_hers else SHARED_PHONE


def is_over(*, started_at: datetime, seen_at: datetime, ends_at: datetime, idle: timedelta, now: datetime) -> bool:
    """Say whether a session has ended by `now`.

    A session that began or was used after `now` is over too: the clock has been set back, and nothing that had ended
    may come back to life.
    """
    return now >= ends_at or now >= seen_at + idle or now < started_at or now < seen_at


def clock_was_set_back(*, newest_at: datetime, now: datetime) -> bool:
    """Say whether the clock stands behind a moment that was noted before.

    Then every session ends: one that had run out without anybody looking may seem to stand again.
    """
    return now < newest_at - CLOCK_TOLERANCE


def use_is_worth_noting(*, seen_at: datetime, now: datetime) -> bool:
    """Say whether the noted moment of last use is stale enough to write a new one."""
    return now - seen_at >= NOTED_EVERY
