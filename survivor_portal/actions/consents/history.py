"""Rows of consents, their events and disclosures, as the domain reads them."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select

from survivor_portal import models
from survivor_portal.domain.consent import (
    CapacityBasis,
    Consenter,
    ConsenterRole,
    ConsentEvent,
    ConsentRecord,
    DataItem,
    Disclosure,
    EventState,
    LengthReason,
    Method,
    Purpose,
    RecipientId,
    RecordId,
    SharingMethod,
)
from survivor_portal.domain.people import PersonId

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Row
    from sqlalchemy.orm import Session

_EVENTS = models.ConsentEvent.__table__
_DISCLOSURES = models.Disclosure.__table__


def records() -> Select[*tuple[Any, ...]]:
    """Select what `record_from` needs, and the recipient's name and standing; the caller says whose."""
    return select(*models.Consent.__table__.columns, models.Recipient.name, models.Recipient.standing).join(
        models.Recipient, models.Recipient.id == models.Consent.recipient
    )


def record_from(row: "Row[*tuple[Any, ...]]") -> ConsentRecord:
    """Read one record. The interpreter's name is sealed and stays so: no state depends on it."""
    principal = PersonId(row.principal)
    return ConsentRecord(
        record_id=RecordId(row.record_id),
        schema_version=row.schema_version,
        principal=principal,
        recipient=RecipientId(row.recipient),
        purpose=Purpose(row.purpose),
        data_items=frozenset(map(DataItem, row.data_items)),
        excluded_items=frozenset(map(DataItem, row.excluded_items)),
        methods=frozenset(map(SharingMethod, row.methods)),
        valid_from=row.valid_from,
        expires_at=row.expires_at,
        max_uses=row.max_uses,
        length_reason=LengthReason(row.length_reason) if row.length_reason else None,
        statement_version=row.statement_version,
        language=row.language,
        # Only she signs here yet: a record on any basis that needs a guardian lacks one, and so never counts as given.
        consenters=frozenset({Consenter(principal, ConsenterRole.SURVIVOR)}),
        capacity_basis=CapacityBasis(row.capacity_basis),
        risk_acknowledged_at=row.risk_acknowledged_at,
        alternatives_acknowledged_at=row.alternatives_acknowledged_at,
        signed_at=row.signed_at,
        signature_method=Method(row.signature_method) if row.signature_method else None,
        supersedes=RecordId(row.supersedes) if row.supersedes else None,
    )


def events_where(source: "Connection | Session", whose: "ColumnElement[bool]") -> list[ConsentEvent]:
    """Read the events of the consents that `whose` picks, in one statement."""
    statement = (
        select(*_EVENTS.columns)
        .join(models.Consent, models.Consent.record_id == models.ConsentEvent.record_id)
        .where(whose)
        .order_by(models.ConsentEvent.event_time, models.ConsentEvent.id)
    )
    return [
        ConsentEvent(
            record_id=RecordId(row.record_id),
            event_state=EventState(row.event_state),
            event_time=row.event_time,
            effective_time=row.effective_time,
            entity=PersonId(row.entity),
            method=Method(row.method),
            recorded_by=PersonId(row.recorded_by),
        )
        for row in source.execute(statement)
    ]


def disclosures_where(source: "Connection | Session", whose: "ColumnElement[bool]") -> list[Disclosure]:
    """Read the disclosures under the consents that `whose` picks, in one statement."""
    statement = (
        select(*_DISCLOSURES.columns)
        .join(models.Consent, models.Consent.record_id == models.Disclosure.consent)
        .where(whose)
        .order_by(models.Disclosure.at, models.Disclosure.id)
    )
    return [
        Disclosure(
            consent=RecordId(row.consent),
            recipient=RecipientId(row.recipient),
            purpose=Purpose(row.purpose),
            items=frozenset(map(DataItem, row.items)),
            method=SharingMethod(row.method),
            at=row.at,
            by=PersonId(row.by),
        )
        for row in source.execute(statement)
    ]
