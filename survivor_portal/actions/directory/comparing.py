"""What an import would change: the records of the files beside the rows that are stored."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from survivor_portal.models.directory import Location, Provider, Service, ServiceAtLocation, ServiceNeed
from survivor_portal.security.tokens import new_ref

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from survivor_portal.actions.directory.rows import DirectoryRows, Row
    from survivor_portal.models.base import Base
    from survivor_portal.security.tokens import Chance

Pair = tuple[str, str]
_T = TypeVar("_T")

_AT_ONCE = 400
"""How many ids one statement names: every database takes so many."""

_OUR_OWN = frozenset({"id", "imported_at"})


@dataclass(slots=True)
class Changes:
    """The rows of one table, by what an import does to them; `ids` gives our id for each id of the files."""

    new: "list[Row]" = field(default_factory=list)
    changed: "list[Row]" = field(default_factory=list)
    same: "list[Row]" = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class LinkChanges:
    """The rows of one joining table, by what an import does to them; `gone` are keys."""

    new: "list[Row]" = field(default_factory=list)
    changed: "list[Row]" = field(default_factory=list)
    gone: list[Pair] = field(default_factory=list)
    same: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything one import would change."""

    providers: Changes
    services: Changes
    locations: Changes
    needs: LinkChanges
    places: LinkChanges

    @property
    def is_empty(self) -> bool:
        """Whether everything is stored already, just like this."""
        records = (self.providers, self.services, self.locations)
        links = (self.needs, self.places)
        return not any(part.new or part.changed for part in (*records, *links)) and not any(part.gone for part in links)


def compared_with_storage(connection: "Connection", rows: "DirectoryRows", chance: "Chance") -> Comparison:
    """Compare a directory's rows with what is stored, giving them our ids. Only reads."""
    providers = _compared(connection, Provider, rows.providers, chance)
    for row in (*rows.services, *rows.locations):
        row["provider_id"] = providers.ids.get(row["provider_id"])
    services = _compared(connection, Service, rows.services, chance)
    locations = _compared(connection, Location, rows.locations, chance)
    for row in (*rows.needs, *rows.places):
        row["service_id"] = services.ids[row["service_id"]]
    for row in rows.places:
        row["location_id"] = locations.ids[row["location_id"]]
    known = list(services.ids.values())
    needs = _compared_links(connection, ServiceNeed, ("service_id", "need"), rows.needs, known)
    places = _compared_links(connection, ServiceAtLocation, ("service_id", "location_id"), rows.places, known)
    _also_changed(services, needs)
    return Comparison(providers, services, locations, needs, places)


def chunks(items: "Sequence[_T]") -> "Iterator[Sequence[_T]]":
    """Part a long list into as much as one statement takes."""
    for start in range(0, len(items), _AT_ONCE):
        yield items[start : start + _AT_ONCE]


def _compared(connection: "Connection", model: "type[Base]", rows: "list[Row]", chance: "Chance") -> Changes:
    changes = Changes()
    for chunk in chunks(rows):
        table = model.__table__
        stored = connection.execute(select(table).where(table.c.source_id.in_([row["source_id"] for row in chunk])))
        former = {found.source_id: dict(found._mapping) for found in stored}  # noqa: SLF001 (SQLAlchemy's public name)
        for row in chunk:
            _sort_in(row, former.get(row["source_id"]), changes, chance)
    return changes


def _sort_in(row: "Row", former: "Row | None", changes: Changes, chance: "Chance") -> None:
    if former is None:
        row["id"] = new_ref(chance)
        changes.new.append(row)
    else:
        row["id"] = former["id"]
        if former.get("address_hidden"):
            row["address_hidden"] = True
        is_same = all(former[name] == value for name, value in row.items() if name not in _OUR_OWN)
        (changes.same if is_same else changes.changed).append(row)
    changes.ids[row["source_id"]] = row["id"]


def _compared_links(
    connection: "Connection", model: "type[Base]", key: Pair, rows: "list[Row]", service_ids: "Sequence[str]"
) -> LinkChanges:
    table = model.__table__
    former: dict[Pair, Row] = {}
    for chunk in chunks(service_ids):
        for found in connection.execute(select(table).where(table.c.service_id.in_(chunk))).mappings():
            former[found[key[0]], found[key[1]]] = dict(found)
    changes = LinkChanges()
    for row in rows:
        stored = former.pop((row[key[0]], row[key[1]]), None)
        if stored is None:
            changes.new.append(row)
        elif stored == row:
            changes.same += 1
        else:
            changes.changed.append(row)
    changes.gone.extend(former)
    return changes


def _also_changed(services: Changes, needs: LinkChanges) -> None:
    """Count a service as changed when only its needs are other ones now."""
    touched = {row["service_id"] for row in needs.new} | {service_id for service_id, _need in needs.gone}
    services.changed.extend(row for row in services.same if row["id"] in touched)
    services.same[:] = [row for row in services.same if row["id"] not in touched]
