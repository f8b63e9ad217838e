"""What was done for her sign-in, and by whom: noted with what it tells of, for her to read, and never taken away."""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from survivor_portal.actions.lookups import pages_of
from survivor_portal.actions.places import place_of
from survivor_portal.models import AccountEvent, Staff
from survivor_portal.security.tokens import new_ref

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps

HISTORY_PAGE: Final = 20
"""How many lines of her history one page shows."""


@unique
class EventKind(StrEnum):
    """What was done."""

    CODE_GIVEN = "code_given"
    AGREED = "agreed"
    RECOVERED = "recovered"
    FROZEN = "frozen"
    WORDS_SET = "words_set"
    WORDS_USED = "words_used"
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


@dataclass(frozen=True, slots=True, repr=False)
class HistoryPage:
    """One page of her history, the newest first; pages are counted from 1."""

    lines: tuple[HistoryLine, ...]
    page: int
    pages: int


def account_history(deps: "Deps", survivor_id: str) -> tuple[HistoryLine, ...]:
    """Give her whole history, the newest first. Costs one statement and one for the names' keys."""
    with deps.storage.read() as connection:
        rows = connection.execute(_newest_first(survivor_id)).all()
    return _lines(deps, rows)


def history_page(deps: "Deps", survivor_id: str, page: int = 1) -> HistoryPage:
    """Give one page of her history. Costs one statement more than all of it.

    Raises `NotFoundError` where there is no such page; the first is always there.
    """
    number = select(func.count()).select_from(AccountEvent).where(AccountEvent.survivor_id == survivor_id)
    with deps.storage.read() as connection:
        pages = pages_of(connection.execute(number).scalar_one(), HISTORY_PAGE, page)
        shown = _newest_first(survivor_id).limit(HISTORY_PAGE).offset((page - 1) * HISTORY_PAGE)
        rows = connection.execute(shown).all()
    return HistoryPage(_lines(deps, rows), page, pages)


def _newest_first(survivor_id: str) -> "Select[*tuple[Any, ...]]":
    return (
        select(AccountEvent.kind, AccountEvent.at, AccountEvent.staff_id, Staff.name)
        .outerjoin(Staff, Staff.id == AccountEvent.staff_id)
        .where(AccountEvent.survivor_id == survivor_id)
        .order_by(AccountEvent.at.desc(), AccountEvent.id)
    )


def _lines(deps: "Deps", rows: "Sequence[Row[Any]]") -> tuple[HistoryLine, ...]:
    opener = deps.vault.opener(*{row.staff_id for row in rows if row.staff_id})
    return tuple(
        HistoryLine(
            EventKind(row.kind),
            opener.open(place_of(Staff.name, row.staff_id, row.staff_id), row.name) if row.staff_id else None,
            row.at,
        )
        for row in rows
    )
