"""Rows of invites that are open, used and cancelled, and of two people who are joining."""

from datetime import UTC, datetime, timedelta
from typing import Any

_NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)

INVITES: dict[str, list[dict[str, Any]]] = {
    "invites": [
        {
            "id": f"invite{number}",
            "code_digest": f"{number:064x}",
            "form_token_digest": f"{number + 50:064x}",
            "chosen_name": name,
            "invited_by": f"staff{number % 2}",
            "is_for_inviter": number % 2 == 0,
            "added_at": _NOW,
            "ends_at": _NOW + timedelta(hours=72),
            "redeemed_at": redeemed_at,
            "ended_at": ended_at,
        }
        for number, (name, redeemed_at, ended_at) in enumerate(
            ((bytes([1, 0, 249]), None, None), (None, _NOW, None), (bytes([1, 0, 248]), None, _NOW))
        )
    ],
    "joinings": [
        {
            "token_digest": f"{number:064x}",
            "invite_id": f"invite{number}",
            "sign_in_name": name,
            "passphrase_hash": passphrase_hash,
            "began_at": _NOW,
            "ends_at": _NOW + timedelta(minutes=30),
            "finished_at": finished_at,
        }
        for number, (name, passphrase_hash, finished_at) in enumerate(
            (
                (bytes([1, 0, 247]), "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g", None),
                (None, None, _NOW),
            )
        )
    ],
}
