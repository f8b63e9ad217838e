"""Whoever calls the office: found by a supervisor under the name that is said, to write a spoken stop down."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, select

from survivor_portal.actions.cases import Person
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.places import place_of
from survivor_portal.models import Assignment, Staff, Survivor

if TYPE_CHECKING:
    from sqlalchemy import Row, Select

    from survivor_portal.actions.deps import Deps
    from survivor_portal.security.encryption import Opener


@dataclass(frozen=True, slots=True, repr=False)
class Caller:
    """One person, with whoever helps them by name, so that two of one name can be told apart."""

    person: Person
    advocate_name: str | None


def callers_named(deps: "Deps", called: str) -> tuple[Caller, ...]:
    """Find people by sign-in name or by the whole name they chose, however it is spaced and capitalised.

    Chosen names are sealed, so everyone's is opened and compared, and nothing of them is kept.
    """
    sign_in_digest, looked_for = deps.sign_in_digest(called), _plain(called)
    with deps.storage.read() as connection:
        rows = connection.execute(_everyone().order_by(Survivor.created_at, Survivor.id)).all()
    opener = deps.vault.opener(*{ref for row in rows for ref in (row.id, row.staff_id) if ref})
    # Whoever has just erased her record has no name any more.
    found = [(row, _caller(opener, row)) for row in rows if row.id in opener.keys]
    return tuple(
        caller
        for row, caller in found
        if row.sign_in_digest == sign_in_digest or _plain(caller.person.name) == looked_for
    )


def caller(deps: "Deps", survivor_id: str) -> Caller:
    """Look anybody up for a supervisor. Raises `NotFoundError` for nobody."""
    with deps.storage.read() as connection:
        row = connection.execute(_everyone().where(Survivor.id == survivor_id)).one_or_none()
    opener = deps.vault.opener(*([] if row is None else [ref for ref in (row.id, row.staff_id) if ref]))
    if row is None or row.id not in opener.keys:
        raise NotFoundError
    return _caller(opener, row)


def _everyone() -> "Select[*tuple[Any, ...]]":
    is_hers = and_(Assignment.survivor_id == Survivor.id, Assignment.ended_at.is_(None))
    return (
        select(
            Survivor.id,
            Survivor.chosen_name,
            Survivor.language,
            Survivor.sign_in_digest,
            Assignment.staff_id,
            Staff.name.label("advocate_name"),
        )
        .outerjoin(Assignment, is_hers)
        .outerjoin(Staff, Staff.id == Assignment.staff_id)
    )


def _caller(opener: "Opener", row: "Row[*tuple[Any, ...]]") -> Caller:
    name = opener.open(place_of(Survivor.chosen_name, row.id, row.id), row.chosen_name)
    advocate = row.staff_id and opener.open(place_of(Staff.name, row.staff_id, row.staff_id), row.advocate_name)
    return Caller(Person(row.id, name, row.language), advocate)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
