"""A receipt as one document: fields named as ISO/IEC TS 27560 has them, moments in UTC."""

from typing import TYPE_CHECKING, Any

from survivor_portal.actions.consents import InvalidationReason

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from survivor_portal.actions.consents import ConsentCard, ConsentPage, DamagedConsent, DamagedTold
    from survivor_portal.domain.consent import Disclosure


def receipt_document(page: "ConsentPage", names: dict[str, str]) -> dict[str, Any]:
    """Give all of a consent as what JSON can hold; `names` are of the staff in it, by reference, and hers is not."""
    card = page.card
    record, person = card.record, _naming(card.principal, names)
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
        **_happened(card, person),
        "disclosures": [_told(told, person, is_incident=told in card.incidents) for told in card.disclosures],
        "words": page.words,
        "is_damaged": page.is_damaged,
    }


def damaged_document(found: "DamagedConsent", names: dict[str, str]) -> dict[str, Any]:
    """Give what is left of a consent of which not all can be read any more."""
    person = _naming(found.principal, names)
    return {
        "receipt_id": found.record_id,
        "is_damaged": True,
        "recipient": found.recipient_name,
        "signed_at": moment(found.signed_at),
        "expires_at": moment(found.expires_at),
        "state": found.state,
        "ended_or_ends_at": moment(found.ends_at),
        **_happened(found, person),
        "disclosures": [_told(told, person, is_incident=told.is_incident) for told in found.told],
    }


def _naming(principal: str, names: dict[str, str]) -> "Callable[[str], str]":
    return lambda ref: "you" if ref == principal else names[ref]


def _happened(found: "ConsentCard | DamagedConsent", person: "Callable[[str], str]") -> dict[str, Any]:
    """Give the events, with the reasons that are open, and who of the staff has seen it."""
    return {
        "events": [
            {
                "event_state": event.event_state,
                "event_time": moment(event.event_time),
                "effective_time": moment(event.effective_time),
                "entity": person(event.entity),
                "method": event.method,
                "reason": _reason(event.reason),
                "recorded_by": person(event.recorded_by),
            }
            for event in found.events
        ],
        "acknowledgements": [
            {"seen_by": person(seen.seen_by), "seen_at": moment(seen.seen_at)} for seen in found.acknowledgements
        ],
    }


def _told(told: "Disclosure | DamagedTold", person: "Callable[[str], str]", *, is_incident: bool) -> dict[str, Any]:
    return {
        "at": moment(told.at),
        "items": sorted(told.items),
        "method": told.method,
        "told_by": person(told.by),
        "told_after_your_stop": is_incident,
    }


def _reason(reason: str | None) -> str | None:
    """Name why a signature did not count no more plainly than her pages do: others may open the file on her phone."""
    return "rules_for_signing" if reason and reason != InvalidationReason.NOT_UNDERSTOOD else reason


def moment(at: "datetime | None") -> str | None:
    """Write a moment as ISO 8601 has it, to the second."""
    return at.isoformat(timespec="seconds") if at else None
