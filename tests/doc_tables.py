"""Reading the documentation: its parts, and the rows of the tables in them."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def section_of(text: str, heading: str) -> str:
    """Give what stands under a heading, down to the next one of its depth; fails when there is no such heading."""
    parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert heading in sections, f"there is no part called {heading!r}"
    return sections[heading]


def rows_of(text: str) -> "Iterator[tuple[str, ...]]":
    """Give the cells of every table row, without the heads of the tables."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        is_rule = re.fullmatch(r"\|(?: ?-+ ?\|)+", line)
        is_head = number + 1 < len(lines) and re.fullmatch(r"\|(?: ?-+ ?\|)+", lines[number + 1])
        if line.startswith("|") and not is_rule and not is_head:
            yield tuple(cell.strip() for cell in line.strip("|").split("|"))
