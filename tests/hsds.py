"""Directories of a test's own making, in HSDS 3 JSON."""

import json
from pathlib import Path
from typing import Any

Record = dict[str, Any]


def service(number: int, **values: Any) -> Record:  # noqa: ANN401 (whatever a file may hold)
    """Give a service with a provider, a place and a need, all named by its number."""
    return {
        "id": f"service-{number}",
        "name": f"Service {number:03}",
        "status": "active",
        "organization": {"id": f"provider-{number}", "name": f"Provider {number:03}"},
        "service_at_locations": [{"id": f"link-{number}", "location": location(number)}],
        "attributes": [need(number, "housing")],
        **values,
    }


def location(number: int, **values: Any) -> Record:  # noqa: ANN401 (as above)
    """Give a place with an address of its own."""
    address = {"id": f"address-{number}", "address_1": f"{number} Long Road", "city": "Marlow Falls"}
    return {"id": f"location-{number}", "name": f"House {number}", "addresses": [address], **values}


def need(number: int, code: str) -> Record:
    """Give a term of the portal's own taxonomy: a need, or the mark that hides an address."""
    term = {"id": f"term-{code}", "code": code, "name": code, "taxonomy": "survivor-portal"}
    return {"id": f"attribute-{number}-{code}", "link_entity": "service", "taxonomy_term": term}


def written(folder: Path, *services: Record) -> Path:
    """Write services into a file, in the place of what stood there."""
    path = folder / "directory.json"
    path.write_text(json.dumps(list(services)), encoding="utf-8")
    return path
