"""The places that may be told, for the office: each with where it stands, and what supervisors did about it.

An office that asked about one survivor is none of them: what it is called is hers.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from survivor_portal.actions.consents.recipients import every_place
from survivor_portal.actions.lookups import NotFoundError, pages_of
from survivor_portal.actions.places import place_of
from survivor_portal.domain.consent import RecipientStanding
from survivor_portal.models import Recipient, RecipientEvent, Staff

if TYPE_CHECKING:
    from datetime import datetime

    from survivor_portal.actions.deps import Deps

PLACES_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Place:
    """A place that may be told, unless it is blocked; `ref` is a recipient's, or that of a provider not named yet."""

    ref: str
    name: str
    is_blocked: bool


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """One page of all places, the blocked ones first, then by name; pages are counted from 1."""

    places: tuple[Place, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True, repr=False)
class PlaceEvent:
    """One thing that a supervisor did about a place; `change` and `reason` are words of `blocking`."""

    change: str
    reason: str | None
    by_name: str
    at: "datetime"


@dataclass(frozen=True, slots=True, repr=False)
class PlaceHistory:
    """A place with all that supervisors did about it, the newest first."""

    place: Place
    events: tuple[PlaceEvent, ...]


def places_page(deps: "Deps", page: int = 1) -> PlacesPage:
    """Give one page of the places. One statement. Raises `NotFoundError` where there is no such page but the first."""
    with deps.storage.read() as connection:
        rows = connection.execute(every_place()).all()
    places = sorted((_place(row) for row in rows), key=_turn)
    pages = pages_of(len(places), PLACES_PAGE, page)
    return PlacesPage(tuple(places[(page - 1) * PLACES_PAGE : page * PLACES_PAGE]), page, pages)


def place_for_office(deps: "Deps", ref: str) -> PlaceHistory:
    """Give a place by its own reference or its provider's. Two statements and one for the names' keys.

    Raises `NotFoundError` when there is no such place.
    """
    events = (
        select(RecipientEvent.change, RecipientEvent.reason, RecipientEvent.by, RecipientEvent.at, Staff.name)
        .join(Staff, Staff.id == RecipientEvent.by)
        .join(Recipient, Recipient.id == RecipientEvent.recipient)
        .where((Recipient.id == ref) | (Recipient.provider_id == ref))
        .order_by(RecipientEvent.sequence.desc())
    )
    with deps.storage.read() as connection:
        row = connection.execute(every_place(called=ref)).one_or_none()
        if row is None:
            raise NotFoundError
        rows = connection.execute(events).all()
    opener = deps.vault.opener(*{found.by for found in rows})
    return PlaceHistory(
        _place(row),
        tuple(
            PlaceEvent(
                found.change, found.reason, opener.open(place_of(Staff.name, found.by, found.by), found.name), found.at
            )
            for found in rows
        ),
    )


def _place(row: Any) -> Place:  # noqa: ANN401 (a row of `every_place`)
    return Place(row.id, row.name, row.standing == RecipientStanding.BLOCKED)


def _turn(place: Place) -> tuple[bool, str, str]:
    return not place.is_blocked, place.name.casefold(), place.ref
