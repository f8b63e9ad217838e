"""Rows of what else is written down about consent: drafts, what the law compelled, her wishes, approvals."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

_NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)

_DRAFT: dict[str, Any] = {
    "record_id": "consent1",
    "words": None,
    "risk_acknowledged_at": None,
    "alternatives_acknowledged_at": None,
    "signed_at": None,
    "signature_method": None,
    "supersedes": "consent0",
    "form_token_digest": f"{21:064x}",
}

LIFTED_BANS: dict[str, list[dict[str, Any]]] = {
    "lifted_bans": [
        {"disclosure": f"compelled{number}", "lifted_by": "staff0", "lifted_at": _NOW} for number in range(2)
    ]
}

ENDED_APPROVALS: dict[str, list[dict[str, Any]]] = {
    "ended_approvals": [{"approval": "approval0", "ended_by": "staff1", "ended_at": _NOW}]
}

LOOKS: dict[str, list[dict[str, Any]]] = {
    "looks": [
        {
            "id": f"look{number}",
            "survivor_id": "survivor0",
            "staff_id": "staff1",
            "session_ref": "session2",
            "reason": bytes([1, 0, 242, number]),
            "at": _NOW,
        }
        for number in range(2)
    ]
}

RECIPIENT_EVENTS: dict[str, list[dict[str, Any]]] = {
    "recipient_events": [
        {
            "id": f"recipient_event{number}",
            "recipient": "recipient0",
            "sequence": number,
            "change": change,
            "reason": reason,
            "by": "staff1",
            "at": _NOW,
            "name_digest": f"{41:064x}" if number == 1 else None,
            "form_token_digest": f"{42:064x}" if number == 1 else None,
        }
        for number, (change, reason) in enumerate(
            (("added", None), ("blocked", "passed_on"), ("unblocked", None)), start=1
        )
    ]
}

_OWN_TABLES: dict[str, list[dict[str, Any]]] = {
    "acknowledgements": [{"id": "seen0", "record_id": "consent0", "seen_by": "staff0", "seen_at": _NOW}],
    "compelled_disclosures": [
        {
            "id": f"compelled{number}",
            "survivor_id": "survivor0",
            "legal_basis": basis,
            "no_notice_reason": reason,
            "forbidden_until": until,
            "details": bytes([1, 0, 248, number]),
            "at": _NOW,
            "by": "staff0",
            "form_token_digest": f"{number + 30:064x}",
        }
        for number, (basis, reason, until) in enumerate(
            (("court_order", "court_forbids", _NOW + timedelta(days=90)), ("statute", None, None))
        )
    ],
    "law_enforcement_choices": [
        {
            "id": f"choice{number}",
            "survivor_id": "survivor0",
            "sequence": number,
            "choice": bytes([1, 0, 247, number]),
            "chosen_at": _NOW,
        }
        for number in (1, 2)
    ],
    "police_requests": [
        {
            "id": "request0",
            "survivor_id": "survivor0",
            "asked_by": "staff0",
            "words": bytes([1, 0, 246]),
            "asked_at": _NOW,
            "form_token_digest": f"{40:064x}",
        }
    ],
    "police_answers": [
        {
            "id": "police_answer0",
            "request_id": "request0",
            "sequence": 1,
            "answer": bytes([1, 0, 245]),
            "answered_at": _NOW,
        }
    ],
    "contact_rules": [
        {
            "id": "rule0",
            "survivor_id": "survivor0",
            "channel": "phone_call",
            "details": bytes([1, 0, 244]),
            "last_confirmed_at": _NOW,
        }
    ],
    "statement_approvals": [
        {
            "id": "approval0",
            "version": "1",
            "language": "en",
            "words_digest": f"{50:064x}",
            "approved_by": bytes([1, 0, 243]),
            "approved_on": date(2026, 5, 11),
            "recorded_by": "staff1",
            "recorded_at": _NOW,
            "form_token_digest": f"{51:064x}",
        }
    ],
}


def with_consent_history(before: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Give the rows of a revision with what the rest of consent adds to them."""
    (signed,) = before["consents"]
    return before | {"consents": [signed, signed | _DRAFT]} | _OWN_TABLES
