"""Rows of agreed words, of requests to get back in, and of what was done for a sign-in."""

from datetime import UTC, datetime, timedelta
from typing import Any

_NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
_HASH = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g"

_ASKED: dict[str, Any] = {
    "asked_at": _NOW,
    "staff_id": None,
    "is_together": None,
    "second_asked_at": None,
    "agreed_by": None,
    "agreed_at": None,
    "words_hash": None,
    "code_digest": None,
    "code_given_at": None,
    "code_taken_at": None,
    "wrong_codes": 0,
    "over_at": None,
    "closed_at": None,
    "recovered_at": None,
}
_DONE: dict[str, Any] = {
    "staff_id": "staff0",
    "is_together": False,
    "second_asked_at": _NOW,
    "agreed_by": "staff1",
    "agreed_at": _NOW,
    "code_given_at": _NOW,
    "code_taken_at": _NOW + timedelta(minutes=2),
    "over_at": _NOW + timedelta(minutes=3),
    "recovered_at": _NOW + timedelta(minutes=3),
}

_OWN_TABLES: dict[str, list[dict[str, Any]]] = {
    "agreed_words": [
        {
            "survivor_id": "survivor0",
            "words_hash": _HASH,
            "set_at": _NOW,
        }
    ],
    "recoveries": [
        {
            "id": f"recovery{number}",
            "token_digest": f"{number:064x}",
            "survivor_id": survivor_id,
            "number": "048291",
            **_ASKED,
            **happened,
        }
        for number, (survivor_id, happened) in enumerate(
            (
                ("survivor0", _DONE),
                (
                    "survivor1",
                    {"staff_id": "staff0", "is_together": True, "code_digest": f"{9:064x}", "words_hash": _HASH},
                ),
                ("survivor1", {"number": "048292", "closed_at": _NOW}),
                (None, {"wrong_codes": 5, "over_at": _NOW}),
                (None, {}),
            )
        )
    ],
    "account_events": [
        {"id": f"event{number}", "survivor_id": "survivor0", "kind": kind, "staff_id": staff_id, "at": _NOW}
        for number, (kind, staff_id) in enumerate((("recovered", "staff0"), ("frozen", None)))
    ],
}


def with_recovery(before: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Give the rows of a revision with what getting back in adds to them."""
    frozen = {"survivors": [row | {"frozen_at": _NOW if row["language"] else None} for row in before["survivors"]]}
    return before | frozen | _OWN_TABLES
