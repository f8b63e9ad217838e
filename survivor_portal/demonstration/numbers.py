"""The numbers to call that the demonstration shows, as an operator would list them."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from datetime import date

_CHECKED_BEFORE: Final = timedelta(days=6)


def demonstration_numbers(today: "date") -> dict[str, Any]:
    """Give the table `numbers` of a configuration, every entry tried a few days ago."""
    table = tomllib.loads(Path(__file__).with_name("numbers.toml").read_text(encoding="utf-8"))
    return {
        language: [{**entry, "checked_on": today - _CHECKED_BEFORE} for entry in entries]
        for language, entries in table.items()
    }
