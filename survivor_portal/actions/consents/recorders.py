"""Who of the staff may write something down about her: her advocate and, for some of it, a supervisor."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from survivor_portal.actions.cases import Person
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.places import place_of
from survivor_portal.domain.people import Actor, Role
from survivor_portal.models import Assignment, Staff, Survivor

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps


def colleagues(deps: "Deps") -> tuple[Person, ...]:
    """Give everyone of the staff who works here, by name: any of them may have tried to tell her something."""
    statement = select(Staff.id, Staff.name, Staff.language).where(Staff.left_at.is_(None))
    with deps.storage.read() as connection:
        rows = connection.execute(statement).all()
    opener = deps.vault.opener(*(row.id for row in rows))
    found = (Person(row.id, opener.open(place_of(Staff.name, row.id, row.id), row.name), row.language) for row in rows)
    return tuple(sorted(found, key=lambda person: (person.name.casefold(), person.id)))


def recorder_of(session: "Session", staff_id: str, survivor_id: str) -> Actor:
    """Say in which role this member of staff writes something down about her. Raises `NotFoundError` for all others."""
    if has_case(session, staff_id, survivor_id):
        return Actor.ADVOCATE
    require_supervisor(session, staff_id)
    return Actor.SUPERVISOR


def require_case(session: "Session", staff_id: str, survivor_id: str) -> None:
    """Let only the advocate who has her case go on. Raises `NotFoundError` for everyone else."""
    if not has_case(session, staff_id, survivor_id):
        raise NotFoundError


def require_supervisor(session: "Session", staff_id: str) -> None:
    """Let only supervisors who work here go on. Raises `NotFoundError` for everyone else."""
    role = session.scalar(select(Staff.role).where(Staff.id == staff_id, Staff.left_at.is_(None)))
    if role != Role.SUPERVISOR:
        raise NotFoundError


def require_staff(session: "Session", staff_ids: "Collection[str]") -> None:
    """Let only members of staff be named, whether they still work here or not. Raises `NotFoundError` for others."""
    known = session.scalars(select(Staff.id).where(Staff.id.in_(staff_ids)))
    if set(known) != set(staff_ids):
        raise NotFoundError


def has_case(session: "Session", staff_id: str, survivor_id: str) -> bool:
    """Say, in a transaction that writes, whether this member of staff has her case, and has it until that ends.

    Whoever takes the case from them waits for the end, where the database locks rows.
    """
    # Her row first, then theirs, then the case: the order in which everything takes them that takes a case away. Hers
    # one at a time: of many who shared it, there could always be one, and whoever needs it alone would never have it.
    session.execute(select(Survivor.id).where(Survivor.id == survivor_id).with_for_update(key_share=True))
    session.execute(select(Staff.id).where(Staff.id == staff_id).with_for_update(read=True, key_share=True))
    statement = select(Assignment.id).where(
        Assignment.staff_id == staff_id, Assignment.survivor_id == survivor_id, Assignment.ended_at.is_(None)
    )
    return session.scalar(statement.with_for_update(read=True)) is not None
