"""Rows from JSON files: nested records are taken apart into the same tables that CSV has."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from survivor_portal.directory.problems import MessageId, Report
from survivor_portal.directory.rows import Row, sound_cell
from survivor_portal.directory.tables import COLUMNS, FOREIGN_KEYS, OWNERS, Table, column_named, source_named

_TELL_EVERY = 100
_MAX_DEPTH = 12
_DIGITS_OF_A_COUNT = 9
_NOTHING = (None, "")

_LISTS: Mapping[str, Table] = {
    "services": Table.SERVICES,
    "locations": Table.LOCATIONS,
    "service_at_locations": Table.SERVICE_AT_LOCATION,
    "phones": Table.PHONES,
    "addresses": Table.ADDRESSES,
    "languages": Table.LANGUAGES,
    "schedules": Table.SCHEDULES,
    "accessibility": Table.ACCESSIBILITY,
    "cost_options": Table.COST_OPTIONS,
    "required_documents": Table.REQUIRED_DOCUMENTS,
    "service_areas": Table.SERVICE_AREAS,
    "contacts": Table.CONTACTS,
    "attributes": Table.ATTRIBUTES,
}
_OBJECTS: Mapping[str, Table] = {
    "organization": Table.ORGANIZATIONS,
    "service": Table.SERVICES,
    "location": Table.LOCATIONS,
    "taxonomy_term": Table.TAXONOMY_TERMS,
    "taxonomy_detail": Table.TAXONOMIES,
}


def _names(written: str) -> frozenset[str]:
    return frozenset(written.split())


_SIGNS: Mapping[Table, frozenset[str]] = {
    Table.SERVICE_AT_LOCATION: _names("service location service_id location_id"),
    Table.SERVICES: _names(
        "organization organization_id status service_at_locations eligibility_description fees_description fees "
        "wait_time application_process interpretation_services assured_date cost_options required_documents "
        "service_areas minimum_age program"
    ),
    Table.ORGANIZATIONS: _names(
        "website services locations legal_status tax_status tax_id year_incorporated parent_organization_id programs "
        "organization_identifiers"
    ),
    Table.LOCATIONS: _names("location_type addresses accessibility latitude longitude transportation"),
    Table.TAXONOMY_TERMS: _names("term_uri parent_id taxonomy taxonomy_detail"),
    Table.TAXONOMIES: _names("version"),
}
_TERMS = frozenset([Table.TAXONOMY_TERMS, Table.TAXONOMIES])
_ABOUT_THE_API = frozenset(["openapi_url", "profile"])

Progress: TypeAlias = Callable[[str, int], None]
Json: TypeAlias = "dict[str, Json] | list[Json] | str | bool | None"


def json_rows(paths: Iterable[Path], report: Report, progress: Progress) -> Iterator[Row]:
    """Yield the rows of all the files; what cannot be read is reported, never raised."""
    reader = _Reader(report, progress)
    for path in paths:
        yield from reader.file_rows(path)
    reader.pages.report_missing(report)


def _parsed(raw: bytes) -> Json:
    """Keep numbers as the text they were written as: an extension or a postal code is not a quantity."""
    parsed: Json = json.loads(raw.decode("utf-8-sig"), parse_int=str, parse_float=str, parse_constant=str)
    return parsed


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk stands: the file, the record's number in its list, the way to it and what it stands in."""

    file: str
    number: int = 1
    path: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    ancestors: tuple[tuple[Table, str], ...] = ()

    def way_to(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def inside(self, name: str, owner: tuple[Table, str]) -> "_Place":
        return _Place(self.file, self.number, self.way_to(name), ancestors=(*self.ancestors, owner))

    def key(self, record: dict[str, Json]) -> str:
        """Return the record's id, or what stands for it while the file is read."""
        return _text(record.get("id")).strip() or f"{self.file}#{self.number}:{self.path}"


@dataclass(slots=True)
class _Pages:
    """How many records the pages of each list hold, beside how many the list says there are."""

    found: dict[tuple[Table | None, int], int] = field(default_factory=dict)
    files: dict[tuple[Table | None, int], str] = field(default_factory=dict)

    def add(self, wrapper: dict[str, Json], table: Table | None, file: str) -> None:
        total = _text(wrapper.get("total_items"))
        contents = wrapper.get("contents")
        if (
            isinstance(contents, list)
            and total.isdecimal()
            and len(total) <= _DIGITS_OF_A_COUNT
            and table not in _TERMS
        ):
            which = (table, int(total))
            self.found[which] = self.found.get(which, 0) + len(contents)
            self.files.setdefault(which, file)

    def report_missing(self, report: Report) -> None:
        for (table, total), found in self.found.items():
            if found < total:
                report.add(MessageId.PAGES_MISSING, self.files[table, total], None, "total_items")


@dataclass(slots=True)
class _Reader:
    report: Report
    progress: Progress
    pages: _Pages = field(default_factory=_Pages)

    def file_rows(self, path: Path) -> Iterator[Row]:
        try:
            document = _parsed(path.read_bytes())
        except UnicodeDecodeError:
            self.report.add(MessageId.NOT_UTF8, path.name)
        except (ValueError, RecursionError):
            self.report.add(MessageId.BROKEN_JSON, path.name)
        except OSError:
            self.report.add(MessageId.UNREADABLE_FILE, path.name)
        else:
            yield from self._document_rows(document, path)

    def _document_rows(self, document: Json, path: Path) -> Iterator[Row]:
        if not isinstance(document, dict):
            yield from self._guessed_rows(document, path)
        elif "contents" in document:
            contents = document["contents"]
            first = contents[0] if isinstance(contents, list) and contents else None
            kind = _recognised(first, _hinted(path)) if isinstance(first, dict) else None
            self.pages.add(document, kind, path.name)
            yield from self._guessed_rows(contents, path)
        elif tables := _tables(document):
            for name, records in tables:
                yield from self._table_rows(name, records, path)
        elif _ABOUT_THE_API.isdisjoint(document):
            yield from self._guessed_rows([document], path)

    def _guessed_rows(self, records: Json, path: Path) -> Iterator[Row]:
        hint = _hinted(path)
        for place, record in self._numbered(records, _Place(path.name)):
            table = _recognised(record, hint)
            if table is None:
                self.report.add(MessageId.UNKNOWN_RECORD, place.file, place.number)
            else:
                yield from self._record_rows(record, table, place)

    def _table_rows(self, name: str, records: Json, path: Path) -> Iterator[Row]:
        source = source_named(name.removesuffix(".csv"))
        if source:
            for place, record in self._numbered(records, _Place(path.name, path=name, given=source.given)):
                yield from self._record_rows(record, source.table, place)

    def _numbered(self, records: Json, place: _Place) -> Iterator[tuple[_Place, dict[str, Json]]]:
        if not isinstance(records, list):
            self.report.add(MessageId.WRONG_SHAPE, place.file, None, place.path or None)
            return
        for number, record in enumerate(records, start=1):
            if isinstance(record, dict):
                yield replace(place, number=number), record
            else:
                self.report.add(MessageId.WRONG_SHAPE, place.file, number, place.path or None)
            if number % _TELL_EVERY == 0:
                self.progress(place.file, number)
        self.progress(place.file, len(records))

    def _record_rows(self, record: dict[str, Json], table: Table, place: _Place) -> Iterator[Row]:
        """Yield the record's own row and those of everything nested in it."""
        if len(place.ancestors) > _MAX_DEPTH:
            self.report.add(MessageId.TOO_DEEP, place.file, place.number, place.path)
            return
        cells = self._cells(record, table, place)
        owner = (table, place.key(record))
        for name, child_table in _OBJECTS.items():
            child = record.get(name)
            if isinstance(child, dict):
                inner = place.inside(name, owner)
                if FOREIGN_KEYS[child_table] in COLUMNS[table]:
                    cells.setdefault(FOREIGN_KEYS[child_table], inner.key(child))
                yield from self._record_rows(child, child_table, inner)
            elif child not in _NOTHING:
                self.report.add(MessageId.WRONG_SHAPE, place.file, place.number, place.way_to(name))
        yield Row(table, place.file, place.number, place.path, owner[1], cells)
        if table is Table.SERVICE_AT_LOCATION and "service_id" in cells:
            place = replace(place, ancestors=(*place.ancestors, (Table.SERVICES, cells["service_id"])))
        for name, child_table in _LISTS.items():
            if name in record and _may_hold(table, name, child_table):
                yield from self._children_rows(record.get(name), child_table, place.inside(name, owner))

    def _children_rows(self, children: Json, table: Table, place: _Place) -> Iterator[Row]:
        if not isinstance(children, list):
            if children not in _NOTHING:
                self.report.add(MessageId.WRONG_SHAPE, place.file, place.number, place.path)
            return
        for index, child in enumerate(children):
            inner = replace(place, path=f"{place.path}[{index}]")
            if isinstance(child, dict):
                yield from self._record_rows(child, table, inner)
            else:
                self.report.add(MessageId.WRONG_SHAPE, inner.file, inner.number, inner.path)

    def _cells(self, record: dict[str, Json], table: Table, place: _Place) -> dict[str, str]:
        cells = dict(place.given)
        for heading, value in record.items():
            column = column_named(table, heading)
            where = (place.file, place.number, place.way_to(heading))
            if column is None:
                continue
            if isinstance(value, dict | list):
                self.report.add(MessageId.WRONG_SHAPE, *where)
            elif cell := sound_cell(_text(value), self.report, where):
                cells[column] = cell
        for owner, key in _owners_for(table, place.ancestors):
            cells.setdefault(FOREIGN_KEYS[owner], key)
        return cells


def _tables(document: dict[str, Json]) -> list[tuple[str, Json]]:
    """Return the lists of a document that holds whole tables by name ("services.csv" or "services"), or nothing."""
    if "id" in document:
        return []
    return [
        (name, records)
        for name, records in document.items()
        if isinstance(records, list) and source_named(name.removesuffix(".csv"))
    ]


def _hinted(path: Path) -> Table | None:
    """Return the table that the file's name begins with, as in service_list.json."""
    return next((table for table in _SIGNS if path.stem.lower().startswith(FOREIGN_KEYS[table][:-3])), None)


def _recognised(record: dict[str, Json], hint: Table | None) -> Table | None:
    """Return the table whose signs the record shows most; the file's name decides where records show as many of two."""
    shown = {table: len(signs & record.keys()) for table, signs in _SIGNS.items()}
    most = max(shown.values())
    best = [table for table, count in shown.items() if count == most]
    if hint in best and "id" in record:
        return hint
    return best[0] if most and len(best) == 1 else None


def _owners_for(table: Table, ancestors: tuple[tuple[Table, str], ...]) -> tuple[tuple[Table, str], ...]:
    """Tell whose the record is from what it stands in.

    A part belongs to the nearest record that may own it, so the phone of a contact is a phone of whatever the contact
    is for. A service or a location belongs to the organisation it stands directly in and to no other.
    """
    direct = ancestors[-1:]
    if table in OWNERS:
        nearest = next(((found,) for found in reversed(ancestors) if found[0] in OWNERS[table]), ())
        return (*nearest, *direct) if table is Table.PHONES and direct and direct[0][0] is Table.CONTACTS else nearest
    return direct if direct and FOREIGN_KEYS.get(direct[0][0]) in COLUMNS[table] else ()


def _may_hold(table: Table, name: str, child_table: Table) -> bool:
    """Tell whether a record's value of this name is a list of parts, and one that is kept."""
    if column_named(table, name):
        return False
    return child_table is not Table.ATTRIBUTES or table in OWNERS[Table.ATTRIBUTES]


def _text(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else ""
