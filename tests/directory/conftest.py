"""Folders to read: fixtures of our own writing, and folders written for one test."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from survivor_portal.directory import Problem, Reading, read_directory

FIXTURES = Path(__file__).parents[1] / "fixtures" / "hsds"

Written = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Write files into a folder and give the folder."""

    def write(files: Mapping[str, str | bytes]) -> Path:
        for name, content in files.items():
            (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return write


@pytest.fixture
def csv_3() -> Reading:
    return read_directory(FIXTURES / "csv-3")


@pytest.fixture
def csv_1_1() -> Reading:
    return read_directory(FIXTURES / "csv-1.1")


def told(problems: tuple[Problem, ...]) -> set[tuple[str, int | None, str | None, str]]:
    """Return what the problems say, as plain values."""
    return {(problem.file, problem.row, problem.field, str(problem.message_id)) for problem in problems}
