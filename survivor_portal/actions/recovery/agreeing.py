"""A second person of the team: who asks for one and since when, never for whom; and agreeing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select, update

from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.places import place_of
from survivor_portal.actions.recovery.history import EventKind, note_event
from survivor_portal.actions.recovery.requests import is_under_way
from survivor_portal.actions.standing import require_staff_standing
from survivor_portal.domain.recovery import OLD_MESSAGES_WAIT
from survivor_portal.models import Recovery, Staff, Survivor

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer


@dataclass(frozen=True, slots=True, repr=False)
class AskedColleague:
    """One colleague who asks for a second person: what they say, and whether the person they help is in already."""

    ref: str
    staff_name: str
    asked_at: "datetime"
    is_together: bool
    is_in: bool


def asked_for_second(deps: "Deps", viewer: "Viewer") -> tuple[AskedColleague, ...]:
    """Give the colleagues who ask for a second person, the longest wait first. Costs two statements."""
    statement = (
        select(
            Recovery.id,
            Recovery.asked_at,
            Recovery.staff_id,
            Recovery.is_together,
            Recovery.recovered_at.is_not(None).label("is_in"),
            Staff.name,
        )
        .join(Staff, Staff.id == Recovery.staff_id)
        .where(_waits_for(deps, viewer))
        .order_by(Recovery.asked_at, Recovery.id)
    )
    with deps.storage.read() as connection:
        rows = connection.execute(statement).all()
    opener = deps.vault.opener(*{row.staff_id for row in rows})
    return tuple(
        AskedColleague(
            row.id,
            opener.open(place_of(Staff.name, row.staff_id, row.staff_id), row.name),
            row.asked_at,
            bool(row.is_together),
            bool(row.is_in),
        )
        for row in rows
    )


def count_asked_for_second(deps: "Deps", viewer: "Viewer") -> int:
    """Say how many colleagues ask this staff member, among others, to be the second person."""
    with deps.storage.read() as connection:
        asking = select(func.count()).select_from(Recovery).where(_waits_for(deps, viewer))
        return connection.execute(asking).scalar_one()


def agree(deps: "Deps", viewer: "Viewer", ref: str) -> None:
    """Be the second person for one request.

    Raises `NotFoundError` when none of that name asks this staff member, and when their session or account has ended.
    """
    whose = select(Recovery.survivor_id).where(Recovery.id == ref).scalar_subquery()
    with deps.storage.write() as session:
        require_staff_standing(session, viewer)
        # Her row first, then the request: the order in which freezing takes them, too.
        session.execute(select(Survivor.id).where(Survivor.id == whose).with_for_update())
        survivor_id = session.scalar(
            update(Recovery)
            .where(Recovery.id == ref, _waits_for(deps, viewer))
            .values(agreed_by=viewer.id, agreed_at=deps.clock())
            .returning(Recovery.survivor_id)
        )
        if survivor_id is None:
            raise NotFoundError
        note_event(deps, session, survivor_id, EventKind.AGREED, by=viewer.id)
        session.commit()


def _waits_for(deps: "Deps", viewer: "Viewer") -> "ColumnElement[bool]":
    """Say in SQL who may agree to what: `domain.recovery.may_agree`, while it still changes anything."""
    now = deps.clock()
    asks_now = and_(is_under_way(now), or_(Recovery.second_asked_at.is_not(None), Recovery.is_together.is_(False)))
    keeps_messages_waiting = and_(Recovery.recovered_at > now - OLD_MESSAGES_WAIT, Recovery.is_together.is_(False))
    return and_(Recovery.staff_id != viewer.id, Recovery.agreed_at.is_(None), or_(asks_now, keeps_messages_waiting))
