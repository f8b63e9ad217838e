"""A receipt as one document: fields named as ISO/IEC TS 27560 has them, moments in UTC."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from survivor_portal.actions.consents import ConsentPage


def receipt_document(page: "ConsentPage", names: dict[str, str]) -> dict[str, Any]:
    """Give all of a consent as what JSON can hold; `names` are of the staff in it, by reference, and hers is not."""
    card = page.card
    record = card.record

    def person(ref: str) -> str:
        return "you" if ref == record.principal else names[ref]

    return {
        "schema_version": record.schema_version,
        "receipt_id": record.record_id,
        "record": {
            "principal": person(record.principal),
            "recipient": card.recipient_name,
            "purpose": record.purpose,
            "data_items": sorted(record.data_items),
            "excluded_items": sorted(record.excluded_items),
            "methods": sorted(record.methods),
            "valid_from": moment(record.valid_from),
            "expires_at": moment(record.expires_at),
            "max_uses": record.max_uses,
            "length_reason": record.length_reason,
            "statement_version": record.statement_version,
            "language": record.language,
            "interpreter": page.interpreter,
            "consenters": [{"person": person(each.person), "role": each.role} for each in record.consenters],
            "capacity_basis": record.capacity_basis,
            "risk_acknowledged_at": moment(record.risk_acknowledged_at),
            "alternatives_acknowledged_at": moment(record.alternatives_acknowledged_at),
            "signed_at": moment(record.signed_at),
            "signature_method": record.signature_method,
            "supersedes": record.supersedes,
        },
        "state": card.state,
        "ended_or_ends_at": moment(card.ends_at),
        "events": [
            {
                "event_state": event.event_state,
                "event_time": moment(event.event_time),
                "effective_time": moment(event.effective_time),
                "entity": person(event.entity),
                "method": event.method,
                "reason": event.reason,
                "recorded_by": person(event.recorded_by),
            }
            for event in card.events
        ],
        "disclosures": [
            {
                "at": moment(told.at),
                "items": sorted(told.items),
                "method": told.method,
                "told_by": person(told.by),
            }
            for told in card.disclosures
        ],
        "acknowledgements": [
            {"seen_by": person(seen.seen_by), "seen_at": moment(seen.seen_at)} for seen in card.acknowledgements
        ],
        "words": page.words,
    }


def moment(at: "datetime | None") -> str | None:
    """Write a moment as ISO 8601 has it, to the second."""
    return at.isoformat(timespec="seconds") if at else None
