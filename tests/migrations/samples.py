"""Rows for every table, as they may stand at each revision. A new revision adds its own.

`SAMPLES[history][revision]` gives all tables of that revision, in the order in which rows can be inserted.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from survivor_portal.migrations import History

Rows = dict[str, list[dict[str, Any]]]

_NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)

_PEOPLE_AND_SESSIONS: Rows = {
    "survivors": [
        {
            "id": f"survivor{number}",
            "sign_in_digest": f"{number:064x}",
            "passphrase_hash": "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g",
            "chosen_name": bytes([1, 0, 255, number]),
            "language": language,
            "created_at": _NOW,
        }
        for number, language in enumerate(("en", "ar", None))
    ],
    "staff": [
        {
            "id": f"staff{number}",
            "sign_in_digest": f"{number:064x}",
            "passphrase_hash": "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g",
            "name": bytes([1, 0, 254, number]),
            "role": role,
            "totp_secret": bytes([1, 0, 253, number]),
            "totp_used_step": 59_000_000,
            "language": None,
            "created_at": _NOW,
        }
        for number, role in enumerate(("advocate", "supervisor"))
    ],
    "sessions": [
        {
            "sid_digest": f"{number:064x}",
            "k_digest": f"{number + 100:064x}",
            "survivor_id": survivor_id,
            "staff_id": staff_id,
            "idle_seconds": 900,
            "started_at": _NOW,
            "seen_at": _NOW,
            "ends_at": _NOW + timedelta(hours=4),
        }
        for number, (survivor_id, staff_id) in enumerate((("survivor0", None), ("survivor0", None), (None, "staff1")))
    ],
}

_DATA_KEYS: Rows = {
    "data_keys": [
        {
            "owner_id": f"owner{number}",
            "key_id": f"key{number}",
            "wrapped_with": "wrapping",
            "wrapped": bytes(range(60)),
            "created_at": _NOW,
        }
        for number in range(3)
    ],
}

SAMPLES: dict[History, dict[str, Rows]] = {
    History.DATA: {"0001": _PEOPLE_AND_SESSIONS},
    History.KEYS: {"0001": _DATA_KEYS},
}
