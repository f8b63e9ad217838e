"""Where things belong: the layout of the package, and what may stand only in one place."""

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "survivor_portal"
SOURCES = sorted(PACKAGE.rglob("*.py"))
TEMPLATES = sorted(PACKAGE.rglob("*.html"))
PAGES = [
    path
    for path in TEMPLATES
    if path.parent.name not in {"templates", "components"} and path.name[0] != "_" and path.name != "gone.html"
]
"""The templates of whole pages, but for the blank one, which has no part."""
STYLES = sorted(path for path in (ROOT / "static").rglob("*.css") if "vendor" not in path.parts)
SCRIPTS = sorted(path for path in (ROOT / "static").rglob("*.js") if "vendor" not in path.parts)

LONGEST_FILE = 300

ROOMS = {
    "actions": "one verb, one function, one transaction",
    "cli": "the command line",
    "app.py": "wiring",
    "config": "what the operator decides",
    "demonstration": "the invented cast",
    "directory": "reading and writing services, apart from everything personal",
    "domain": "pure rules",
    "errors.py": "exceptions made into pages",
    "extensions.py": "Flask's extensions",
    "forms": "the shape of input",
    "headers.py": "security headers",
    "installation.py": "making a data folder",
    "migrations": "Alembic",
    "models": "columns, constraints, relationships",
    "security": "clock, chance, passphrases, keys, encryption",
    "server.py": "the production server",
    "storage.py": "opening a database",
    "templates": "pages and parts",
    "texts": "words that more than one screen says",
    "translations": "catalogues",
    "views": "HTTP in, HTTP out",
    "web": "Flask glue that views share",
}
"""Every file and folder the package may hold, and what for. A new room is added here on purpose."""

TEMPLATE_ROOMS = {"advocate", "components", "errors", "public", "staff", "supervisor", "survivor"}

NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "tools"}

PARTS_ASKED_FOR_ALONE = {
    "advocate/_person_lines.html": "an open page asks for its messages anew; its address leads others to the page",
    "survivor/_messages_lines.html": "an open page asks for its messages anew; its address leads others to the page",
}
"""Parts that are no page's whole part: without script nobody asks for them, so they have no page."""


def named(path: Path) -> str:
    """Give a file's name from the root of the project."""
    return path.relative_to(ROOT).as_posix()


def calls(path: Path) -> "Iterator[str]":
    """Give the last name of everything a Python file calls."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr
            elif isinstance(node.func, ast.Name):
                yield node.func.id


def strings(path: Path) -> "Iterator[str]":
    """Give every string in a Python file but its docstrings and the strings that stand alone as comments."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


def files_that(paths: list[Path], *names: str) -> set[str]:
    """Give the Python files that call one of these names."""
    return {named(path) for path in paths if not set(names).isdisjoint(calls(path))}


def declarations(style: str) -> "Iterator[tuple[str, str]]":
    """Give each property of a style sheet with its value."""
    without_comments = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    for block in re.findall(r"\{([^{}]*)\}", without_comments):
        for declaration in filter(str.strip, block.split(";")):
            name, _, value = declaration.partition(":")
            yield name.strip(), value.strip()


def physical(name: str, value: str) -> bool:
    """Say whether a declaration names a side of the screen instead of a side of the text."""
    if name.startswith("--"):
        return False
    if not {"left", "right", "top", "bottom", "width", "height"}.isdisjoint(name.split("-")):
        return name not in {"line-height", "border-width", "outline-width", "stroke-width"}
    if name in {"margin", "padding", "inset", "border-width", "border-color", "border-style", "border-radius"}:
        parts = re.sub(r"\([^()]*\)", "()", value).split()
        return len(parts) == 4 and parts[1] != parts[3]
    return name in {"text-align", "float", "clear", "justify-content"} and value in {"left", "right"}


def test_only_actions_commit() -> None:
    committing = files_that(SOURCES, "commit")

    assert committing
    assert {path for path in committing if not path.startswith("survivor_portal/actions/")} == set()


def test_only_one_module_and_its_script_know_the_headers_of_htmx() -> None:
    assert {named(path) for path in SOURCES if any("HX-" in text for text in strings(path))} == {
        "survivor_portal/web/htmx.py"
    }
    assert {named(path) for path in SCRIPTS if "HX-" in path.read_text(encoding="utf-8")} <= {"static/portal.js"}


def test_only_static_files_of_ours_are_trusted_as_markup() -> None:
    assert files_that(SOURCES, "Markup") == {"survivor_portal/web/assets.py"}
    assert files_that(SOURCES, "render_template_string", "from_string") == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_no_template_lets_text_through_unescaped(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert re.findall(r"\|\s*(?:safe|tojson|xmlattr)\b|autoescape|Markup", text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_no_template_holds_styles_handlers_or_scripts_of_its_own(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert re.findall(r"\s(?:style|on[a-z]+|hx-on[^\s=]*|hx-boost|hx-vals)\s*=", text) == []
    has_a_head = path.name in {"base.html", "gone.html"}
    assert bool(re.findall(r"<(?:script|style|link)\b", text)) is has_a_head


def test_every_part_has_its_page() -> None:
    parts = [path for path in TEMPLATES if path.name.startswith("_")]

    assert parts
    assert {
        part.relative_to(PACKAGE / "templates").as_posix()
        for part in parts
        if not part.with_name(part.name.removeprefix("_")).is_file()
    } == set(PARTS_ASKED_FOR_ALONE)


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_every_page_includes_its_part_and_nothing_else(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert f'{{% block part %}}{{% include "{path.parent.name}/_{path.name}" %}}{{% endblock %}}' in text
    assert re.sub(r"{%.*?%}|{{.*?}}", "", text).strip() == ""


@pytest.mark.parametrize("path", STYLES, ids=named)
def test_styles_name_sides_of_the_text_never_of_the_screen(path: Path) -> None:
    found = list(declarations(path.read_text(encoding="utf-8")))

    assert len(found) > 50
    assert [f"{name}: {value}" for name, value in found if physical(name, value)] == []


@pytest.mark.parametrize(
    "declaration",
    [
        "margin-left: 1rem",
        "padding-right: 0",
        "left: 0",
        "border-top-left-radius: 0",
        "text-align: right",
        "float: left",
        "margin: 1rem 2rem 1rem 0",
        "inset: 0 1px 0 calc(1px + 2px)",
        "width: 3rem",
    ],
)
def test_a_style_that_names_a_side_of_the_screen_would_be_found(declaration: str) -> None:
    assert [physical(*found) for found in declarations(f"a {{ {declaration}; }}")] == [True]


@pytest.mark.parametrize(
    "declaration", ["margin: 0 0 1rem", "margin-inline: 1rem", "inset: 0 1px 2px 1px", "text-align: start", "--left: 1"]
)
def test_a_style_that_names_a_side_of_the_text_is_let_through(declaration: str) -> None:
    assert [physical(*found) for found in declarations(f"a {{ {declaration}; }}")] == [False]


@pytest.mark.parametrize("path", [*SOURCES, *TEMPLATES, *STYLES, *SCRIPTS], ids=named)
def test_no_file_is_too_long_to_read_at_once(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_every_file_and_folder_has_its_room() -> None:
    found = {path.name for path in PACKAGE.iterdir() if path.name not in {"__init__.py", "__main__.py", "__pycache__"}}
    templates = {path.name for path in (PACKAGE / "templates").iterdir()}

    assert found - ROOMS.keys() == set()
    assert {name for name in templates if not name.startswith("base")} - TEMPLATE_ROOMS == set()


@pytest.mark.parametrize("path", [*SOURCES, *TEMPLATES], ids=named)
def test_every_name_says_what_is_inside(path: Path) -> None:
    name = path.stem.strip("_")

    assert name not in NAMES_THAT_SAY_NOTHING
    assert re.fullmatch(r"[a-z0-9]+(?:_[a-z0-9]+)*", name)
