"""Legal holds: written by a supervisor on a written basis, and while one stands nothing of hers is deleted."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.places import place_of
from survivor_portal.domain.departures import Hold, HoldRefusal, hold_refusal
from survivor_portal.domain.people import Role
from survivor_portal.models import LegalHold, Staff, Survivor
from survivor_portal.security.tokens import Ref, new_ref

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps


@dataclass(frozen=True, slots=True, repr=False)
class NewHold:
    """A hold to write down: on what basis, from when, until when if that is known, and whether she may be told."""

    basis: str
    starts_at: "datetime"
    until: "datetime | None"
    forbids_notice: bool


@dataclass(frozen=True, slots=True, repr=False)
class WrittenHold:
    """A hold as it stands, with the basis it was written on."""

    ref: str
    basis: str
    hold: Hold


def set_hold(deps: "Deps", supervisor_id: str, survivor_id: str, new: NewHold) -> Ref | HoldRefusal:
    """Write a hold down, from which moment on nothing of hers is deleted or erased.

    Raises `NotFoundError` when there is no such survivor, or whoever writes it is no supervisor.
    """
    now = deps.clock()
    why_not = hold_refusal(new.basis, Hold(new.starts_at, new.until, new.forbids_notice), now)
    if why_not is not None:
        return why_not
    hold_id = new_ref(deps.chance)
    with deps.storage.write() as session:
        _require_supervisor(session, supervisor_id)
        # Locked where the database locks rows: an erasure commits before this, or finds the hold.
        found = session.scalar(select(Survivor.id).where(Survivor.id == survivor_id).with_for_update())
        if found is None:
            raise NotFoundError
        session.add(
            LegalHold(
                id=hold_id,
                survivor_id=survivor_id,
                basis=deps.vault.seal(place_of(LegalHold.basis, hold_id, survivor_id), new.basis.strip()),
                starts_at=new.starts_at,
                until=new.until,
                forbids_notice=new.forbids_notice,
                set_by=supervisor_id,
                set_at=now,
                lifted_by=None,
                lifted_at=None,
            )
        )
        session.commit()
    return hold_id


def lift_hold(deps: "Deps", supervisor_id: str, hold_id: str) -> None:
    """End a hold; lifting it twice equals once. Raises `NotFoundError` as `set_hold` does."""
    with deps.storage.write() as session:
        _require_supervisor(session, supervisor_id)
        if session.scalar(select(LegalHold.id).where(LegalHold.id == hold_id)) is None:
            raise NotFoundError
        session.execute(
            update(LegalHold)
            .where(LegalHold.id == hold_id, LegalHold.lifted_at.is_(None))
            .values(lifted_at=deps.clock(), lifted_by=supervisor_id)
        )
        session.commit()


def holds_of(deps: "Deps", survivor_id: str) -> list[WrittenHold]:
    """Give every hold there was on a survivor, oldest first, lifted or not."""
    statement = (
        select(*LegalHold.__table__.columns)
        .where(LegalHold.survivor_id == survivor_id)
        .order_by(LegalHold.set_at, LegalHold.id)
    )
    with deps.storage.read() as connection:
        rows = connection.execute(statement).all()
    opener = deps.vault.opener(survivor_id)
    return [
        WrittenHold(
            row.id,
            opener.open(place_of(LegalHold.basis, row.id, survivor_id), row.basis),
            Hold(row.starts_at, row.until, row.forbids_notice, row.lifted_at),
        )
        for row in rows
    ]


def _require_supervisor(session: "Session", staff_id: str) -> None:
    role = session.scalar(select(Staff.role).where(Staff.id == staff_id))
    if role != Role.SUPERVISOR:
        raise NotFoundError
