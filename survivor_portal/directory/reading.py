"""Reading a service directory from a file or a folder, in any of the forms of Open Referral HSDS."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from survivor_portal.directory.assembling import assembled
from survivor_portal.directory.csv_rows import csv_rows
from survivor_portal.directory.json_rows import json_rows
from survivor_portal.directory.problems import MessageId, Problem, Report, Severity, UnreadableDirectory
from survivor_portal.directory.records import Directory
from survivor_portal.directory.rows import Row
from survivor_portal.directory.tables import is_unused_name, is_version_1_name, source_named

MAX_FILE_BYTES = 200_000_000
_DESCRIBES_A_PACKAGE = "datapackage.json"

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """A directory as read, with everything that was wrong; `format_name` is for people."""

    directory: Directory
    problems: tuple[Problem, ...]
    format_name: str

    @property
    def refused(self) -> bool:
        """Whether an error stands against importing any of it: all or nothing."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def read_directory(path: Path, progress: Progress | None = None) -> Reading:
    """Read an HSDS directory: JSON of version 3, or CSV of version 3 or 1.1, one file or a folder of files.

    `progress` is told a file's name and how many of its rows have been read, at times and at the end of each file.
    Data that is wrong becomes problems in the reading. Raises UnreadableDirectory, with its problems, where nothing
    at all could be read: no such path, no file of the format, broken files, or files without a record.
    """
    report = Report()
    files = _Files.found(path, report)
    directory = assembled(files.rows(report, progress or _untold), report)
    reading = Reading(directory, tuple(report.problems), files.format_name())
    if directory.organisations or directory.services or directory.locations:
        return reading
    nothing = Problem(path.name, None, None, MessageId.NO_RECORDS)
    raise UnreadableDirectory(reading.problems if reading.refused else (*reading.problems, nothing))


@dataclass(frozen=True, slots=True)
class _Files:
    """The files to read, of one kind: CSV tables, or else JSON."""

    tables: tuple[Path, ...]
    documents: tuple[Path, ...]

    @classmethod
    def found(cls, path: Path, report: Report) -> "_Files":
        names = _listed(path, report)
        csv = tuple(file for file in names if file.suffix.lower() == ".csv")
        tables = tuple(file for file in csv if source_named(file.stem))
        documents = () if tables else tuple(file for file in names if _is_document(file))
        for file in csv:
            if file not in tables and not is_unused_name(file.stem):
                report.add(MessageId.UNUSED_FILE, file.name)
        if tables:
            for file in names:
                if _is_document(file):
                    report.add(MessageId.UNUSED_FILE, file.name)
        if not tables and not documents:
            report.add(MessageId.NO_TABLES, path.name)
            raise UnreadableDirectory(tuple(report.problems))
        return cls(_small_enough(tables, report), _small_enough(documents, report))

    def rows(self, report: Report, progress: Progress) -> Iterator[Row]:
        for file in self.tables:
            source = source_named(file.stem)
            if source:
                yield from csv_rows(file, source, report, progress)
        yield from json_rows(self.documents, report, progress)

    def format_name(self) -> str:
        if not self.tables:
            return "HSDS 3 JSON"
        old = any(is_version_1_name(file.stem) for file in self.tables)
        return "HSDS 1.1 CSV" if old else "HSDS 3 CSV"


def _listed(path: Path, report: Report) -> list[Path]:
    """Return the plain files at the path, by name; raises UnreadableDirectory where there is nothing to open."""
    try:
        if path.is_dir():
            return sorted((file for file in path.iterdir() if file.is_file()), key=lambda file: file.name)
        if path.is_file():
            return [path]
        message = MessageId.UNREADABLE_FILE if path.exists() else MessageId.MISSING_PATH
    except (OSError, ValueError):
        message = MessageId.UNREADABLE_FILE
    report.add(message, path.name)
    raise UnreadableDirectory(tuple(report.problems))


def _is_document(file: Path) -> bool:
    return file.suffix.lower() == ".json" and file.name.lower() != _DESCRIBES_A_PACKAGE


def _small_enough(files: tuple[Path, ...], report: Report) -> tuple[Path, ...]:
    kept = []
    for file in files:
        try:
            size = file.stat().st_size
        except OSError:
            report.add(MessageId.UNREADABLE_FILE, file.name)
            continue
        if size > MAX_FILE_BYTES:
            report.add(MessageId.FILE_TOO_LARGE, file.name)
        else:
            kept.append(file)
    return tuple(kept)


def _untold(_file: str, _rows: int) -> None:
    """Tell no one."""
