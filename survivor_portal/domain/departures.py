"""Leaving for a while or for good: her deletion, with days to change her mind in, and legal holds that pause it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import Final

from survivor_portal.domain.moments import Timed, require_utc

COOLING_OFF: Final = timedelta(days=7)
"""How long a deletion can be stopped; she may skip it."""

OLD_COPIES_KEPT: Final = timedelta(days=14)
"""How long a copy of the key database may be kept, and so how long an old backup of hers could still be read."""

TOLD_FOR: Final = timedelta(days=30)
"""How long the desk says that somebody has left."""

LONGEST_BASIS: Final = 500

LONGEST_ASKER: Final = 200
"""Characters of who asked for a hold."""


@dataclass(frozen=True, slots=True)
class AskedDeletion(Timed):
    """That she asked to be deleted; ``due_at`` is ``asked_at`` itself when she skipped the days between.

    A hold may put the day off; ``due_after`` says until when.
    """

    asked_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Hold(Timed):
    """A written order to keep what there is about one survivor. Without ``until`` it stands until it is lifted."""

    starts_at: datetime
    until: datetime | None
    forbids_notice: bool
    lifted_at: datetime | None = None


@unique
class HoldRefusal(StrEnum):
    """Why a hold cannot be written down like this."""

    NO_BASIS = "no_basis"
    BASIS_TOO_LONG = "basis_too_long"
    NOBODY_ASKED = "nobody_asked"
    ASKER_TOO_LONG = "asker_too_long"
    STARTS_LATER = "starts_later"
    ENDS_BEFORE = "ends_before"


def deletion_asked(now: datetime, *, skips_days: bool) -> AskedDeletion:
    """Return the deletion she asks for ``now``; raises ValueError if that is not UTC."""
    return AskedDeletion(now, now if skips_days else now + COOLING_OFF)


def due_after(asked: AskedDeletion, holds: Iterable[Hold]) -> datetime | None:
    """Return when her days to stop a deletion are over; None while a hold stands whose end nobody knows.

    A hold that ends past its day puts it off until her days have passed once more: whichever hold ends last, she is
    told a new day that far ahead, and can stop it again.
    """
    ends = [_end(hold) for hold in holds]
    put_off = (end + COOLING_OFF for end in ends if end is not None and end > asked.due_at)
    return None if None in ends else max((asked.due_at, *put_off))


def is_due(asked: AskedDeletion, holds: Iterable[Hold], now: datetime) -> bool:
    """Say whether her days to stop it are over and no hold stands; raises ValueError if ``now`` is not UTC."""
    require_utc(now)
    every = tuple(holds)
    due_at = due_after(asked, every)
    return due_at is not None and now >= due_at and may_erase(every, now)


def stands(hold: Hold, now: datetime) -> bool:
    """Say whether a hold keeps anything from being deleted; raises ValueError if ``now`` is not UTC.

    Its start does not matter: it is written down once it has begun, and a clock set back must not open a gap.
    """
    require_utc(now)
    return hold.lifted_at is None and (hold.until is None or now < hold.until)


def may_erase(holds: Iterable[Hold], now: datetime) -> bool:
    """Say whether anything of hers may be erased: not while a single hold stands, whoever asks."""
    return not any(stands(hold, now) for hold in holds)


def told_to_her(holds: Iterable[Hold], now: datetime) -> tuple[Hold, ...]:
    """Return the standing holds her own page tells of: all but those of which a court forbids it."""
    return tuple(hold for hold in holds if stands(hold, now) and not hold.forbids_notice)


def told_day(asked: AskedDeletion, holds: Iterable[Hold], now: datetime) -> datetime | None:
    """Return the day her own page tells for her deletion; None once that has passed, or while nobody knows it.

    A standing hold of which a court forbids to tell moves no day she sees: she sees only that the day has passed.
    """
    day = due_after(asked, (hold for hold in holds if not (stands(hold, now) and hold.forbids_notice)))
    return day if day is not None and now < day else None


def hold_refusal(basis: str, asked_by: str, hold: Hold, now: datetime) -> HoldRefusal | None:
    """Return why a hold on this basis cannot be written down, or None when it can."""
    reasons = {
        HoldRefusal.NO_BASIS: not basis.strip(),
        HoldRefusal.BASIS_TOO_LONG: len(basis) > LONGEST_BASIS,
        HoldRefusal.NOBODY_ASKED: not asked_by.strip(),
        HoldRefusal.ASKER_TOO_LONG: len(asked_by) > LONGEST_ASKER,
        HoldRefusal.STARTS_LATER: hold.starts_at > now,
        HoldRefusal.ENDS_BEFORE: hold.until is not None and hold.until <= now,
    }
    return next((why for why, applies in reasons.items() if applies), None)


def _end(hold: Hold) -> datetime | None:
    """Return when a hold ends, of the two ways the first; None while nobody knows."""
    return min((end for end in (hold.until, hold.lifted_at) if end is not None), default=None)
