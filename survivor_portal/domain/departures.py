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


@dataclass(frozen=True, slots=True)
class AskedDeletion(Timed):
    """That she asked to be deleted; ``due_at`` is ``asked_at`` itself when she skipped the days between."""

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
    STARTS_LATER = "starts_later"
    ENDS_BEFORE = "ends_before"


def deletion_asked(now: datetime, *, skips_days: bool) -> AskedDeletion:
    """Return the deletion she asks for ``now``; raises ValueError if that is not UTC."""
    return AskedDeletion(now, now if skips_days else now + COOLING_OFF)


def is_due(asked: AskedDeletion, now: datetime) -> bool:
    """Say whether her days to stop it are over; raises ValueError if ``now`` is not UTC."""
    require_utc(now)
    return now >= asked.due_at


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


def hold_refusal(basis: str, hold: Hold, now: datetime) -> HoldRefusal | None:
    """Return why a hold on this basis cannot be written down, or None when it can."""
    if not basis.strip():
        return HoldRefusal.NO_BASIS
    if len(basis) > LONGEST_BASIS:
        return HoldRefusal.BASIS_TOO_LONG
    if hold.starts_at > now:
        return HoldRefusal.STARTS_LATER
    if hold.until is not None and hold.until <= now:
        return HoldRefusal.ENDS_BEFORE
    return None
