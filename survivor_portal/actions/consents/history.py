"""Rows of consents, their events and disclosures, as the domain reads them."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select

from survivor_portal import models
from survivor_portal.actions.consents.sealing import asker_in, details_in, scope_in
from survivor_portal.actions.places import place_of
from survivor_portal.domain.consent import (
    ConsentEvent,
    ConsentRecord,
    Disclosure,
    EventState,
    Method,
    Purpose,
    RecipientId,
    RecordId,
)
from survivor_portal.domain.people import PersonId

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Row
    from sqlalchemy.orm import Session

    from survivor_portal.security.encryption import Opener

_EVENTS = models.ConsentEvent.__table__
_DISCLOSURES = models.Disclosure.__table__


def records() -> Select[*tuple[Any, ...]]:
    """Select what `record_from` and `recipient_name` need, and the recipient's standing; the caller says whose."""
    asked_about_her = (models.PoliceRequest.id == models.Consent.recipient) & (
        models.PoliceRequest.survivor_id == models.Consent.principal
    )
    return (
        select(
            *models.Consent.__table__.columns,
            models.Recipient.name,
            models.Recipient.standing,
            models.PoliceRequest.words.label("asker_words"),
        )
        .join(models.Recipient, models.Recipient.id == models.Consent.recipient)
        .outerjoin(models.PoliceRequest, asked_about_her)
    )


def recipient_name(row: "Row[*tuple[Any, ...]]", opener: "Opener") -> str:
    """Give the name of a record's recipient; that of an office that asked about her lies sealed in what it asked."""
    if row.asker_words is None:
        return str(row.name)
    return asker_in(opener, row.recipient, row.principal, row.asker_words)


def record_from(row: "Row[*tuple[Any, ...]]", opener: "Opener") -> ConsentRecord:
    """Read one record with her key. The interpreter's name stays sealed: no state depends on it."""
    principal, scope = PersonId(row.principal), scope_in(opener, row)
    return ConsentRecord(
        record_id=RecordId(row.record_id),
        schema_version=row.schema_version,
        principal=principal,
        recipient=RecipientId(row.recipient),
        purpose=Purpose(row.purpose),
        data_items=scope.data_items,
        excluded_items=scope.excluded_items,
        methods=scope.methods,
        valid_from=row.valid_from,
        expires_at=row.expires_at,
        max_uses=row.max_uses,
        length_reason=scope.length_reason,
        statement_version=row.statement_version,
        language=row.language,
        consenters=scope.consenters,
        capacity_basis=scope.capacity_basis,
        risk_acknowledged_at=row.risk_acknowledged_at,
        alternatives_acknowledged_at=row.alternatives_acknowledged_at,
        signed_at=row.signed_at,
        signature_method=Method(row.signature_method) if row.signature_method else None,
        supersedes=RecordId(row.supersedes) if row.supersedes else None,
    )


def events_where(source: "Connection | Session", whose: "ColumnElement[bool]") -> list[ConsentEvent]:
    """Read the events of the consents that `whose` picks, in one statement.

    Their reasons are read with her key alone and stay closed here: no state depends on them.
    """
    return [event_from(row) for row in source.execute(event_rows(whose))]


def event_rows(whose: "ColumnElement[bool]") -> Select[*tuple[Any, ...]]:
    """Select what `event_from` needs of the consents that `whose` picks, oldest first."""
    return (
        select(*_EVENTS.columns, models.Consent.principal)
        .join(models.Consent, models.Consent.record_id == models.ConsentEvent.record_id)
        .where(whose)
        .order_by(models.ConsentEvent.event_time, models.ConsentEvent.id)
    )


def event_from(row: "Row[*tuple[Any, ...]]", opener: "Opener | None" = None) -> ConsentEvent:
    """Read one event, and its reason with her key; it stays closed without. Raises `CannotOpenError`."""
    return ConsentEvent(
        record_id=RecordId(row.record_id),
        event_state=EventState(row.event_state),
        event_time=row.event_time,
        effective_time=row.effective_time,
        entity=PersonId(row.entity),
        method=Method(row.method),
        recorded_by=PersonId(row.recorded_by),
        reason=_reason(row, opener),
    )


def _reason(row: "Row[*tuple[Any, ...]]", opener: "Opener | None") -> str | None:
    if opener is None or row.reason is None:
        return None
    return opener.open(place_of(models.ConsentEvent.reason, row.id, row.principal), row.reason)


def disclosures_where(
    source: "Connection | Session", whose: "ColumnElement[bool]", opener: "Opener"
) -> list[Disclosure]:
    """Read the disclosures under the consents that `whose` picks, in one statement and with her key."""
    return [disclosure_from(row, opener) for row in source.execute(disclosure_rows(whose))]


def disclosure_rows(whose: "ColumnElement[bool]") -> Select[*tuple[Any, ...]]:
    """Select what `disclosure_from` needs of the consents that `whose` picks, oldest first."""
    return (
        select(*_DISCLOSURES.columns, models.Consent.principal)
        .join(models.Consent, models.Consent.record_id == models.Disclosure.consent)
        .where(whose)
        .order_by(models.Disclosure.at, models.Disclosure.id)
    )


def disclosure_from(row: "Row[*tuple[Any, ...]]", opener: "Opener") -> Disclosure:
    """Read one disclosure with her key. Raises `CannotOpenError`."""
    details = details_in(opener, row.id, row.principal, row.details)
    return Disclosure(
        consent=RecordId(row.consent),
        recipient=RecipientId(row.recipient),
        purpose=Purpose(row.purpose),
        items=details.items,
        method=details.method,
        at=row.at,
        by=PersonId(row.by),
    )
