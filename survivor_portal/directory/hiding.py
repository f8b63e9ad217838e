"""Which addresses only staff may see. A doubt hides: a hidden office costs a question, a shown shelter costs safety."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from survivor_portal.directory.needs import PORTAL_TAXONOMY
from survivor_portal.directory.records import Directory, Location, Organisation, Service, TaxonomyTerm
from survivor_portal.domain.taxonomy import Need

ADDRESS_HIDDEN = "address_hidden"

_SHELTER = re.compile(r"\b(?:shelters?|safe ?house|refuge)\b")
_TRAFFICKING = re.compile(
    r"\btraffick|\bconfidential (?:address|location|site|place)\b|\baddress is (?:confidential|hidden|secret)\b"
)


def with_hidden_addresses(directory: Directory) -> Directory:
    """Return the directory with `address_hidden` set on locations and organisations.

    Hidden are a location, or all of an organisation's, when
    the file marks it, or its service, with the portal's own term `address_hidden`;
    a shelter or a service for trafficked people is there, by its needs, names, terms or, for trafficking and
    confidential places, its description;
    its own name is that of a shelter;
    nothing says which services are there, and the organisation runs one of these.
    """
    hiding = {service.id for service in directory.services if _hides(service)}
    hiding_organisations = {service.organisation_id for service in directory.services if service.id in hiding}
    secret_organisations = {organisation.id for organisation in directory.organisations if _is_secret(organisation)}
    services_at: dict[str, set[str]] = defaultdict(set)
    for link in directory.services_at_locations:
        services_at[link.location_id].add(link.service_id)

    def is_hidden(location: Location) -> bool:
        here = services_at.get(location.id)
        if _is_secret(location) or location.organisation_id in secret_organisations:
            return True
        if here is None:
            return location.organisation_id is not None and location.organisation_id in hiding_organisations
        return not here.isdisjoint(hiding)

    locations = tuple(replace(location, address_hidden=is_hidden(location)) for location in directory.locations)
    owners = hiding_organisations | {location.organisation_id for location in locations if location.address_hidden}
    organisations = tuple(
        replace(organisation, address_hidden=organisation.id in secret_organisations | owners)
        for organisation in directory.organisations
    )
    return replace(directory, organisations=organisations, locations=locations)


def _hides(service: Service) -> bool:
    return (
        Need.EMERGENCY_SHELTER in service.needs
        or _is_secret(service)
        or _TRAFFICKING.search((service.description or "").lower()) is not None
    )


def _is_secret(record: Organisation | Service | Location) -> bool:
    names = (record.name, record.alternate_name, *(term.name for term in record.terms))
    said = " | ".join(name.lower() for name in names if name)
    return _is_marked(record.terms) or _SHELTER.search(said) is not None or _TRAFFICKING.search(said) is not None


def _is_marked(terms: Iterable[TaxonomyTerm]) -> bool:
    return any(term.taxonomy == PORTAL_TAXONOMY and term.code == ADDRESS_HIDDEN for term in terms)
