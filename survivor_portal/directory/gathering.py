"""Records that files give more than once are read as one; parts are kept by what they belong to."""

from collections.abc import Container, Iterator
from dataclasses import fields, replace
from typing import Generic, TypeAlias, TypeVar

from survivor_portal.directory.problems import MessageId, Report
from survivor_portal.directory.records import (
    Accessibility,
    Address,
    CostOption,
    Language,
    Location,
    Organisation,
    Phone,
    RequiredDocument,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    TaxonomyTerm,
)
from survivor_portal.directory.rows import Row
from survivor_portal.directory.tables import Table

Owner: TypeAlias = tuple[Table, str]
RecordT = TypeVar("RecordT", Organisation, Service, Location, ServiceAtLocation, TaxonomyTerm)
PartT = TypeVar(
    "PartT",
    Accessibility,
    Address,
    CostOption,
    Language,
    Phone,
    RequiredDocument,
    Schedule,
    ServiceArea,
    TaxonomyTerm,
)
AnyT = TypeVar("AnyT")

_WRITTEN_AS = {
    "organisation_id": "organization_id",
    "interpretation": "interpretation_services",
    "how_to_apply": "application_process",
    "fees": "fees_description",
    "eligibility": "eligibility_description",
    "assured_on": "assured_date",
    "last_modified_on": "last_modified",
    "valid_until": "valid_to",
    "kind": "type",
}
_ABOUT_THE_RECORD = frozenset(["id", "kind", "closed"])


class Records(Container[str], Generic[RecordT]):
    """Records of one table by id, in the order in which they first appear."""

    def __init__(self, report: Report) -> None:
        """Start empty."""
        self._report = report
        self._by_id: dict[str, RecordT] = {}
        self._listed: set[tuple[str, str]] = set()

    def __contains__(self, record_id: object) -> bool:
        """Tell whether a record has this id."""
        return record_id in self._by_id

    def __iter__(self) -> Iterator[RecordT]:
        """Go through the records."""
        return iter(self._by_id.values())

    def get(self, record_id: str) -> RecordT | None:
        """Return the record, or None."""
        return self._by_id.get(record_id)

    def add(self, record: RecordT, row: Row) -> None:
        """Keep a record; one with a known id fills the gaps of the first.

        Two names under one id are two things, and no one can tell which is meant: an error. Any other difference is
        a warning.
        """
        listed = (row.file, record.id)
        if not row.path and listed in self._listed:
            self._report.add(MessageId.REPEATED_ID, row.file, row.number, "id")
        if not row.path:
            self._listed.add(listed)
        known = self._by_id.get(record.id)
        if known is None:
            self._by_id[record.id] = record
            return
        self._by_id[record.id], differing = _merged(known, record)
        for name in differing:
            message = MessageId.SAME_ID_TWO_NAMES if name == "name" else MessageId.DIFFERENT_VALUES
            self._report.add(message, row.file, row.number, row.field(_WRITTEN_AS.get(name, name)))


class Parts(Generic[PartT]):
    """Parts of one table by owner; the same part given twice is kept once."""

    def __init__(self, table: Table, report: Report) -> None:
        """Start empty."""
        self._table = table
        self._report = report
        self._by_owner: dict[Owner, dict[object, PartT]] = {}

    def add(self, owner: Owner, part: PartT, row: Row) -> None:
        """Keep a part of the owner; one with a known id fills the gaps of the first."""
        parts = self._by_owner.setdefault(owner, {})
        known = parts.get(part.id or part)
        if known is None:
            parts[part.id or part] = part
            return
        parts[part.id or part], differing = _merged(known, part)
        for name in differing:
            field = row.field(_WRITTEN_AS.get(name, name))
            self._report.add(MessageId.DIFFERENT_VALUES, row.file, row.number, field)

    def of(self, owner: Owner) -> tuple[PartT, ...]:
        """Return the owner's parts, each with an id."""
        parts = self._by_owner.get(owner, {}).values()
        return tuple(
            part if part.id else replace(part, id=f"{owner[1]}/{self._table}/{number}")
            for number, part in enumerate(parts, start=1)
        )


def says_something(part: PartT) -> bool:
    """Tell whether any field but the id and the kind is filled."""
    return any(
        getattr(part, field.name) not in (None, "", ()) for field in fields(part) if field.name not in _ABOUT_THE_RECORD
    )


def _merged(first: AnyT, second: AnyT) -> tuple[AnyT, list[str]]:
    """Return the first with its gaps filled from the second, and the names of the fields where the two differ."""
    filled: dict[str, object] = {}
    differing: list[str] = []
    for field in fields(first):  # type: ignore[arg-type]
        ours, theirs = getattr(first, field.name), getattr(second, field.name)
        if ours == theirs or theirs in (None, (), False):
            continue
        if ours in (None, (), False):
            filled[field.name] = theirs
        elif isinstance(ours, tuple):
            filled[field.name] = tuple(dict.fromkeys((*ours, *theirs)))
        else:
            differing.append(field.name)
    return replace(first, **filled), differing  # type: ignore[type-var]
