"""Rows of staff accounts as they stand once they are set up, recovered and ended."""

from datetime import UTC, datetime, timedelta
from typing import Any

_NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)

_OWN_TABLES: dict[str, list[dict[str, Any]]] = {
    "staff_set_ups": [
        {
            "staff_id": "staff1",
            "code_digest": f"{1:064x}",
            "ref": "set-up0",
            "made_by": "staff0",
            "made_at": _NOW,
            "usable_until": _NOW + timedelta(hours=24),
            "used_at": None,
            "passphrase_hash": "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g",
            "totp_secret": bytes([1, 0, 250]),
        }
    ],
    "recovery_codes": [
        {"code_digest": f"{number:064x}", "staff_id": "staff1", "made_at": _NOW, "used_at": used_at}
        for number, used_at in enumerate((None, _NOW))
    ],
    "passkeys": [
        {
            "id": "passkey0",
            "staff_id": "staff1",
            "credential_id": bytes(range(16)),
            "public_key": bytes(range(77)),
            "sign_count": 2**32 - 1,
            "made_at": _NOW,
            "used_at": None,
            "doubted_at": None,
        }
    ],
    "passkey_challenges": [
        {
            "challenge_digest": f"{1:064x}",
            "asked_of": f"{2:064x}",
            "made_at": _NOW,
            "usable_until": _NOW + timedelta(minutes=5),
        }
    ],
}


STAFF_EVENTS: dict[str, list[dict[str, Any]]] = {
    "staff_events": [
        {"number": number, "at": _NOW, "kind": kind, "about": about, "by": by, "role": role}
        for number, (kind, about, by, role) in enumerate(
            (("made", "staff0", None, "advocate"), ("hold_written", None, "staff1", None)), 1
        )
    ],
    "staff_notices": [{"staff_id": "staff1", "number": 1}],
}


def with_staff_accounts(before: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Give the rows of a revision with what the staff's accounts add to them."""
    return (
        before
        | {
            "staff": [
                row | {"last_signed_in_at": moment, "left_at": moment, "introduced_by": introduced_by}
                for row, moment, introduced_by in zip(before["staff"], (_NOW, None), (None, "staff0"), strict=True)
            ],
            "sessions": [row | {"stepped_up_at": _NOW if row["staff_id"] else None} for row in before["sessions"]],
        }
        | _OWN_TABLES
    )
