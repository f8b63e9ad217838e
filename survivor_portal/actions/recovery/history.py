"""What was done for her sign-in, and by whom: noted with what it tells of, for her to read, and never taken away."""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from survivor_portal.actions.places import place_of
from survivor_portal.models import AccountEvent, Staff
from survivor_portal.security.tokens import new_ref

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps

_MOST_LINES: Final = 50


@unique
class EventKind(StrEnum):
    """What was done."""

    CODE_GIVEN = "code_given"
    AGREED = "agreed"
    RECOVERED = "recovered"
    FROZEN = "frozen"
    WORDS_SET = "words_set"
    REQUESTS_STOPPED = "requests_stopped"


@dataclass(frozen=True, slots=True, repr=False)
class HistoryLine:
    """One thing that was done; `staff_name` is None for what she did herself."""

    kind: EventKind
    staff_name: str | None
    at: "datetime"


def note_event(deps: "Deps", session: "Session", survivor_id: str, kind: EventKind, *, by: str | None) -> None:
    """Add a line to her history in the caller's transaction; `by` is a staff member, None for herself."""
    session.add(AccountEvent(id=new_ref(deps.chance), survivor_id=survivor_id, kind=kind, staff_id=by, at=deps.clock()))


def account_history(deps: "Deps", survivor_id: str) -> tuple[HistoryLine, ...]:
    """Give the newest fifty lines of her history, the newest first. Costs one statement and one for the names' keys."""
    statement = (
        select(AccountEvent.kind, AccountEvent.at, AccountEvent.staff_id, Staff.name)
        .outerjoin(Staff, Staff.id == AccountEvent.staff_id)
        .where(AccountEvent.survivor_id == survivor_id)
        .order_by(AccountEvent.at.desc(), AccountEvent.id)
        .limit(_MOST_LINES)
    )
    with deps.storage.read() as connection:
        rows = connection.execute(statement).all()
    opener = deps.vault.opener(*{row.staff_id for row in rows if row.staff_id})
    return tuple(
        HistoryLine(
            EventKind(row.kind),
            opener.open(place_of(Staff.name, row.staff_id, row.staff_id), row.name) if row.staff_id else None,
            row.at,
        )
        for row in rows
    )
