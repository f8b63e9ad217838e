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
    "survivor_portal/views/advocate/sheets.py": "a sheet for one recipient, as the gate let it out",
    "survivor_portal/views/supervisor/totals.py": "numbers only, as the gate let them out",
    "survivor_portal/views/survivor/account.py": "her own copy, for her",
    "survivor_portal/views/survivor/receipts.py": "her own receipt, for her",
}
"""Every module that gives something to be taken along, and to whom."""

NOT_PAGES: Final = {
    **FILES,
    "survivor_portal/views/advocate/people.py": "that nothing is new",
    "survivor_portal/views/desk_door.py": "what a passkey is to sign",
    "survivor_portal/views/drafts.py": "that what was typed is kept, or has to wait",
    "survivor_portal/views/hiding.py": "that a hand is on the page, or that its session is over",
    "survivor_portal/views/public.py": "static files, and whether the portal stands",
    "survivor_portal/views/pwa.py": "how the portal looks when it is installed, and its worker",
    "survivor_portal/views/staff.py": "what a passkey is to sign",
    "survivor_portal/views/survivor/messages.py": "that nothing is new",
}
"""Every view that answers with anything but a page or the way to one, and with what."""

ANSWERS: Final = {"Response", "jsonify", "send_file", "send_from_directory", "stream_template", "stream_with_context"}
"""What makes an answer that is no page."""

THROUGH_THE_GATE: Final = {
    "survivor_portal/actions/consents/compelled.py": {"let_out_compelled"},
    "survivor_portal/actions/consents/disclosing.py": {"let_out", "let_out_again"},
    "survivor_portal/actions/totals.py": {"let_out_list", "let_out_new", "let_out_part"},
}
"""Every module that asks the gate, and for what. A new way out asks here, or asks one of these."""

LET_OUT: Final = {
    "Told": {"survivor_portal/actions/consents/disclosing.py"},
    "Sheet": {"survivor_portal/actions/consents/sheets.py"},
}
"""What stands for something the gate let out, and the one module that makes it."""

TELLING: Final = {
    "disclose": {
        "survivor_portal/actions/consents/disclosing.py",
        "survivor_portal/actions/consents/sheets.py",
        "survivor_portal/actions/referring.py",
    },
    "sheet_of": {"survivor_portal/actions/consents/sheets.py", "survivor_portal/views/advocate/referrals.py"},
    "sheet_text": {"survivor_portal/views/advocate/sheets.py"},
}
"""Who calls what tells, and what words it: a sheet is worded only from what was let out."""


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


def calls(source: str) -> set[str]:
    """Give the last name of everything a source calls."""
    return {_name(node.func) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)}


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


def test_every_view_that_answers_with_anything_but_a_page_is_known() -> None:
    views = [path for path in SOURCES if named(path).startswith("survivor_portal/views/")]

    assert those(path for path in views if calls(path.read_text(encoding="utf-8")) & ANSWERS) == set(NOT_PAGES)


@pytest.mark.parametrize(
    "source",
    [
        "return Response(sheet, mimetype='text/plain')",
        "return flask.send_file(sheet)",
        "return jsonify(name=name)",
        "return Response(stream_with_context(lines))",
    ],
)
def test_a_view_that_answered_with_anything_else_would_be_found(source: str) -> None:
    assert calls(source) & ANSWERS


def test_every_module_that_asks_the_gate_is_known() -> None:
    gate = "survivor_portal.actions.consents.gate"
    doors = {name for names in THROUGH_THE_GATE.values() for name in names}
    sources = {named(path): path.read_text(encoding="utf-8") for path in SOURCES if named(path) != GATE}

    assert {path: found for path, source in sources.items() if (found := imported(source, gate, doors))} == (
        THROUGH_THE_GATE
    )
    assert {name for name in _functions((ROOT / GATE).read_text(encoding="utf-8")) if name[0] != "_"} == doors
    assert not [path for path, source in sources.items() if "import gate" in source]


def test_only_what_the_gate_let_out_becomes_a_sheet() -> None:
    for name, makers in {**LET_OUT, **TELLING}.items():
        assert (name, those(path for path in SOURCES if name in calls(path.read_text(encoding="utf-8")))) == (
            name,
            makers,
        )
    sheets = ast.parse((ROOT / "survivor_portal/actions/consents/sheets.py").read_text(encoding="utf-8"))
    wording = next(node for node in sheets.body if isinstance(node, ast.FunctionDef) and node.name == "sheet_of")
    assert "told" in {argument.arg for argument in wording.args.args}
    assert [node for node in ast.walk(wording) if isinstance(node, ast.Call) and _name(node.func) == "Sheet"]


def test_a_page_with_a_sheet_on_it_is_shown_by_one_view_alone() -> None:
    assert those(path for path in SOURCES if "sheet_made.html" in path.read_text(encoding="utf-8")) == {
        "survivor_portal/views/advocate/sheets.py"
    }


def _functions(source: str) -> list[str]:
    return [node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]


def test_nothing_says_in_plain_sql_that_something_was_told() -> None:
    assert not [path for path in SOURCES if "into disclosures" in path.read_text(encoding="utf-8").lower()], (
        "the gate alone writes it"
    )
