"""People who have no advocate yet, or not any more, and giving them one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from survivor_portal.actions.cases import Person, add_assignment
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.places import place_of
from survivor_portal.domain.people import Role
from survivor_portal.models import Assignment, Message, Staff, Survivor

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ScalarSelect

    from survivor_portal.actions.deps import Deps


@dataclass(frozen=True, slots=True, repr=False)
class Waiting:
    """One person without an advocate, and since when.

    `wrote_at` is when the oldest message came that nobody of the team has answered, or None.
    """

    person: Person
    since: "datetime"
    wrote_at: "datetime | None"


def people_without_advocate(deps: "Deps") -> tuple[Waiting, ...]:
    """Give everyone whom nobody is assigned to, by chosen name: first those who wait for an answer.

    Among them, and then among the others, whoever waits longest comes first. One statement and one for the keys,
    whatever the number of people and messages; of a message nothing is read but when it came.
    """
    statement = (
        select(
            Survivor.id,
            Survivor.chosen_name,
            Survivor.language,
            Survivor.created_at,
            func.max(Assignment.ended_at, type_=Assignment.ended_at.type).label("left_at"),
            _unanswered_since().label("wrote_at"),
        )
        .outerjoin(Assignment, Assignment.survivor_id == Survivor.id)
        .group_by(Survivor.id, Survivor.chosen_name, Survivor.language, Survivor.created_at)
        .having(func.count(Assignment.id) == func.count(Assignment.ended_at))
    )
    with deps.storage.read() as connection:
        rows = connection.execute(statement).all()
    opener = deps.vault.opener(*(row.id for row in rows))
    waiting = [
        Waiting(
            Person(row.id, opener.open(place_of(Survivor.chosen_name, row.id, row.id), row.chosen_name), row.language),
            row.left_at or row.created_at,
            row.wrote_at,
        )
        for row in rows
        # Whoever has just erased her record has no name any more.
        if row.id in opener.keys
    ]
    return tuple(sorted(waiting, key=_turn))


def advocates(deps: "Deps") -> tuple[Person, ...]:
    """Give every advocate who is here, by name."""
    statement = select(Staff.id, Staff.name, Staff.language).where(Staff.role == Role.ADVOCATE, Staff.left_at.is_(None))
    with deps.storage.read() as connection:
        rows = connection.execute(statement).all()
    opener = deps.vault.opener(*(row.id for row in rows))
    found = (Person(row.id, opener.open(place_of(Staff.name, row.id, row.id), row.name), row.language) for row in rows)
    return tuple(sorted(found, key=lambda person: (person.name.casefold(), person.id)))


def give_to_advocate(deps: "Deps", survivor_id: str, staff_id: str) -> None:
    """Give someone who waits to an advocate.

    Raises `NotFoundError` for whoever has an advocate already, and for staff who are no advocate or have left.
    """
    is_hers = and_(Assignment.survivor_id == Survivor.id, Assignment.ended_at.is_(None))
    waits = (
        select(Survivor.id).outerjoin(Assignment, is_hers).where(Survivor.id == survivor_id, Assignment.id.is_(None))
    )
    can_take = select(Staff.id).where(Staff.id == staff_id, Staff.role == Role.ADVOCATE, Staff.left_at.is_(None))
    with deps.storage.write() as session:
        # Locked where the database locks rows: two who give at once, or give and end an account, take turns.
        session.execute(select(Survivor.id).where(Survivor.id == survivor_id).with_for_update())
        if session.scalar(can_take.with_for_update()) is None or session.scalar(waits) is None:
            raise NotFoundError
        add_assignment(deps, session, survivor_id, staff_id)
        session.commit()


def _unanswered_since() -> "ScalarSelect[datetime]":
    answers = aliased(Message)
    answered_at = (
        select(func.max(answers.sent_at, type_=answers.sent_at.type))
        .where(answers.survivor_id == Survivor.id, answers.staff_id.is_not(None))
        .correlate(Survivor)
        .scalar_subquery()
    )
    hers = aliased(Message)
    return (
        select(func.min(hers.sent_at, type_=hers.sent_at.type))
        .where(
            hers.survivor_id == Survivor.id,
            hers.staff_id.is_(None),
            or_(answered_at.is_(None), hers.sent_at > answered_at),
        )
        .correlate(Survivor)
        .scalar_subquery()
    )


def _turn(waiting: Waiting) -> "tuple[bool, datetime, str]":
    return waiting.wrote_at is None, waiting.wrote_at or waiting.since, waiting.person.id
