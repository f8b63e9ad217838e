"""Pictures that a phone's camera reads."""

from dataclasses import dataclass
from itertools import groupby

import segno

_QUIET_ZONE = 4
"""Empty squares around the code, which cameras look for (ISO/IEC 18004)."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A code as one path for an SVG drawing, and how many squares wide and high the drawing is."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """Draw a text as a code that a camera still reads with a seventh of it hidden."""
    rows = segno.make_qr(text, error="m").matrix
    path = "".join(
        f"M{start + _QUIET_ZONE} {line + _QUIET_ZONE}h{length}v1h-{length}z"
        for line, row in enumerate(rows)
        for start, length in _dark_runs(row)
    )
    return QrCode(len(rows) + 2 * _QUIET_ZONE, path)


def _dark_runs(row: "bytearray") -> list[tuple[int, int]]:
    """Give where each run of dark squares starts, and how long it is."""
    runs, at = [], 0
    for is_dark, squares in groupby(row):
        length = len(list(squares))
        if is_dark:
            runs.append((at, length))
        at += length
    return runs
