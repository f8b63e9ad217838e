"""Whatever leaves about her leaves through one door: no other module records, permits or opens it."""

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[2]
SOURCES: Final = sorted((ROOT / "survivor_portal").rglob("*.py"))
GATE: Final = "survivor_portal/actions/consents/gate.py"

TOLD: Final = {"Disclosure", "CompelledDisclosure"}
"""The rows that say that something was told."""
WRITING: Final = {"insert", "update", "delete"}

PERMITS: Final = {"compelled_refusal", "compelled_refusals", "listed", "published", "refusal", "shown_new", "shown_of"}
"""What the domain says about whether something may leave, and how many people may be told of."""

ITEMS: Final = {"compelled_in", "details_in", "disclosures_where", "record_from", "scope_in"}
"""What opens which facts about her a row is about."""

FILES: Final = {
    "survivor_portal/views/supervisor/totals.py": "numbers only, as the gate let them out",
    "survivor_portal/views/survivor/account.py": "her own copy, for her",
    "survivor_portal/views/survivor/receipts.py": "her own receipt, for her",
}
"""Every module that gives something to be taken along, and to whom."""


def named(path: Path) -> str:
    """Give a file's name from the root of the project."""
    return path.relative_to(ROOT).as_posix()


def imported(source: str, package: str, names: set[str]) -> set[str]:
    """Give what these names of a package are called in a source."""
    return {
        alias.asname or alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(package)
        for alias in node.names
        if alias.name in names
    }


def writes_what_was_told(source: str) -> bool:
    """Say whether a source makes, changes or deletes a row that says that something was told."""
    rows = imported(source, "survivor_portal.models", TOLD)
    called = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    written = [node.func for node in called]
    written += [call.args[0] for call in called if _name(call.func) in WRITING and call.args]
    return any(
        (isinstance(target, ast.Name) and target.id in rows)
        or (isinstance(target, ast.Attribute) and _is_row(target, rows))
        for target in written
    )


def _is_row(target: ast.Attribute, rows: set[str]) -> bool:
    through_the_face = isinstance(target.value, ast.Name) and target.value.id == "models" and target.attr in TOLD
    by_its_table = isinstance(target.value, ast.Name) and target.value.id in rows and target.attr == "__table__"
    return through_the_face or by_its_table


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def those(found: "Iterator[Path]") -> set[str]:
    """Name the files."""
    return {named(path) for path in found}


def test_only_the_gate_writes_that_something_was_told() -> None:
    assert those(path for path in SOURCES if writes_what_was_told(path.read_text(encoding="utf-8"))) == {GATE}


@pytest.mark.parametrize(
    "source",
    [
        "from survivor_portal.models import Disclosure\nDisclosure(id='1')",
        "from survivor_portal.models import Disclosure as Row\nsession.add(Row(id='1'))",
        "from survivor_portal.models.compelled import CompelledDisclosure\nCompelledDisclosure()",
        "from survivor_portal import models\nmodels.Disclosure(id='1')",
        "from survivor_portal.models import Disclosure\nsession.execute(insert(Disclosure).values(id='1'))",
        "from survivor_portal.models import Disclosure\nsession.execute(insert(Disclosure.__table__), rows)",
        "from survivor_portal import models\nsession.execute(sqlalchemy.update(models.CompelledDisclosure))",
    ],
)
def test_a_module_that_wrote_it_beside_the_gate_would_be_found(source: str) -> None:
    assert writes_what_was_told(source)


@pytest.mark.parametrize(
    "source",
    [
        "from survivor_portal.domain.consent import Disclosure\nDisclosure(at=now)",
        "from survivor_portal.models import Disclosure\nselect(Disclosure.id)",
        "from survivor_portal.models import Consent\nConsent(id='1')",
    ],
)
def test_a_module_that_only_reads_or_proposes_is_let_through(source: str) -> None:
    assert not writes_what_was_told(source)


def test_only_the_gate_asks_whether_something_may_leave() -> None:
    outside = [path for path in SOURCES if "survivor_portal/domain/" not in named(path)]

    assert those(
        path for path in outside if imported(path.read_text(encoding="utf-8"), "survivor_portal.domain", PERMITS)
    ) == {GATE}


def test_only_what_deals_with_consents_opens_which_facts_they_are_about() -> None:
    opening = those(
        path for path in SOURCES if imported(path.read_text(encoding="utf-8"), "survivor_portal.actions", ITEMS)
    )

    assert opening
    assert {path for path in opening if not path.startswith("survivor_portal/actions/consents/")} == set()


def test_what_can_be_taken_along_is_hers_or_numbers() -> None:
    assert those(path for path in SOURCES if "Content-Disposition" in path.read_text(encoding="utf-8")) == set(FILES)


def test_nothing_says_in_plain_sql_that_something_was_told() -> None:
    assert not [path for path in SOURCES if "into disclosures" in path.read_text(encoding="utf-8").lower()], (
        "the gate alone writes it"
    )
