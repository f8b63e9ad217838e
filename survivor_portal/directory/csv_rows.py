"""Rows from one CSV file of one table."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from survivor_portal.directory.problems import MessageId, Report
from survivor_portal.directory.rows import Row, sound_cell
from survivor_portal.directory.tables import COLUMNS, Source, column_named

_TELL_EVERY = 500

Progress = Callable[[str, int], None]


def csv_rows(path: Path, source: Source, report: Report, progress: Progress) -> Iterator[Row]:
    """Yield the rows of one file; what cannot be read is reported and ends the file, never raises.

    The csv module's field limit belongs to the whole process, so it is left alone: its usual value is above our own
    limit, and a cell beyond either is the same problem.
    """
    number = 0
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            columns: list[str | None] = []
            for number, cells in enumerate(csv.reader(file, strict=True), start=1):
                if columns and _holds_something(cells):
                    yield _row(cells, columns, source, report, (path.name, number))
                elif _holds_something(cells):
                    columns = _columns(cells, source, report, (path.name, number))
                    if not columns:
                        return
                if number % _TELL_EVERY == 0:
                    progress(path.name, number)
    except (UnicodeDecodeError, csv.Error, OSError) as error:
        report.add(_message_for(error), path.name, number + 1)
    else:
        if not columns:
            report.add(MessageId.NO_HEADER, path.name, 1)
        progress(path.name, number)


def _message_for(error: Exception) -> MessageId:
    if isinstance(error, UnicodeDecodeError):
        return MessageId.NOT_UTF8
    if isinstance(error, csv.Error):
        return MessageId.CELL_TOO_LONG if "field larger" in str(error) else MessageId.BROKEN_CSV
    return MessageId.UNREADABLE_FILE


def _holds_something(cells: list[str]) -> bool:
    return any(cell.strip() for cell in cells)


def _columns(headings: list[str], source: Source, report: Report, where: tuple[str, int]) -> list[str | None]:
    """Return the column of each heading; none at all where the row names no column of the table."""
    columns = [column_named(source.table, heading) for heading in headings]
    known = [column for column in columns if column]
    if not set(known) & (COLUMNS[source.table] - {"description"}):
        report.add(MessageId.NO_HEADER, *where)
        return []
    for column in sorted({column for column in known if known.count(column) > 1}):
        report.add(MessageId.REPEATED_COLUMN, *where, column)
    return columns


def _row(cells: list[str], columns: list[str | None], source: Source, report: Report, where: tuple[str, int]) -> Row:
    if _holds_something(cells[len(columns) :]):
        report.add(MessageId.TOO_MANY_CELLS, *where)
    if len(cells) < len(columns):
        report.add(MessageId.TOO_FEW_CELLS, *where)
    kept = dict(source.given)
    for column, raw in zip(columns, cells, strict=False):
        if column and (cell := sound_cell(raw, report, (*where, column))):
            kept[column] = cell
    return Row(source.table, *where, path="", key=kept.get("id") or f"{where[0]}#{where[1]}", cells=kept)
