"""Finding services by need, a page at a time."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, func, or_, select

from survivor_portal.actions.directory.withholding import withholdings
from survivor_portal.actions.lookups import pages_of
from survivor_portal.directory.records import ServiceStatus
from survivor_portal.domain.taxonomy import Need
from survivor_portal.models.directory import Location, Provider, Service, ServiceAtLocation, ServiceNeed

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection, ScalarSelect

    from survivor_portal.actions.deps import Deps

PAGE_LENGTH = 40
"""How many services one page of a need lists: what a slow phone gets in one small answer."""

_NOT_LISTED = (ServiceStatus.INACTIVE.value, ServiceStatus.DEFUNCT.value)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The services that help with one need, or with none that is known, and how many they are."""

    need: Need | None
    count: int


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A service in a list; `given_at` names a place it is given at that is not hidden.

    `name` is empty where it would tell a hidden address.
    """

    id: str
    name: str
    provider_name: str | None
    given_at: str | None


@dataclass(frozen=True, slots=True)
class ServicesPage:
    """One page of the services that help with a need; pages are counted from 1."""

    cards: tuple[ServiceCard, ...]
    page: int
    pages: int


def shelves(deps: "Deps") -> list[Shelf]:
    """Give every need that a listed service helps with, in the order of `Need`, and those without a need last."""
    by_need = (
        select(ServiceNeed.need, func.count().label("number"))
        .join(Service, Service.id == ServiceNeed.service_id)
        .where(is_listed())
        .group_by(ServiceNeed.need)
    )
    without = select(func.count()).select_from(Service).where(is_listed(), _helps_with(None))
    with deps.storage.read() as connection:
        counts = {row.need: row.number for row in connection.execute(by_need)}
        other = connection.execute(without).scalar_one()
    found = [Shelf(need, counts[need]) for need in Need if need in counts]
    return [*found, Shelf(None, other)] if other else found


def services_by_need(deps: "Deps", need: Need | None, page: int = 1) -> ServicesPage:
    """Give one page of the services that help with a need, or with none that is known, by name.

    Raises `NotFoundError` where there is no such page; the first is always there.
    """
    wanted = is_listed(), _helps_with(need)
    by_name = func.lower(Service.name), func.lower(Provider.name), Service.id
    listed = select(Service.id).outerjoin(Provider, Provider.id == Service.provider_id).where(*wanted)
    # Places are looked up for the services of this page alone.
    cards_of = (
        select(Service.id, Service.name, Provider.name.label("provider_name"), given_at().label("given_at"))
        .outerjoin(Provider, Provider.id == Service.provider_id)
        .where(Service.id.in_(listed.order_by(*by_name).limit(PAGE_LENGTH).offset((page - 1) * PAGE_LENGTH)))
        .order_by(*by_name)
    )
    with deps.storage.read() as connection:
        count = connection.execute(select(func.count()).select_from(Service).where(*wanted)).scalar_one()
        pages = pages_of(count, PAGE_LENGTH, page)
        rows = connection.execute(cards_of).all()
        tells = withholdings(connection, [row.id for row in rows])
    cards = [
        ServiceCard(row.id, tell(row.name) or "", tell(row.provider_name), tell(row.given_at))
        for row in rows
        for tell in (tells[row.id],)
    ]
    return ServicesPage(tuple(cards), page, pages)


def needs_of(connection: "Connection", service_ids: "Collection[str]") -> dict[str, tuple[Need, ...]]:
    """Give the needs each of these services helps with, in the order of `Need`."""
    found: dict[str, set[str]] = defaultdict(set)
    statement = select(ServiceNeed.service_id, ServiceNeed.need).where(ServiceNeed.service_id.in_(service_ids))
    for row in connection.execute(statement):
        found[row.service_id].add(row.need)
    return {service_id: tuple(need for need in Need if need in found.get(service_id, ())) for service_id in service_ids}


def given_at() -> "ScalarSelect[str]":
    """Name in SQL one place a service is given at, never a hidden one; nothing where no place has a name."""
    return (
        select(func.min(Location.name))
        .join(ServiceAtLocation, ServiceAtLocation.location_id == Location.id)
        .where(ServiceAtLocation.service_id == Service.id, ~Location.address_hidden)
        .correlate(Service)
        .scalar_subquery()
    )


def is_listed() -> ColumnElement[bool]:
    """Say in SQL whether the directory still offers a service."""
    return or_(Service.status.is_(None), Service.status.not_in(_NOT_LISTED))


def _helps_with(need: Need | None) -> ColumnElement[bool]:
    its_needs = select(ServiceNeed.need).where(ServiceNeed.service_id == Service.id)
    if need is None:
        return ~its_needs.exists()
    return its_needs.where(ServiceNeed.need == need.value).exists()
