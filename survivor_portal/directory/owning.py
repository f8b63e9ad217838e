"""Whose a part is: the ids in its row, followed to records that exist."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass

from survivor_portal.directory.cells import Cells
from survivor_portal.directory.gathering import Owner, Parts, PartT, says_something
from survivor_portal.directory.problems import MessageId, Report
from survivor_portal.directory.rows import Row
from survivor_portal.directory.tables import FOREIGN_KEYS, OWNERS, Table, source_named

_LINKED = OWNERS[Table.ATTRIBUTES]


@dataclass(frozen=True, slots=True)
class Owners:
    """Finds the owners of rows among the known records; an id that leads nowhere is reported."""

    known: Mapping[Table, Container[str]]
    contacts: Mapping[str, Row]
    report: Report

    def gather(self, table: Table, rows: Sequence[Row], made: Callable[[Cells], PartT | None]) -> Parts[PartT]:
        """Return all the parts of one table, by owner."""
        gathered = Parts[PartT](table, self.report)
        for row in rows:
            cells = Cells(row, self.report)
            owners = self.of(cells)
            part = made(cells) if owners else None
            if part is None:
                continue
            if not says_something(part):
                cells.problem(MessageId.EMPTY_RECORD)
                continue
            for owner in owners:
                gathered.add(owner, part, row)
        return gathered

    def of(self, cells: Cells) -> list[Owner]:
        """Return the existing records that the row belongs to; a phone may belong to whatever its contact is for."""
        named = _named(cells)
        contact = self.contact(cells)
        if not named and contact is not None:
            named = [(table, owner_id, "contact_id") for table, owner_id, _ in _named(contact)]
        if not named and cells.row.table is Table.ATTRIBUTES:
            if _is_about_something_else(cells):
                return []
            named = self._linked(cells)
        if not named:
            cells.problem(MessageId.NO_OWNER)
        owners = []
        for table, owner_id, column in named:
            if owner_id in self.known[table]:
                owners.append((table, owner_id))
            else:
                cells.problem(MessageId.DANGLING_LINK, column)
        return owners

    def contact(self, cells: Cells) -> Cells | None:
        """Return the contact that the row names, if the files have it."""
        contact_id = cells.id("contact_id")
        row = self.contacts.get(contact_id) if contact_id else None
        return Cells(row, self.report) if row else None

    def _linked(self, cells: Cells) -> list[tuple[Table, str, str]]:
        """Return what an attribute is linked to; where no table is named, any record with the id."""
        link_id = cells.id("link_id")
        if link_id is None:
            return []
        entity = source_named(cells.line("link_entity") or "")
        table = entity.table if entity else next((t for t in _LINKED if link_id in self.known[t]), Table.SERVICES)
        return [(table, link_id, "link_id")]


def _is_about_something_else(cells: Cells) -> bool:
    """Tell whether an attribute describes a record that the portal keeps no terms for, such as a phone."""
    entity = source_named(cells.line("link_entity") or "")
    return entity is not None and entity.table not in _LINKED


def _named(cells: Cells) -> list[tuple[Table, str, str]]:
    found = []
    for table in OWNERS.get(cells.row.table, OWNERS[Table.PHONES]):
        column = FOREIGN_KEYS[table]
        owner_id = cells.id(column)
        if owner_id:
            found.append((table, owner_id, column))
    return found
