"""How people leave, and what stays behind in the browser, as they set it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import case, delete, select, update
from sqlalchemy.exc import IntegrityError

from survivor_portal.domain.leaving import AS_MADE, LeavingSettings, idle_limit
from survivor_portal.domain.sessions import OWN_PHONE, SHARED_PHONE
from survivor_portal.models import DeskCover, LeavingChoice, SignedInSession, Survivor

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer

CHOSEN: Final = (
    LeavingChoice.destination,
    LeavingChoice.by_keyboard,
    LeavingChoice.by_taps,
    LeavingChoice.few_traces,
    LeavingChoice.hides_after,
)
"""The columns that say what she set, for the statement that finds her; `chosen` reads them."""


def chosen(row: "Row[*tuple[Any, ...]]") -> LeavingSettings:
    """Read what she set out of a row with the columns `CHOSEN`, which are all empty while she set nothing."""
    if row.by_keyboard is None:
        return AS_MADE
    return LeavingSettings(row.destination, row.by_keyboard, row.by_taps, row.few_traces, row.hides_after)


def at_desk(covered_at: datetime | None) -> LeavingSettings:
    """Give what holds for a staff member: pages are covered only for whoever asked for it, and since then."""
    return replace(AS_MADE, covers=covered_at is not None)


def leaving_settings_of(deps: "Deps", survivor_id: str) -> LeavingSettings:
    """Give what she set."""
    with deps.storage.read() as connection:
        row = connection.execute(select(*CHOSEN).where(LeavingChoice.survivor_id == survivor_id)).one_or_none()
    return AS_MADE if row is None else chosen(row)


def hides_after(session: "Session", survivor_id: str) -> int:
    """Give the minutes without use after which her pages go, in the caller's transaction."""
    statement = select(LeavingChoice.hides_after).where(LeavingChoice.survivor_id == survivor_id)
    return session.scalar(statement) or AS_MADE.hides_after


def set_leaving(deps: "Deps", viewer: "Viewer", settings: LeavingSettings) -> None:
    """Keep what she set. The time without use counts at once, on every device where she is signed in."""
    with deps.storage.write() as session:
        # Locked where the database locks rows: two presses at once come one after the other, and nobody erased is met.
        statement = select(Survivor.id).where(Survivor.id == viewer.id).with_for_update()
        if session.scalar(statement) is None:
            return
        session.merge(
            LeavingChoice(
                survivor_id=viewer.id,
                destination=settings.destination,
                by_keyboard=settings.by_keyboard,
                by_taps=settings.by_taps,
                few_traces=settings.few_traces,
                hides_after=settings.hides_after,
            )
        )
        own, shared = (_seconds(idle_limit(limits, settings.hides_after)) for limits in (OWN_PHONE, SHARED_PHONE))
        session.execute(
            update(SignedInSession)
            .where(SignedInSession.survivor_id == viewer.id)
            .values(idle_seconds=case((SignedInSession.is_shared, shared), else_=own))
        )
        session.commit()


def cover_desk(deps: "Deps", viewer: "Viewer", *, covers: bool) -> None:
    """Keep whether a staff member's pages are covered while hidden, on every device."""
    try:
        with deps.storage.write() as session:
            if not covers:
                session.execute(delete(DeskCover).where(DeskCover.staff_id == viewer.id))
            elif session.get(DeskCover, viewer.id) is None:
                session.add(DeskCover(staff_id=viewer.id, set_at=deps.clock()))
            session.commit()
    except IntegrityError:
        # Pressed twice at once, on a database that lets both look before either writes: the other one stands.
        return


def _seconds(length: timedelta) -> int:
    return int(length.total_seconds())
