"""Records of a directory as rows, made before any lock is taken; they name one another by the ids of the files."""

from collections import defaultdict
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from survivor_portal.directory import Directory, records

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class DirectoryRows:
    """The rows of every table. `provider_id`, `service_id` and `location_id` still are ids of the files."""

    providers: list[Row]
    services: list[Row]
    locations: list[Row]
    needs: list[Row]
    places: list[Row]


def rows_of(directory: "Directory") -> DirectoryRows:
    """Give the rows of a directory, without our ids."""
    return DirectoryRows(
        providers=[_provider_row(provider) for provider in directory.organisations],
        services=[_service_row(service) for service in directory.services],
        locations=[_location_row(location) for location in directory.locations],
        needs=[
            {"service_id": service.id, "need": need.value} for service in directory.services for need in service.needs
        ],
        places=_place_rows(directory),
    )


def _provider_row(provider: "records.Organisation") -> Row:
    return {
        "source_id": provider.id,
        "name": provider.name,
        "description": provider.description,
        "url": provider.url,
        "email": provider.email,
        "address_hidden": provider.address_hidden,
        "facts": _facts(provider, "alternate_name", "addresses", "phones", "terms"),
    }


def _service_row(service: "records.Service") -> Row:
    return {
        "source_id": service.id,
        "provider_id": service.organisation_id,
        "name": service.name,
        "description": service.description,
        "status": service.status.value if service.status else None,
        "eligibility": service.eligibility,
        "fees": service.fees,
        "wait_time": service.wait_time,
        "how_to_apply": service.how_to_apply,
        "interpretation": service.interpretation,
        "alert": service.alert,
        "minimum_age": service.minimum_age,
        "maximum_age": service.maximum_age,
        "url": service.url,
        "email": service.email,
        "last_checked_on": service.last_checked_on,
        "facts": _facts(
            service,
            "alternate_name",
            "assured_on",
            "last_modified_on",
            "phones",
            "languages",
            "schedules",
            "cost_options",
            "required_documents",
            "service_areas",
            "terms",
        ),
    }


def _location_row(location: "records.Location") -> Row:
    return {
        "source_id": location.id,
        "provider_id": location.organisation_id,
        "name": location.name,
        "description": location.description,
        "transportation": location.transportation,
        "url": location.url,
        "address_hidden": location.address_hidden,
        "facts": _facts(
            location,
            "alternate_name",
            "kind",
            "addresses",
            "phones",
            "languages",
            "schedules",
            "accessibility",
            "terms",
        ),
    }


def _place_rows(directory: "Directory") -> list[Row]:
    """Give one row for each service and place, with the lists of all the links that join the two."""
    together: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for link in directory.services_at_locations:
        together[link.service_id, link.location_id].append(
            {"source_id": link.id, **_facts(link, "description", "phones", "schedules")}
        )
    return [
        {
            "service_id": service_id,
            "location_id": location_id,
            "facts": {
                "source_id": facts[0]["source_id"],
                "description": next((one["description"] for one in facts if one["description"]), None),
                "phones": [phone for one in facts for phone in one["phones"]],
                "schedules": [schedule for one in facts for schedule in one["schedules"]],
            },
        }
        for (service_id, location_id), facts in together.items()
    ]


def _facts(record: object, *names: str) -> Row:
    return {name: _plain(getattr(record, name)) for name in names}


def _plain(value: Any) -> Any:  # noqa: ANN401 (whatever a record holds, as JSON keeps it)
    """Give what JSON gives back after storing the value, so that the two can be compared."""
    if is_dataclass(value):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
