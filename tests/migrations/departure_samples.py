"""Rows of people who are away, who asked to be deleted, whom the law keeps, and of someone who has left."""

from datetime import UTC, datetime, timedelta
from typing import Any

_NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)

DEPARTURES: dict[str, list[dict[str, Any]]] = {
    "pauses": [{"survivor_id": "survivor0", "paused_at": _NOW}],
    "asked_deletions": [{"survivor_id": "survivor1", "asked_at": _NOW, "due_at": _NOW + timedelta(days=7)}],
    "legal_holds": [
        {
            "id": f"hold{number}",
            "survivor_id": "survivor1",
            "basis": bytes([1, 0, 248, number]),
            "asked_by": bytes([1, 0, 247, number]),
            "starts_at": _NOW,
            "until": _NOW + timedelta(days=90) if number else None,
            "forbids_notice": bool(number),
            "set_by": "staff1",
            "set_at": _NOW,
            "lifted_by": "staff1" if number else None,
            "lifted_at": _NOW if number else None,
        }
        for number in range(2)
    ],
    "departures": [{"id": "departure0", "staff_id": "staff0", "left_at": _NOW}],
}
