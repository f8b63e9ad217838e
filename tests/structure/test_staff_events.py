"""What happened to accounts of staff is only ever added to: nothing in the package changes or deletes a line of it."""

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[2]
SOURCES: Final = sorted((ROOT / "survivor_portal").rglob("*.py"))


def uses(source: str) -> "Iterator[str]":
    """Give the name of everything a source calls with the table itself, or with a part of it, as an argument."""
    for call in ast.walk(ast.parse(source)):
        if isinstance(call, ast.Call) and any(ast.unparse(given).split(".")[0] == "StaffEvent" for given in call.args):
            yield ast.unparse(call.func).rpartition(".")[2]


def test_lines_are_only_added_and_read() -> None:
    found = {use for path in SOURCES for use in uses(path.read_text(encoding="utf-8"))}

    assert found == {"order_by", "select", "select_from", "where"}


def test_a_line_that_is_changed_or_deleted_would_be_found() -> None:
    assert set(uses("session.execute(delete(StaffEvent)); update(StaffEvent.__table__); f(StaffEvent.number)")) == {
        "delete",
        "update",
        "f",
    }
