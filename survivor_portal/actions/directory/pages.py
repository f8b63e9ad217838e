"""One service, told for a survivor. What is hidden from her is left out here, so that no page can show it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from survivor_portal.actions.directory.hours import Hours, hours_on
from survivor_portal.actions.directory.listing import needs_of
from survivor_portal.actions.directory.withholding import Withholding, withholdings
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.directory.records import ServiceStatus
from survivor_portal.models.directory import Location, Provider, Service, ServiceAtLocation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Row

    from survivor_portal.actions.deps import Deps
    from survivor_portal.domain.taxonomy import Need

_FAX = "fax"
_FEWEST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as written, and as dialled where that is sure; `is_for_texts` where it takes messages."""

    shown: str
    dialled: str | None
    extension: str | None
    description: str | None
    is_for_texts: bool


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language, by its code where the directory gives one."""

    name: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class Cost:
    """One price; `currency` is a code of three letters."""

    option: str | None
    amount: Decimal | None
    currency: str | None
    description: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a service is given, where she may know."""

    name: str | None
    lines: tuple[str, ...]
    description: str | None
    transportation: str | None


@dataclass(frozen=True, slots=True)
class ServicePage:
    """Everything a survivor may know of a service, in the directory's own words. No hidden address is in it.

    `name` is empty where it would tell one.
    """

    id: str
    name: str
    provider_name: str | None
    needs: "tuple[Need, ...]"
    description: str | None
    alert: str | None
    eligibility: str | None
    minimum_age: int | None
    maximum_age: int | None
    fees: str | None
    costs: tuple[Cost, ...]
    wait_time: str | None
    languages: tuple[Spoken, ...]
    interpretation: str | None
    access: tuple[str, ...]
    bring: tuple[str, ...]
    how_to_apply: str | None
    areas: tuple[str, ...]
    phones: tuple[Phone, ...]
    hours: tuple[Hours, ...]
    places: tuple[Place, ...]
    hides_a_place: bool
    last_checked_on: date | None
    is_closed_for_now: bool
    has_ended: bool


def service_for(deps: "Deps", service_id: str) -> ServicePage:
    """Give one service as any survivor may see it. Raises `NotFoundError`."""
    with deps.storage.read() as connection:
        service = connection.execute(
            select(
                Service.__table__,
                Provider.name.label("provider_name"),
                Provider.facts.label("provider_facts"),
            )
            .outerjoin(Provider, Provider.id == Service.provider_id)
            .where(Service.id == service_id)
        ).one_or_none()
        if service is None:
            raise NotFoundError
        needs = needs_of(connection, [service_id])[service_id]
        here = connection.execute(
            select(Location.__table__, ServiceAtLocation.facts.label("there"))
            .join(ServiceAtLocation, ServiceAtLocation.location_id == Location.id)
            .where(ServiceAtLocation.service_id == service_id)
            .order_by(Location.name, Location.id)
        ).all()
        # Last, so that an address hidden meanwhile is withheld from what was read before.
        tell = withholdings(connection, [service_id])[service_id]
    return _page(service, needs, here, tell, deps.clock().date())


def _page(
    service: "Row[Any]", needs: "tuple[Need, ...]", here: "Sequence[Row[Any]]", tell: Withholding, today: date
) -> ServicePage:
    facts = service.facts
    places = [_place(location, tell) for location in here if not _is_withheld(location, tell)]
    return ServicePage(
        id=service.id,
        name=tell(service.name) or "",
        provider_name=tell(service.provider_name),
        needs=needs,
        description=tell(service.description),
        alert=tell(service.alert),
        eligibility=tell(service.eligibility),
        minimum_age=service.minimum_age,
        maximum_age=service.maximum_age,
        fees=tell(service.fees),
        costs=tuple(_costs(facts["cost_options"], tell, today)),
        wait_time=tell(service.wait_time),
        languages=tuple(_languages([facts, *(location.facts for location in here)])),
        interpretation=tell(service.interpretation),
        access=tuple(_access(here, tell)),
        bring=tuple(tell.each(part["document"] for part in facts["required_documents"])),
        how_to_apply=tell(service.how_to_apply),
        areas=tuple(tell.each(part["name"] or part["description"] for part in facts["service_areas"])),
        phones=tuple(_phones(service, here, tell)),
        hours=tuple(_hours(facts, here, tell, today)),
        places=tuple(
            place for place in places if any((place.name, place.lines, place.description, place.transportation))
        ),
        hides_a_place=any(_is_withheld(location, tell) for location in here),
        last_checked_on=service.last_checked_on,
        is_closed_for_now=service.status == ServiceStatus.TEMPORARILY_CLOSED,
        has_ended=service.status in {ServiceStatus.INACTIVE, ServiceStatus.DEFUNCT},
    )


def _is_withheld(location: "Row[Any]", tell: Withholding) -> bool:
    """Say whether a place is hidden, or shares the address of one that is."""
    return bool(location.address_hidden) or any(tell.hides(address) for address in location.facts["addresses"])


def _place(location: "Row[Any]", tell: Withholding) -> Place:
    addresses = location.facts["addresses"]
    # Where people can go counts; a postal address is shown only for want of it.
    shown = next((address for address in addresses if address["kind"] != "postal"), addresses[0] if addresses else None)
    return Place(
        tell(location.name),
        _lines(shown) if shown else (),
        tell(location.description) or tell(location.there["description"]),
        tell(location.transportation),
    )


def _lines(address: "dict[str, str | None]") -> tuple[str, ...]:
    region = " ".join(part for part in (address["state_province"], address["postal_code"]) if part)
    town = ", ".join(part for part in (address["city"], region) if part)
    return tuple(line for line in (address["address_1"], address["address_2"], town) if line)


def _costs(options: "Iterable[dict[str, Any]]", tell: Withholding, today: date) -> "Iterator[Cost]":
    for option in options:
        if option["valid_until"] and option["valid_until"] < today.isoformat():
            continue
        amount = None if option["amount"] is None else Decimal(option["amount"])
        yield Cost(tell(option["option"]), amount, option["currency"], tell(option["description"]))


def _languages(holders: "Iterable[dict[str, Any]]") -> "Iterator[Spoken]":
    """Give each language once: those of the service, or else those of its places."""
    spoken = [[Spoken(part["name"], part["code"]) for part in holder["languages"]] for holder in holders]
    yield from dict.fromkeys(next((some for some in spoken if some), []))


def _access(here: "Iterable[Row[Any]]", tell: Withholding) -> "Iterator[str]":
    for location in here:
        for part in location.facts["accessibility"]:
            yield from tell.each((part["description"], part["details"]))


def _phones(service: "Row[Any]", here: "Iterable[Row[Any]]", tell: Withholding) -> "Iterator[Phone]":
    """Give each number once: those of the service and its places, or else the provider's."""
    holders = [service.facts, *(location.there for location in here), *(location.facts for location in here)]
    phones = [phone for holder in holders for phone in holder["phones"]]
    if not phones and service.provider_facts:
        phones = service.provider_facts["phones"]
    seen = set()
    for phone in phones:
        if phone["kind"] != _FAX and phone["number"] not in seen:
            seen.add(phone["number"])
            yield Phone(
                phone["number"],
                _dialled(phone["number"]),
                phone["extension"],
                tell(phone["description"]),
                phone["kind"] in {"text", "sms"},
            )


def _dialled(number: str) -> str | None:
    """Give what a phone dials; None for a number with letters in it, or one too short to be whole."""
    digits = "".join(character for character in number if character in "0123456789")
    is_plain = len(digits) >= _FEWEST_DIGITS and not any(character.isalpha() for character in number)
    plus = "+" if number.lstrip(" (").startswith("+") else ""
    return plus + digits if is_plain else None


def _hours(facts: "dict[str, Any]", here: "Iterable[Row[Any]]", tell: Withholding, today: date) -> "Iterator[Hours]":
    """Give the hours of the service, or else of the service at its places, or else of the places."""
    places = list(here)
    for holders in ([facts], [place.there for place in places], [place.facts for place in places]):
        found = hours_on([schedule for holder in holders for schedule in holder["schedules"]], today, tell)
        if found:
            yield from found
            return
