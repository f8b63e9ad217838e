"""What a directory holds, as plain values that know nothing of files, tables or people.

Every record carries the id its file gave it. Where a file gives none to a phone, an address or another part, the id
is made from the owner's id, the table and the place in the list, so reading the same file twice gives the same ids.
Every link leads to a record of the same directory. Text is plain: no HTML, paragraphs parted by one empty line.
Coordinates and the names of contact persons are not kept: nothing shows them, and both can give a person away.
"""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

from survivor_portal.domain.taxonomy import Need


class ServiceStatus(StrEnum):
    """The four states of HSDS 3; many directories give none."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DEFUNCT = "defunct"
    TEMPORARILY_CLOSED = "temporarily closed"


@dataclass(frozen=True, slots=True)
class Language:
    """A language that is spoken; `code` is ISO 639, lower case, where given."""

    id: str
    name: str | None
    code: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as the directory writes it; `extension` is text and keeps its zeros."""

    id: str
    number: str
    extension: str | None
    kind: str | None
    description: str | None
    languages: tuple[Language, ...] = ()


@dataclass(frozen=True, slots=True)
class Address:
    """A postal or physical address; `kind` is physical, postal or virtual where given."""

    id: str
    attention: str | None
    address_1: str | None
    address_2: str | None
    city: str | None
    region: str | None
    state_province: str | None
    postal_code: str | None
    country: str | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class Schedule:
    """Hours, in local time.

    `days` are iCal days (MO … SU, or 1MO for the first Monday of a month). A day with neither `opens_at` nor
    `closes_at` has no hours in the file; `closed` is true only where the file says so.
    """

    id: str
    days: tuple[str, ...]
    opens_at: time | None
    closes_at: time | None
    frequency: str | None
    interval: int | None
    valid_from: date | None
    valid_until: date | None
    description: str | None
    notes: str | None
    attending: str | None
    url: str | None
    closed: bool


@dataclass(frozen=True, slots=True)
class Accessibility:
    """Access for disabled people at one location."""

    id: str
    description: str | None
    details: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class CostOption:
    """One price; `currency` is an upper-case code of three letters."""

    id: str
    option: str | None
    amount: Decimal | None
    currency: str | None
    description: str | None
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class RequiredDocument:
    """Something to bring."""

    id: str
    document: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class ServiceArea:
    """Where people may live to use the service."""

    id: str
    name: str | None
    description: str | None


@dataclass(frozen=True, slots=True)
class TaxonomyTerm:
    """A term of some taxonomy, as attached to an organisation, a service or a location."""

    id: str
    name: str
    code: str | None
    taxonomy: str | None


@dataclass(frozen=True, slots=True)
class Organisation:
    """A provider; `address_hidden` as in `Location`."""

    id: str
    name: str
    alternate_name: str | None
    description: str | None
    url: str | None
    email: str | None
    addresses: tuple[Address, ...] = ()
    phones: tuple[Phone, ...] = ()
    terms: tuple[TaxonomyTerm, ...] = ()
    address_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """What a provider does for people; `needs` is empty where it cannot be told safely."""

    id: str
    organisation_id: str | None
    name: str
    alternate_name: str | None
    description: str | None
    url: str | None
    email: str | None
    status: ServiceStatus | None
    interpretation: str | None
    how_to_apply: str | None
    wait_time: str | None
    fees: str | None
    eligibility: str | None
    minimum_age: int | None
    maximum_age: int | None
    alert: str | None
    assured_on: date | None
    last_modified_on: date | None
    phones: tuple[Phone, ...] = ()
    languages: tuple[Language, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    cost_options: tuple[CostOption, ...] = ()
    required_documents: tuple[RequiredDocument, ...] = ()
    service_areas: tuple[ServiceArea, ...] = ()
    terms: tuple[TaxonomyTerm, ...] = ()
    needs: tuple[Need, ...] = ()

    @property
    def last_checked_on(self) -> date | None:
        """The day someone assured the facts, or else the day they were last changed."""
        return self.assured_on or self.last_modified_on


@dataclass(frozen=True, slots=True)
class Location:
    """A place.

    `address_hidden` is true where the file marks it so and where a shelter or a trafficking service is: then the
    addresses, `transportation`, `description` and `url` are for staff only.
    """

    id: str
    organisation_id: str | None
    name: str | None
    alternate_name: str | None
    description: str | None
    transportation: str | None
    url: str | None
    kind: str | None
    addresses: tuple[Address, ...] = ()
    phones: tuple[Phone, ...] = ()
    languages: tuple[Language, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    accessibility: tuple[Accessibility, ...] = ()
    terms: tuple[TaxonomyTerm, ...] = ()
    address_hidden: bool = False


@dataclass(frozen=True, slots=True)
class ServiceAtLocation:
    """A service as it is given at one place, with what differs there."""

    id: str
    service_id: str
    location_id: str
    description: str | None
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything one import brings, in the order of the files."""

    organisations: tuple[Organisation, ...]
    services: tuple[Service, ...]
    locations: tuple[Location, ...]
    services_at_locations: tuple[ServiceAtLocation, ...]
