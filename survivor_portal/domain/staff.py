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
    TO_CONFIRM = "to_confirm"
    ACTIVE = "active"
    LEFT = "left"


@unique
class StaffEventKind(StrEnum):
    """What happened to a staff account or to a legal hold, or that a supervisor looked at what somebody shares."""

    MADE = "made"
    EMPTIED = "emptied"
    SET_UP = "set_up"
    CONFIRMED = "confirmed"
    ROLE_CHANGED = "role_changed"
    ENDED = "ended"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    CODES_RENEWED = "codes_renewed"
    HOLD_WRITTEN = "hold_written"
    HOLD_LIFTED = "hold_lifted"
    LOOKED_AT = "looked_at"


def state_of(*, has_factors: bool, has_left: bool, is_confirmed: bool) -> StaffState:
    """Say where an account stands; who has left stays so, whatever else is known."""
    if has_left:
        return StaffState.LEFT
    if not has_factors:
        return StaffState.TO_SET_UP
    return StaffState.ACTIVE if is_confirmed else StaffState.TO_CONFIRM


def refusal_to_take_from(member: str, *, by: str, supervisors: frozenset[str]) -> StaffRefusal | None:
    """Say why `by` may not end an account, empty it or change its role; None when that may be done.

    `supervisors` are those who can sign in as one. Only they may, and nobody to themselves: so whoever did it stays,
    and there is always a supervisor.
    """
    if by not in supervisors:
        return StaffRefusal.ACTING_NO_MORE
    return StaffRefusal.OWN_ACCOUNT if member == by else None


def may_confirm(by: str, *, member: str, introduced_by: str | None) -> bool:
    """Say whether `by` may confirm who set an account up: a third person, neither its own nor who was shown the code.

    So whoever hands out a code and uses it themselves has nothing until somebody else is deceived.
    """
    return introduced_by is not None and by not in {member, introduced_by}


def told_of(about: str | None, *, by: str | None, supervisors: frozenset[str]) -> frozenset[str]:
    """Return who is told of an event until they have seen it: every supervisor and its person, but not who did it.

    What people do to their own account stands in its history alone.
    """
    if about is not None and about == by:
        return frozenset()
    return (supervisors | ({about} if about is not None else frozenset())) - {by}


def is_usable(*, made_at: datetime, usable_until: datetime, now: datetime) -> bool:
    """Say whether something handed out is good at `now`; made later than `now`, it is not, since a clock was set."""
    return made_at <= now < usable_until


def step_up_stands(stepped_up_at: datetime | None, now: datetime) -> bool:
    """Say whether a factor was shown recently enough; one shown after `now` does not count, since a clock was set."""
    return stepped_up_at is not None and stepped_up_at <= now <= stepped_up_at + STEP_UP_LASTS
