"""The domain imports the standard library and itself, reads no clock, and keeps services apart from consent."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from survivor_portal import domain

HERE = Path(domain.__file__).parent
SOURCES = sorted(HERE.rglob("*.py"))
CLOCK_AND_CHANCE = {"random", "secrets", "time", "uuid"}
READS_A_CLOCK = {"now", "today", "utcnow"}


def imported(source: Path) -> Iterator[str]:
    """Yield the dotted name of everything a source imports."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: str(source.relative_to(HERE)))
def test_a_rule_needs_only_the_standard_library_and_no_clock_or_chance(source: Path) -> None:
    for name in imported(source):
        top = name.partition(".")[0]
        assert name.startswith("survivor_portal.domain.") or top in sys.stdlib_module_names
        assert top not in CLOCK_AND_CHANCE
    called = {node.attr for node in ast.walk(ast.parse(source.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
    assert not called & READS_A_CLOCK


@pytest.mark.parametrize("module", ["options", "promises", "messages", "people", "moments"])
def test_what_services_are_built_from_knows_nothing_of_consent(module: str) -> None:
    assert not [name for name in imported(HERE / f"{module}.py") if "consent" in name]


def test_the_sources_were_found() -> None:
    assert len(SOURCES) > 8
