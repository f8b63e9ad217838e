"""One row of one table, whatever kind of file it came from."""

from collections.abc import Mapping
from dataclasses import dataclass

from survivor_portal.directory.problems import MessageId, Report
from survivor_portal.directory.tables import Table
from survivor_portal.directory.text import has_unshowable, without_unshowable

MAX_CELL = 100_000


@dataclass(frozen=True, slots=True)
class Row:
    """Cells that hold something, by column, and where they stood.

    `key` joins a part to what it belongs to when the file gives no id; `path` is the way to the record in JSON and
    empty in CSV.
    """

    table: Table
    file: str
    number: int
    path: str
    key: str
    cells: Mapping[str, str]

    def field(self, column: str) -> str:
        """Name the column as a problem names it."""
        return f"{self.path}.{column}" if self.path else column


def sound_cell(raw: str, report: Report, where: tuple[str, int, str]) -> str | None:
    """Return the cell's text if a row may hold it, or None; `where` is file, row and field."""
    file, number, column = where
    if not raw or raw.isspace():
        return None
    if len(raw) > MAX_CELL:
        report.add(MessageId.CELL_TOO_LONG, file, number, column)
        return None
    if "\0" in raw:
        report.add(MessageId.NUL_CHARACTER, file, number, column)
        return None
    if has_unshowable(raw):
        report.add(MessageId.STRANGE_CHARACTERS, file, number, column)
        raw = without_unshowable(raw)
    return raw if raw.strip() else None
