"""Breaking the glass: a supervisor looks at what one person shares.

She reads who did, when and why; and the staff who are to know are told before anything shows.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select

from survivor_portal.actions.cases import lock_survivor
from survivor_portal.actions.consents.recorders import require_supervisor
from survivor_portal.actions.lookups import pages_of
from survivor_portal.actions.notices import add_notice
from survivor_portal.actions.places import place_of
from survivor_portal.actions.staff.events import StaffEventToNote, note_staff_event
from survivor_portal.domain.looks import LOOK_LASTS, LookReason, look_stands
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.domain.staff import StaffEventKind
from survivor_portal.models import Assignment, Look, Staff
from survivor_portal.security.tokens import new_ref

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row, Select
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer

LOOKS_PAGE: Final = 20
"""How many looks one page of hers shows."""


@dataclass(frozen=True, slots=True, repr=False)
class LookLine:
    """One look: which supervisor, why, and when."""

    staff_name: str
    reason: LookReason
    at: "datetime"


@dataclass(frozen=True, slots=True, repr=False)
class LooksPage:
    """One page of the looks, the newest first; pages are counted from 1."""

    lines: tuple[LookLine, ...]
    page: int
    pages: int


def look_at_consents(deps: "Deps", viewer: "Viewer", survivor_id: str, reason: LookReason) -> None:
    """Let this session of a supervisor see what she shares for ten minutes, and leave her word of it.

    Her advocate and every other supervisor are told of the look, but not at whom of the caseload it was. While a look
    for the same reason stands in this session, nothing is added and it lasts no longer: a doubled press is one look.
    Raises `NotFoundError` when the viewer is no supervisor, or there is no such survivor.
    """
    with deps.storage.write() as session:
        # One at a time, so that of a doubled press the second finds the first.
        lock_survivor(session, survivor_id)
        require_supervisor(session, viewer.id)
        opener, now = deps.vault.opener(survivor_id), deps.clock()
        standing = _standing(session, viewer, survivor_id, now)
        if any(opener.open(place_of(Look.reason, row.id, survivor_id), row.reason) == reason for row in standing):
            return
        ref = new_ref(deps.chance)
        session.add(
            Look(
                id=ref,
                survivor_id=survivor_id,
                staff_id=viewer.id,
                session_ref=viewer.session_ref,
                reason=deps.vault.seal(place_of(Look.reason, ref, survivor_id), reason),
                at=now,
            )
        )
        add_notice(deps, session, survivor_id, NoticeKind.LOOKED_AT, except_session=None)
        advocate = _other_advocate(session, survivor_id, viewer.id)
        note_staff_event(deps, session, StaffEventToNote(StaffEventKind.LOOKED_AT, advocate, viewer.id))
        session.commit()


def is_looking(deps: "Deps", viewer: "Viewer", survivor_id: str) -> bool:
    """Say whether this session said within the last ten minutes why it looks at what she shares. One statement.

    A session that begins anew says so anew; a clock set back ends every session, so that no look comes back.
    """
    with deps.storage.read() as connection:
        return bool(_standing(connection, viewer, survivor_id, deps.clock()))


def looks_of(deps: "Deps", survivor_id: str) -> tuple[LookLine, ...]:
    """Give all looks at what she shares, the newest first. Costs one statement and one for the keys."""
    with deps.storage.read() as connection:
        rows = connection.execute(_newest_first(survivor_id)).all()
    return _lines(deps, survivor_id, rows)


def looks_page(deps: "Deps", survivor_id: str, page: int = 1) -> LooksPage:
    """Give one page of the looks. Costs one statement more than all of them.

    Raises `NotFoundError` where there is no such page; the first is always there.
    """
    number = select(func.count()).select_from(Look).where(Look.survivor_id == survivor_id)
    with deps.storage.read() as connection:
        pages = pages_of(connection.execute(number).scalar_one(), LOOKS_PAGE, page)
        shown = _newest_first(survivor_id).limit(LOOKS_PAGE).offset((page - 1) * LOOKS_PAGE)
        rows = connection.execute(shown).all()
    return LooksPage(_lines(deps, survivor_id, rows), page, pages)


def _standing(
    source: "Connection | Session", viewer: "Viewer", survivor_id: str, now: "datetime"
) -> "list[Row[str, Any, datetime]]":
    statement = select(Look.id, Look.reason, Look.at).where(
        Look.survivor_id == survivor_id,
        Look.staff_id == viewer.id,
        Look.session_ref == viewer.session_ref,
        Look.at > now - LOOK_LASTS,
    )
    return [row for row in source.execute(statement) if look_stands(row.at, now)]


def _other_advocate(session: "Session", survivor_id: str, looker: str) -> str | None:
    """Give who has her case, unless it is who looks: nobody is told of what they did themselves."""
    return session.scalar(
        select(Assignment.staff_id).where(
            Assignment.survivor_id == survivor_id, Assignment.ended_at.is_(None), Assignment.staff_id != looker
        )
    )


def _newest_first(survivor_id: str) -> "Select[*tuple[Any, ...]]":
    return (
        select(Look.id, Look.staff_id, Look.reason, Look.at, Staff.name)
        .join(Staff, Staff.id == Look.staff_id)
        .where(Look.survivor_id == survivor_id)
        .order_by(Look.at.desc(), Look.id)
    )


def _lines(deps: "Deps", survivor_id: str, rows: "Sequence[Row[Any]]") -> tuple[LookLine, ...]:
    opener = deps.vault.opener(survivor_id, *{row.staff_id for row in rows})
    return tuple(
        LookLine(
            opener.open(place_of(Staff.name, row.staff_id, row.staff_id), row.name),
            LookReason(opener.open(place_of(Look.reason, row.id, survivor_id), row.reason)),
            row.at,
        )
        for row in rows
    )
