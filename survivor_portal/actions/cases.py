"""Who helps whom: assigning, and looking a survivor up through the advocate who has her case."""

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import select, update
from sqlalchemy.exc import SQLAlchemyError

from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.places import place_of
from survivor_portal.models import Assignment, CaseView, Staff, Survivor
from survivor_portal.security.tokens import new_ref

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps

SelectT = TypeVar("SelectT", bound="Select[*tuple[Any, ...]]")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """Someone by the name they chose."""

    id: str
    name: str
    language: str | None


def assign(deps: "Deps", survivor_id: str, staff_id: str) -> None:
    """Give a survivor's case to an advocate, ending the former's time in the same transaction."""
    with deps.storage.write() as session:
        session.execute(
            update(Assignment)
            .where(Assignment.survivor_id == survivor_id, Assignment.ended_at.is_(None))
            .values(ended_at=deps.clock())
        )
        add_assignment(deps, session, survivor_id, staff_id)
        session.commit()


def add_assignment(deps: "Deps", session: "Session", survivor_id: str, staff_id: str) -> None:
    """Add a case to an advocate's, in a transaction the caller commits."""
    session.add(
        Assignment(
            id=new_ref(deps.chance),
            survivor_id=survivor_id,
            staff_id=staff_id,
            started_at=deps.clock(),
            ended_at=None,
        )
    )


def survivor_for(deps: "Deps", staff_id: str, survivor_id: str) -> Person:
    """Look a survivor up through the advocate who has her case now. Raises `NotFoundError` for everyone else."""
    statement = _through(select(Survivor.id, Survivor.chosen_name, Survivor.language), staff_id, survivor_id)
    with deps.storage.read() as connection:
        row = connection.execute(statement).one_or_none()
    if row is None:
        raise NotFoundError
    name = deps.vault.open(place_of(Survivor.chosen_name, row.id, row.id), row.chosen_name)
    return Person(row.id, name, row.language)


def lock_survivor(session: "Session", survivor_id: str) -> None:
    """Let one transaction at a time change what is hers, until it ends.

    Raises `NotFoundError` when there is no such survivor.
    """
    _lock(session, select(Survivor.id).where(Survivor.id == survivor_id))


def lock_survivor_for(session: "Session", staff_id: str, survivor_id: str) -> None:
    """Lock a survivor as `lock_survivor` does, but through her advocate, as `survivor_for` looks her up."""
    _lock(session, _through(select(Survivor.id), staff_id, survivor_id))


def advocate_of(deps: "Deps", survivor_id: str) -> Person | None:
    """Give the advocate who has her case, by name; None while nobody has."""
    statement = (
        select(Staff.id, Staff.name, Staff.language)
        .join(Assignment, Assignment.staff_id == Staff.id)
        .where(Assignment.survivor_id == survivor_id, Assignment.ended_at.is_(None))
    )
    with deps.storage.read() as connection:
        row = connection.execute(statement).one_or_none()
    if row is None:
        return None
    return Person(row.id, deps.vault.open(place_of(Staff.name, row.id, row.id), row.name), row.language)


def last_seen(deps: "Deps", staff_id: str) -> "dict[str, datetime]":
    """Give, for each survivor, when this staff member last opened her page."""
    statement = select(CaseView.survivor_id, CaseView.seen_at).where(CaseView.staff_id == staff_id)
    with deps.storage.read() as connection:
        return {row.survivor_id: row.seen_at for row in connection.execute(statement)}


def note_seen(deps: "Deps", staff_id: str, survivor_id: str) -> None:
    """Note that a staff member opened a survivor's page now, or say in the log that it could not be noted."""
    now = deps.clock()
    try:
        with deps.storage.write() as session:
            known = session.execute(
                update(CaseView)
                .where(CaseView.staff_id == staff_id, CaseView.survivor_id == survivor_id)
                .values(seen_at=now)
                .returning(CaseView.seen_at)
            ).first()
            if known is None:
                session.add(CaseView(staff_id=staff_id, survivor_id=survivor_id, seen_at=now))
            session.commit()
    except SQLAlchemyError as problem:
        # A full disk, or the same page opened twice at once, must not keep anyone from reading.
        _log.error("a look could not be noted: %s", type(problem).__name__)


def _through(found: "SelectT", staff_id: str, survivor_id: str) -> "SelectT":
    """Leave of what is selected what belongs to one survivor, where this advocate has her case now."""
    return found.join(Assignment, Assignment.survivor_id == Survivor.id).where(
        Survivor.id == survivor_id, Assignment.staff_id == staff_id, Assignment.ended_at.is_(None)
    )


def _lock(session: "Session", survivor: "Select[str]") -> None:
    if session.execute(survivor.with_for_update(of=Survivor)).one_or_none() is None:
        raise NotFoundError
