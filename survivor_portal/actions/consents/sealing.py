"""What a consent covers and what was told under it, sealed: times, counts and the purpose alone lie readable."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from survivor_portal.actions.places import place_of
from survivor_portal.domain.consent import (
    CapacityBasis,
    CompelledDisclosure,
    Consenter,
    ConsenterRole,
    ConsentRecord,
    DataItem,
    LegalBasis,
    LengthReason,
    NoNoticeReason,
    NoticeAttempt,
    SharingMethod,
)
from survivor_portal.domain.people import PersonId
from survivor_portal.models import CompelledDisclosure as CompelledRow
from survivor_portal.models import Consent, Disclosure, PoliceRequest
from survivor_portal.security.tokens import Digest

if TYPE_CHECKING:
    from sqlalchemy import Row

    from survivor_portal.actions.deps import Deps
    from survivor_portal.security.encryption import Envelope, Opener


@dataclass(frozen=True, slots=True, repr=False)
class Scope:
    """The sealed side of one record. `words_digest` is of the very words she signed."""

    data_items: frozenset[DataItem]
    excluded_items: frozenset[DataItem]
    methods: frozenset[SharingMethod]
    length_reason: LengthReason | None
    consenters: frozenset[Consenter]
    capacity_basis: CapacityBasis
    words_digest: Digest


def sealed_scope(deps: "Deps", record: ConsentRecord, words_digest: Digest) -> "Envelope":
    """Seal what a record covers, for its row. Raises `KeyGoneError`."""
    written = {
        "data_items": sorted(record.data_items),
        "excluded_items": sorted(record.excluded_items),
        "methods": sorted(record.methods),
        "length_reason": record.length_reason,
        "consenters": sorted((each.person, each.role) for each in record.consenters),
        "capacity_basis": record.capacity_basis,
        "words_digest": words_digest,
    }
    return deps.vault.seal(place_of(Consent.scope, record.record_id, record.principal), json.dumps(written))


def scope_in(opener: "Opener", row: "Row[*tuple[Any, ...]]") -> Scope:
    """Open what a record covers. Raises `KeyGoneError` or `CannotOpenError`."""
    read = json.loads(opener.open(place_of(Consent.scope, row.record_id, row.principal), row.scope))
    return Scope(
        data_items=frozenset(map(DataItem, read["data_items"])),
        excluded_items=frozenset(map(DataItem, read["excluded_items"])),
        methods=frozenset(map(SharingMethod, read["methods"])),
        length_reason=LengthReason(read["length_reason"]) if read["length_reason"] else None,
        consenters=frozenset(Consenter(PersonId(person), ConsenterRole(role)) for person, role in read["consenters"]),
        capacity_basis=CapacityBasis(read["capacity_basis"]),
        words_digest=Digest(read["words_digest"]),
    )


@dataclass(frozen=True, slots=True, repr=False)
class Details:
    """The sealed side of one disclosure. `words_digest` is of what a sheet said, None where there was no sheet.

    The words themselves are kept nowhere; the digest tells a doubled press from another sheet.
    """

    items: frozenset[DataItem]
    method: SharingMethod
    words_digest: Digest | None


def sealed_details(deps: "Deps", disclosure_id: str, survivor_id: str, details: Details) -> "Envelope":
    """Seal what was told and how, for the row of one disclosure. Raises `KeyGoneError`."""
    written = {"items": sorted(details.items), "method": details.method, "words_digest": details.words_digest}
    return deps.vault.seal(place_of(Disclosure.details, disclosure_id, survivor_id), json.dumps(written))


def details_in(opener: "Opener", disclosure_id: str, survivor_id: str, envelope: "Envelope") -> Details:
    """Open what was told and how. Raises `KeyGoneError` or `CannotOpenError`."""
    read = json.loads(opener.open(place_of(Disclosure.details, disclosure_id, survivor_id), envelope))
    of_words = read.get("words_digest")
    return Details(
        items=frozenset(map(DataItem, read["items"])),
        method=SharingMethod(read["method"]),
        words_digest=Digest(of_words) if of_words else None,
    )


def asker_in(opener: "Opener", request_id: str, survivor_id: str, words: "Envelope") -> str:
    """Open which office asked something about her. Raises `KeyGoneError` or `CannotOpenError`."""
    asker: str = json.loads(opener.open(place_of(PoliceRequest.words, request_id, survivor_id), words))["asker"]
    return asker


def sealed_compelled_details(deps: "Deps", ref: str, disclosed: CompelledDisclosure) -> "Envelope":
    """Seal what the law compelled, for its row. Raises `KeyGoneError`."""
    written = {
        "recipient": disclosed.recipient,
        "items": sorted(disclosed.items),
        "legal_reference": disclosed.legal_reference,
        "notice_attempts": [{"at": attempt.at.isoformat(), "by": attempt.by} for attempt in disclosed.notice_attempts],
        "protective_steps": disclosed.protective_steps,
    }
    return deps.vault.seal(place_of(CompelledRow.details, ref, disclosed.principal), json.dumps(written))


def compelled_in(
    opener: "Opener", row: "Row[*tuple[Any, ...]]", ban_lifted_at: datetime | None = None
) -> CompelledDisclosure:
    """Open one row of what the law compelled. Raises `KeyGoneError` or `CannotOpenError`."""
    read = json.loads(opener.open(place_of(CompelledRow.details, row.id, row.survivor_id), row.details))
    return CompelledDisclosure(
        principal=PersonId(row.survivor_id),
        recipient=read["recipient"],
        items=frozenset(map(DataItem, read["items"])),
        legal_basis=LegalBasis(row.legal_basis),
        legal_reference=read["legal_reference"],
        notice_attempts=tuple(
            NoticeAttempt(datetime.fromisoformat(attempt["at"]), PersonId(attempt["by"]))
            for attempt in read["notice_attempts"]
        ),
        no_notice_reason=NoNoticeReason(row.no_notice_reason) if row.no_notice_reason else None,
        protective_steps=read["protective_steps"],
        at=row.at,
        by=PersonId(row.by),
        forbidden_until=row.forbidden_until,
        ban_lifted_at=ban_lifted_at,
    )
