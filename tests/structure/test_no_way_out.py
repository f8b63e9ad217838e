"""What the package never does: call another server, start a program, evaluate text, or hand a row to a page."""

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[2]
SOURCES: Final = sorted((ROOT / "survivor_portal").rglob("*.py"))
TEMPLATES: Final = sorted((ROOT / "survivor_portal" / "templates").rglob("*.html"))
STYLES: Final = sorted((ROOT / "static" / "inline").rglob("*.css"))
SCRIPTS: Final = sorted(path for path in (ROOT / "static").rglob("*.js") if "vendor" not in path.parts)

WAYS_OUT: Final = frozenset(
    {
        "aiohttp",
        "asyncio",
        "ftplib",
        "http",
        "httpx",
        "imaplib",
        "multiprocessing",
        "poplib",
        "pty",
        "requests",
        "smtplib",
        "socket",
        "ssl",
        "subprocess",
        "telnetlib",
        "urllib.request",
        "urllib3",
        "webbrowser",
        "xmlrpc",
    }
)
"""Modules that reach other machines or start programs."""

ALLOWED: Final = {
    ("survivor_portal/server.py", "socket"): "tries whether the address to listen on is free",
    ("survivor_portal/installation.py", "ssl"): "tries whether certificate and key belong together",
}
"""Where one of them is imported all the same, and what for."""

EVALUATES: Final = frozenset({"eval", "exec", "compile", "__import__"})
KEEPERS: Final = frozenset({"static/keeping.js", "static/sw.js"})
"""The scripts that keep files on a phone that is only hers, and speak to one another about it."""
UNSAFE_READERS: Final = frozenset({"dill", "jsonpickle", "marshal", "pickle", "shelve", "xml", "yaml"})
PATTERNS: Final = frozenset({"compile", "findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn"})
FOREIGN: Final = re.compile(r"(?:https?:)?//[a-z0-9]|@import|url\(", re.IGNORECASE)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> "Iterator[str]":
    """Give every module a file imports, at run time or not."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def called(path: Path) -> "Iterator[ast.Call]":
    return (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))


def is_one_of(module: str, banned: frozenset[str]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in banned)


def test_the_package_starts_no_program_and_opens_no_connection() -> None:
    found = {(named(path), module) for path in SOURCES for module in imported(path) if is_one_of(module, WAYS_OUT)}
    started = [
        named(path)
        for path in SOURCES
        for call in called(path)
        if re.fullmatch(r"os\.(?:system|popen|exec\w*|spawn\w*|posix_spawn\w*|startfile|fork)", ast.unparse(call.func))
    ]

    assert found == ALLOWED.keys()
    assert started == []


def test_nothing_is_evaluated() -> None:
    found = {
        (named(path), call.func.id)
        for path in SOURCES
        for call in called(path)
        if isinstance(call.func, ast.Name) and call.func.id in EVALUATES
    }
    readers = {
        (named(path), module) for path in SOURCES for module in imported(path) if is_one_of(module, UNSAFE_READERS)
    }

    assert found == set()
    assert readers == set()


def test_no_pattern_is_made_of_input() -> None:
    made = {
        (named(path), ast.unparse(call))
        for path in SOURCES
        for call in called(path)
        if isinstance(call.func, ast.Attribute)
        and ast.unparse(call.func.value) == "re"
        and call.func.attr in PATTERNS
        and not is_written_down(call.args[0])
    }

    assert made == set()


def is_written_down(pattern: ast.expr) -> bool:
    """Say whether a pattern stands in the source: a text, or one with constants of the module in it."""
    if isinstance(pattern, ast.Constant):
        return True
    if isinstance(pattern, ast.BinOp):
        return is_written_down(pattern.left) and is_written_down(pattern.right)
    if not isinstance(pattern, ast.JoinedStr):
        return False
    parts = [part.value for part in pattern.values if isinstance(part, ast.FormattedValue)]
    return all(isinstance(part, ast.Name) and part.id.isupper() for part in parts)


@pytest.mark.parametrize("path", [*TEMPLATES, *STYLES], ids=named)
def test_no_template_and_no_style_names_another_host(path: Path) -> None:
    assert FOREIGN.findall(re.sub(r"{#.*?#}|/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_no_script_of_ours_evaluates_writes_markup_stores_or_calls_elsewhere(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert re.findall(r"\beval\b|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write", text) == []
    assert re.findall(r"(?:local|session)Storage(?!\.clear\(\))|indexedDB", text) == []
    assert re.findall(r"document\.cookie(?! = name)", text) == []
    if named(path) in KEEPERS:
        return
    # Others may ask whether there is a worker, and no more.
    assert re.findall(r"\bcaches\b|(?<!navigator\.)serviceWorker|serviceWorker\??\.(?!controller)", text) == []
    # Tabs of the portal tell one another that somebody left; a channel reaches no other site.
    assert re.findall(r"(?<!tabs\.)postMessage|onmessage(?! = \(\) =>)", text) == []
    assert re.findall(r"https?://|WebSocket|EventSource|XMLHttpRequest|RTCPeer", text) == []
    assert re.findall(r"__proto__|Object\.assign|\bfor\s*\(\s*(?:const|let|var)\s+\w+\s+in\b", text) == []


def test_no_action_hands_out_a_row() -> None:
    handed_out = set()
    for path in (path for path in SOURCES if "actions" in path.parts):
        rows = set(rows_named_in(path))
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.returns is not None:
                said = ast.unparse(node.returns)
                handed_out |= {(named(path), node.name, row) for row in rows if re.search(rf"(?<![\w.]){row}\b", said)}

    assert handed_out == set()


def rows_named_in(path: Path) -> "Iterator[str]":
    """Give the names a file calls rows by."""
    yield r"models\.\w+"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("survivor_portal.models"):
            yield from (alias.asname or alias.name for alias in node.names)
