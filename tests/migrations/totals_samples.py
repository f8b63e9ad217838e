"""Rows of totals, as they were told."""

from datetime import UTC, date, datetime
from typing import Any

TOTALS: dict[str, list[dict[str, Any]]] = {
    "totals": [
        {
            "id": f"totals{number}",
            "first_day": date(2026, month, 1),
            "numbers": {"people": [["", 40]], "new": None, "wanted": {"housing": None}, "consents": {"given": 12}},
            "made_by": "staff1",
            "made_at": datetime(2026, 5, 12, 9, 30, tzinfo=UTC),
        }
        for number, month in enumerate((1, 4))
    ]
}
