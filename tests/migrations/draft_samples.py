"""Rows of what was typed and not sent: hers, a staff member's about her, and one about nobody."""

from datetime import UTC, datetime
from typing import Any

_NOW = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)

DRAFTS: dict[str, list[dict[str, Any]]] = {
    "drafts": [
        {
            "id": f"draft{number}",
            "author": staff_id or survivor_id,
            "survivor_id": survivor_id,
            "staff_id": staff_id,
            "form_digest": f"{number + 200:064x}",
            "page_digest": f"{number + 300:064x}",
            "content": bytes([1, 0, 240, number]),
            "saved_at": _NOW,
        }
        for number, (survivor_id, staff_id) in enumerate(
            (("survivor0", None), ("survivor0", "staff0"), (None, "staff1"))
        )
    ],
}
