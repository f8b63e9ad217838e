"""Rows of how people leave."""

from datetime import UTC, datetime
from typing import Any

LEAVING: dict[str, list[dict[str, Any]]] = {
    "leaving_choices": [
        {
            "survivor_id": f"survivor{number}",
            "destination": destination,
            "by_keyboard": True,
            "by_taps": bool(number),
            "few_traces": not number,
            "hides_after": 5,
        }
        for number, destination in enumerate((None, "12345678"))
    ],
    "desk_covers": [{"staff_id": "staff0", "set_at": datetime(2026, 5, 12, 9, 30, tzinfo=UTC)}],
}
