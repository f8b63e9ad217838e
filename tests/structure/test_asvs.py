"""The table of OWASP ASVS 5.0 is whole, counts itself rightly, and names tests that are there."""

import ast
import re
from collections import Counter
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.doc_tables import rows_of, section_of

TESTS: Final = Path(__file__).resolve().parents[1]
PAGE: Final = (TESTS.parent / "docs" / "asvs.md").read_text(encoding="utf-8")
IDS: Final = {
    identifier: int(level)
    for identifier, level in map(
        str.split, Path(__file__).with_name("asvs_5_0_0_ids.txt").read_text("utf-8").splitlines()
    )
}
"""Every requirement of level 1 and 2 in version 5.0.0, with its level: no words of the standard."""

STATES: Final = ("met", "relaxed", "operator", "not yet", "n/a")
TEST: Final = re.compile(r"`([a-z_0-9/]+\.py)::(test_[a-z_0-9]+)`")


class Row(NamedTuple):
    """One requirement as the page has it."""

    id: str
    level: str
    says: str
    state: str
    how: str
    tests: str


ROWS: Final = [Row(*cells) for cells in rows_of(section_of(PAGE, "The requirements"))]


def names_of_tests_in(path: Path) -> set[str]:
    """Give the names of the tests in a file."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return {node.name for node in body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def test_the_list_of_requirements_is_the_one_that_was_published() -> None:
    # 345 requirements in all; level 3 adds the remaining 92.
    assert Counter(IDS.values()) == {1: 70, 2: 183}


def test_every_requirement_has_exactly_one_row_in_its_order() -> None:
    assert [(row.id, int(row.level)) for row in ROWS] == list(IDS.items())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_every_row_says_what_is_asked_how_it_stands_and_by_which_test(row: Row) -> None:
    named = TEST.findall(row.tests)

    assert row.state in STATES
    assert row.says
    assert row.how
    assert bool(named) or row.state != "met"
    assert row.state != "n/a" or not named
    assert TEST.sub("", row.tests).replace("<br>", "").strip() == ""
    for path, name in named:
        assert name in names_of_tests_in(TESTS / path), f"there is no {name} in {path}"


def test_the_page_counts_its_rows_rightly() -> None:
    counted = Counter((row.level, row.state) for row in ROWS)
    written = {row[0]: row[1:] for row in rows_of(section_of(PAGE, "In numbers"))}

    for level in ("1", "2"):
        numbers = [counted[level, state] for state in STATES]
        applicable = sum(numbers) - counted[level, "n/a"]
        assert written[f"Level {level}"] == tuple(map(str, (sum(numbers), applicable, *numbers)))
    columns = [counted["1", state] + counted["2", state] for state in STATES]
    assert written["Both"] == tuple(map(str, (sum(columns), sum(columns) - columns[-1], *columns)))
