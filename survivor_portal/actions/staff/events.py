"""What happened to the accounts of staff: noted with what it tells of, never taken away, and told until it is seen."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import aliased

from survivor_portal.actions.lookups import pages_of
from survivor_portal.actions.places import place_of
from survivor_portal.domain.people import Audience, Role
from survivor_portal.domain.staff import StaffEventKind, told_of
from survivor_portal.models import Staff, StaffEvent, StaffNotice

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer

EVENTS_PAGE: Final = 50
OWN_EVENTS: Final = 20
"""How many lines people see of what happened to their own account; a supervisor can show them what came before."""

_BY = aliased(Staff)
_ABOUT = aliased(Staff)


@dataclass(frozen=True, slots=True, repr=False)
class StaffEventLine:
    """One thing that happened: to whom, unless it was to a legal hold, and by whom, unless it was the operator.

    Of a look, it is whose caseload it went into. `role` is what an account was made for, or became.
    """

    number: int
    kind: StaffEventKind
    at: "datetime"
    about_name: str | None
    by_name: str | None
    role: Role | None


@dataclass(frozen=True, slots=True, repr=False)
class StaffEventsPage:
    """One page of all that happened, the newest first; pages are counted from 1."""

    lines: tuple[StaffEventLine, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class StaffEventToNote:
    """What is to be noted: to whose account it happened or into whose caseload, and by whom; None is the operator."""

    kind: StaffEventKind
    about: str | None
    by: str | None
    role: Role | None = None


def note_staff_event(deps: "Deps", session: "Session", noted: StaffEventToNote) -> None:
    """Add a line in the caller's transaction, with a notice for everyone who is to be told."""
    event = StaffEvent(at=deps.clock(), kind=noted.kind, about=noted.about, by=noted.by, role=noted.role)
    session.add(event)
    session.flush()
    supervisors = session.scalars(
        select(Staff.id).where(
            Staff.role == Role.SUPERVISOR, Staff.left_at.is_(None), Staff.passphrase_hash.is_not(None)
        )
    )
    told = told_of(noted.about, by=noted.by, supervisors=frozenset(supervisors))
    session.add_all(StaffNotice(staff_id=staff_id, number=event.number) for staff_id in sorted(told))


def staff_events(deps: "Deps", page: int = 1) -> StaffEventsPage:
    """Give one page of all that happened. Costs two statements and one for the names' keys.

    Raises `NotFoundError` where there is no such page; the first is always there.
    """
    with deps.storage.read() as connection:
        number = connection.execute(select(func.count()).select_from(StaffEvent)).scalar_one()
        pages = pages_of(number, EVENTS_PAGE, page)
        rows = connection.execute(_newest_first().limit(EVENTS_PAGE).offset((page - 1) * EVENTS_PAGE)).all()
    return StaffEventsPage(_lines(deps, rows), page, pages)


def events_about(deps: "Deps", staff_id: str) -> tuple[StaffEventLine, ...]:
    """Give the newest of what happened to one account. Costs one statement and one for the names' keys."""
    with deps.storage.read() as connection:
        rows = connection.execute(_newest_first().where(StaffEvent.about == staff_id).limit(OWN_EVENTS)).all()
    return _lines(deps, rows)


def unseen_events(deps: "Deps", viewer: "Viewer") -> tuple[StaffEventLine, ...]:
    """Give what the viewer has still to be told. Costs one statement and one for the names' keys."""
    statement = _newest_first().join(StaffNotice, StaffNotice.number == StaffEvent.number).where(_is_for(viewer))
    with deps.storage.read() as connection:
        rows = connection.execute(statement.limit(EVENTS_PAGE)).all()
    return _lines(deps, rows)


def note_events_seen(deps: "Deps", viewer: "Viewer", numbers: "Collection[int]") -> None:
    """Note that the viewer has seen these, and no others that came since; twice equals once."""
    with deps.storage.write() as session:
        session.execute(delete(StaffNotice).where(StaffNotice.staff_id == viewer.id, StaffNotice.number.in_(numbers)))
        session.commit()


def _is_for(viewer: "Viewer") -> "ColumnElement[bool]":
    """Select the viewer's own notices. Whoever supervises no more, or not yet, is told of their own account alone."""
    own = StaffNotice.staff_id == viewer.id
    supervises = viewer.audience is Audience.SUPERVISOR and viewer.is_confirmed
    return own if supervises else own & (StaffEvent.about == viewer.id)


def _newest_first() -> "Select[*tuple[Any, ...]]":
    return (
        select(
            StaffEvent.number,
            StaffEvent.kind,
            StaffEvent.at,
            StaffEvent.about,
            StaffEvent.by,
            StaffEvent.role,
            _ABOUT.name.label("about_name"),
            _BY.name.label("by_name"),
        )
        .outerjoin(_ABOUT, _ABOUT.id == StaffEvent.about)
        .outerjoin(_BY, _BY.id == StaffEvent.by)
        .order_by(StaffEvent.number.desc())
    )


def _lines(deps: "Deps", rows: "Sequence[Row[Any]]") -> tuple[StaffEventLine, ...]:
    opener = deps.vault.opener(*{staff_id for row in rows for staff_id in (row.about, row.by) if staff_id})
    return tuple(
        StaffEventLine(
            row.number,
            StaffEventKind(row.kind),
            row.at,
            opener.open(place_of(Staff.name, row.about, row.about), row.about_name) if row.about else None,
            opener.open(place_of(Staff.name, row.by, row.by), row.by_name) if row.by else None,
            Role(row.role) if row.role else None,
        )
        for row in rows
    )
