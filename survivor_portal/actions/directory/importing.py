"""Bringing a directory in: all of it or nothing, and the same files twice change nothing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, tuple_, update

from survivor_portal.actions.directory.comparing import Changes, LinkChanges, chunks, compared_with_storage
from survivor_portal.actions.directory.rows import rows_of
from survivor_portal.directory import UnreadableDirectory, read_directory
from survivor_portal.models.directory import Location, Provider, Service, ServiceAtLocation, ServiceNeed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.directory.comparing import Comparison
    from survivor_portal.directory import Problem
    from survivor_portal.models.base import Base


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records of one kind were new, changed and the same."""

    new: int
    changed: int
    same: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do; `counts` is empty where errors stood against importing any of it."""

    format_name: str
    problems: "tuple[Problem, ...]"
    counts: dict[str, Counts]

    @property
    def refused(self) -> bool:
        """Whether nothing was imported because of errors."""
        return not self.counts

    @property
    def changes_nothing(self) -> bool:
        """Whether every record was there already, just like this."""
        return not any(kind.new or kind.changed for kind in self.counts.values())


def import_directory(
    deps: "Deps", path: "Path", *, dry_run: bool = False, progress: "Callable[[str, int], None] | None" = None
) -> ImportReport:
    """Bring the directory at a path in, in one transaction; with `dry_run` only say what would change.

    Records are known again by the ids their files give them. A record that the files no longer hold stays, because a
    survivor may have it on her list; a service's needs and places become those of the files. An address hidden once
    stays hidden. Nobody has to wait for an import that changes nothing. `progress` is told a file's name and how many
    of its rows have been read.
    """
    try:
        reading = read_directory(path, progress)
    except UnreadableDirectory as nothing:
        return ImportReport("", nothing.problems, {})
    if reading.refused:
        return ImportReport(reading.format_name, reading.problems, {})
    with deps.storage.read() as connection:
        comparison = compared_with_storage(connection, rows_of(reading.directory), deps.chance)
    if not dry_run and not comparison.is_empty:
        # Comparing puts our ids into the rows, so that a second time needs rows of its own.
        rows = rows_of(reading.directory)
        with deps.storage.write() as session:
            # Others may have written since.
            comparison = compared_with_storage(session.connection(), rows, deps.chance)
            if not comparison.is_empty:
                _store(session.connection(), comparison, deps.clock())
                session.commit()
    return ImportReport(reading.format_name, reading.problems, _counts(comparison))


def _store(connection: "Connection", comparison: "Comparison", now: "datetime") -> None:
    """Write what is new or changed; what others point to goes first."""
    for row in (*comparison.services.new, *comparison.services.changed):
        row["imported_at"] = now
    _store_records(connection, Provider, comparison.providers)
    _store_records(connection, Service, comparison.services)
    _store_records(connection, Location, comparison.locations)
    _store_links(connection, ServiceNeed, ("service_id", "need"), comparison.needs)
    _store_links(connection, ServiceAtLocation, ("service_id", "location_id"), comparison.places)


def _store_records(connection: "Connection", model: "type[Base]", changes: Changes) -> None:
    if changes.new:
        connection.execute(insert(model), changes.new)
    if changes.changed:
        table = model.__table__
        columns: dict[str, Any] = {name: bindparam(name) for name in changes.changed[0] if name != "id"}
        statement = update(model).where(table.c.id == bindparam("row_id")).values(columns)
        connection.execute(statement, [{**row, "row_id": row["id"]} for row in changes.changed])


def _store_links(connection: "Connection", model: "type[Base]", key: tuple[str, str], changes: LinkChanges) -> None:
    one, other = (model.__table__.c[name] for name in key)
    for gone in chunks([*changes.gone, *((row[key[0]], row[key[1]]) for row in changes.changed)]):
        connection.execute(delete(model).where(tuple_(one, other).in_(gone)))
    stored: list[dict[str, Any]] = [*changes.new, *changes.changed]
    if stored:
        connection.execute(insert(model), stored)


def _counts(comparison: "Comparison") -> dict[str, Counts]:
    places = comparison.places
    return {
        "providers": _count(comparison.providers),
        "services": _count(comparison.services),
        "locations": _count(comparison.locations),
        "services at locations": Counts(len(places.new), len(places.changed) + len(places.gone), places.same),
    }


def _count(changes: Changes) -> Counts:
    return Counts(len(changes.new), len(changes.changed), len(changes.same))
