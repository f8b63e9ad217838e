"""What may happen to a staff account, and how long what it was handed lasts."""

from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import Final

SET_UP_LASTS: Final = timedelta(hours=24)
"""How long a set-up code is good, once."""

CHALLENGE_LASTS: Final = timedelta(minutes=5)
"""How long a passkey may take to answer."""

STEP_UP_LASTS: Final = timedelta(minutes=10)
"""How long after showing a factor a staff member may do what asks for a recent one."""


@unique
class StaffRefusal(StrEnum):
    """Why a change to a staff account is not made."""

    OWN_ACCOUNT = "own_account"
    ACTING_NO_MORE = "acting_no_more"
    NAME_TAKEN = "name_taken"


@unique
class StaffState(StrEnum):
    """Where a staff account stands."""

    TO_SET_UP = "to_set_up"
    ACTIVE = "active"
    LEFT = "left"


def state_of(*, has_factors: bool, has_left: bool) -> StaffState:
    """Say where an account stands; who has left stays so, whatever else is known."""
    if has_left:
        return StaffState.LEFT
    return StaffState.ACTIVE if has_factors else StaffState.TO_SET_UP


def refusal_to_take_from(member: str, *, by: str, supervisors: frozenset[str]) -> StaffRefusal | None:
    """Say why `by` may not end an account, empty it or change its role; None when that may be done.

    `supervisors` are those who can sign in as one. Only they may, and nobody to themselves: so whoever did it stays,
    and there is always a supervisor.
    """
    if by not in supervisors:
        return StaffRefusal.ACTING_NO_MORE
    return StaffRefusal.OWN_ACCOUNT if member == by else None


def is_usable(*, made_at: datetime, usable_until: datetime, now: datetime) -> bool:
    """Say whether something handed out is good at `now`; made later than `now`, it is not, since a clock was set."""
    return made_at <= now < usable_until


def step_up_stands(stepped_up_at: datetime | None, now: datetime) -> bool:
    """Say whether a factor was shown recently enough; one shown after `now` does not count, since a clock was set."""
    return stepped_up_at is not None and stepped_up_at <= now <= stepped_up_at + STEP_UP_LASTS
