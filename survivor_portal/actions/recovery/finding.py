"""Finding whoever lost a phone or a passphrase, for a supervisor, by what the person can say on the telephone."""

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from survivor_portal.actions.cases import Person
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.places import place_of
from survivor_portal.actions.recovery.requests import is_under_way
from survivor_portal.domain.recovery import plain_words
from survivor_portal.models import Recovery, Survivor

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps


def find_person(deps: "Deps", typed: str) -> str | None:
    """Give the reference of whoever has this sign-in name, or whose open request has this number.

    None when nobody is found, and when a number is several people's: then the sign-in name tells them apart.
    """
    asks = select(Recovery.survivor_id).where(
        Recovery.number == plain_words(typed), Recovery.survivor_id.is_not(None), is_under_way(deps.clock())
    )
    statement = select(Survivor.id).where(
        or_(Survivor.sign_in_digest == deps.sign_in_digest(typed), Survivor.id.in_(asks))
    )
    with deps.storage.read() as connection:
        found = connection.execute(statement.limit(2)).scalars().all()
    return found[0] if len(found) == 1 else None


def person_for_supervisor(deps: "Deps", survivor_id: str) -> Person:
    """Look anybody up for a supervisor, who helps while an advocate is away. Raises `NotFoundError` for nobody."""
    statement = select(Survivor.id, Survivor.chosen_name, Survivor.language).where(Survivor.id == survivor_id)
    with deps.storage.read() as connection:
        row = connection.execute(statement).one_or_none()
    if row is None:
        raise NotFoundError
    name = deps.vault.open(place_of(Survivor.chosen_name, row.id, row.id), row.chosen_name)
    return Person(row.id, name, row.language)
