"""Small records to start a test from."""

from typing import Any

from survivor_portal.directory.records import Location, Organisation, Service


def a_service(**changes: Any) -> Service:  # noqa: ANN401 - any field of a service
    """Return a service with nothing in it but what the test names."""
    values: dict[str, Any] = dict.fromkeys(
        [
            "organisation_id", "alternate_name", "description", "url", "email", "status", "interpretation",
            "how_to_apply", "wait_time", "fees", "eligibility", "minimum_age", "maximum_age", "alert", "assured_on",
            "last_modified_on",
        ]
    )  # fmt: skip
    return Service(**{"id": "s", "name": "Evening club", **values, **changes})


def a_location(**changes: Any) -> Location:  # noqa: ANN401 - any field of a location
    """Return a location with nothing in it but what the test names."""
    names = ["organisation_id", "name", "alternate_name", "description", "transportation", "url", "kind"]
    return Location(**{"id": "l", **dict.fromkeys(names), **changes})


def an_organisation(**changes: Any) -> Organisation:  # noqa: ANN401 - any field of an organisation
    """Return an organisation with nothing in it but what the test names."""
    values: dict[str, Any] = dict.fromkeys(["alternate_name", "description", "url", "email"])
    return Organisation(**{"id": "o", "name": "North Pier", **values, **changes})
