"""The security page says what the code does: its limits, its ways in, its log lines, its cryptography."""

import ast
import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from survivor_portal import app as wiring
from survivor_portal.actions.tally import Happening
from survivor_portal.domain import (
    departures,
    drafts,
    invites,
    looks,
    messages,
    notices,
    places,
    recovery,
    sessions,
    staff,
    throttling,
)
from survivor_portal.domain.consent import LONGEST_LENGTH
from survivor_portal.domain.devices import REMEMBERED_FOR
from survivor_portal.security import passphrases
from survivor_portal.security.passphrase_rules import SHORTEST_PASSPHRASE
from survivor_portal.web import guards
from survivor_portal.web.cookies import GONE_SECONDS
from tests.doc_tables import rows_of, section_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
SOURCES: Final = sorted((ROOT / "survivor_portal").rglob("*.py"))
CRYPTOGRAPHY: Final = frozenset({"argon2", "cryptography", "hashlib", "hmac", "pyotp", "secrets", "webauthn"})

PARTS: Final = (
    "What we promise her",
    "Against whom",
    "What is sealed",
    "Keys",
    "Signing in",
    "Sessions",
    "Recovery",
    "Staff",
    "Who may see what",
    "The web",
    "Limits and rules",
    "Logs",
    "What talks to what",
    "Costly work",
    "Dependencies",
    "What is not covered",
)
NEVER_CLAIMED: Final = re.compile(r"end.to.end|zero.knowledge|anonym|unhackable|military.grade", re.IGNORECASE)


def in_words(span: timedelta) -> str:
    """Write a length of time in its largest whole unit."""
    seconds = int(span.total_seconds())
    units = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))
    # A single minute is better counted in seconds, as whoever waits does.
    name, size = next((name, size) for name, size in units if seconds % size == 0 and (size != 60 or seconds > 60))
    return f"{seconds // size} {name}{'s' * (seconds != size)}"


def both(limits: sessions.Limits) -> str:
    return f"{in_words(limits.idle)}, {in_words(limits.absolute)}"


LIMITS: Final = {
    "a request": f"{wiring._LARGEST_REQUEST // 1024} KiB",
    "fields of a form": str(guards._MOST_FIELDS),
    "a message": f"1 to {messages.LONGEST_BODY} characters",
    "a passphrase of one's own": f"{SHORTEST_PASSPHRASE} to {passphrases.LONGEST_PASSPHRASE} characters",
    "a place to return to": f"{places._LONGEST_PLACE} characters",
    "tries before waiting": str(throttling.FREE_ATTEMPTS),
    "longest wait between tries": in_words(throttling.LONGEST_WAIT),
    "hashing at once": str(passphrases._AT_ONCE),
    "waiting to hash, in each line": str(passphrases._WAITING),
    "waiting for a turn to hash": in_words(timedelta(seconds=passphrases._WAIT_SECONDS)),
    "her phone: idle, in all": both(sessions.OWN_PHONE),
    "a shared phone: idle, in all": both(sessions.SHARED_PHONE),
    "staff: idle, in all": both(sessions.STAFF),
    "an invite code works": in_words(invites.CODE_WORKS_FOR),
    "joining may take": in_words(invites.JOINING_LASTS),
    "a request to get back in": in_words(recovery.REQUEST_LASTS),
    "requests that nobody helps with": f"the newest {recovery.MOST_UNHELPED:,}",
    "its code": in_words(recovery.CODE_LASTS),
    "wrong codes for it": str(recovery.MOST_WRONG_CODES),
    "setting the passphrase afterwards": in_words(recovery.NEW_PASSPHRASE_WITHIN),
    "older messages wait": in_words(recovery.OLD_MESSAGES_WAIT),
    "a draft is kept": in_words(drafts.KEPT_FOR),
    "one draft": f"{drafts.LARGEST // 1024} KiB",
    "drafts of one form, of one person": f"{drafts.MOST_OF_ONE_FORM}, {drafts.MOST_OF_ONE_PERSON}",
    "a page saves by itself at most every": in_words(drafts.AT_MOST_EVERY),
    "a hidden page is returned to within": in_words(sessions.RETURNS_WITHIN),
    "a deletion can be stopped for": in_words(departures.COOLING_OFF),
    "copies of keys are kept at most": in_words(departures.OLD_COPIES_KEPT),
    "a set-up code of staff": in_words(staff.SET_UP_LASTS),
    "a passkey may take": in_words(staff.CHALLENGE_LASTS),
    "a factor counts as recent for": in_words(staff.STEP_UP_LASTS),
    "a look at somebody's consents lasts": in_words(looks.LOOK_LASTS),
    "a notice shows at most": in_words(notices.SHOWN_FOR),
    "a device stays known unused": in_words(REMEMBERED_FOR),
    "after Exit now the pages stay blank": in_words(timedelta(seconds=GONE_SECONDS)),
    "a consent at most": in_words(LONGEST_LENGTH),
}
"""What the page must say under each name, from the constants that hold it."""


def sources_calling(*names: str) -> "Iterator[tuple[Path, ast.FunctionDef]]":
    """Give each function of a view that calls one of these."""
    for path in SOURCES:
        if "views" in path.parts:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    called = {ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}
                    if not called.isdisjoint(names):
                        yield path, node


@pytest.mark.parametrize("part", PARTS)
def test_the_page_has_every_part_an_auditor_asks_for(part: str) -> None:
    assert len(section_of(PAGE, part)) > 100


def test_every_limit_on_the_page_is_the_one_in_the_code() -> None:
    written = list(rows_of(section_of(PAGE, "Limits and rules")))
    assert written == list(LIMITS.items())


def test_lengths_of_time_are_written_in_their_largest_whole_unit() -> None:
    spans = [
        timedelta(seconds=60),
        timedelta(minutes=15),
        timedelta(hours=1),
        timedelta(days=90),
        timedelta(seconds=90),
    ]

    assert [in_words(span) for span in spans] == ["60 seconds", "15 minutes", "1 hour", "90 days", "90 seconds"]


def test_every_way_in_is_on_the_page(app: "Flask") -> None:
    opening = {function.name for _, function in sources_calling("let_in")}
    ways_in = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.rpartition(".")[2] in opening}
    written = {
        place for row in rows_of(section_of(PAGE, "Signing in")) for place in re.findall(r"`(/[a-z/-]*)`", row[1])
    }

    assert ways_in
    assert written == ways_in


def test_every_log_line_is_on_the_page() -> None:
    logged = {
        call.args[0].value
        for path in SOURCES
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and ast.unparse(call.func.value) in {"_log", "logging", "logger", "current_app.logger", "app.logger"}
        and call.func.attr != "getLogger"
        and isinstance(call.args[0], ast.Constant)
    }
    written = {row[0].strip("`") for row in rows_of(section_of(PAGE, "Logs"))}

    assert logged
    assert written == logged


def test_everything_that_is_counted_is_on_the_page() -> None:
    written = re.findall(r'"([a-z][^"]+)"', section_of(PAGE, "Logs").replace("\n", " "))

    assert written == list(Happening)


def test_no_log_line_is_put_together_before_it_is_logged() -> None:
    for path in SOURCES:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("_log."):
                assert isinstance(call.args[0], ast.Constant), f"{path.name}: {ast.unparse(call)}"


def test_every_module_that_uses_cryptography_is_on_the_page() -> None:
    using = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if CRYPTOGRAPHY & {name.partition(".")[0] for name in names}:
                using.add(path.relative_to(ROOT / "survivor_portal").as_posix())
    written = set(re.findall(r"`([a-z_/]+\.py)`", section_of(PAGE, "Keys")))

    assert written == using


@pytest.mark.parametrize(
    "path", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda path: path.name
)
def test_nothing_is_promised_that_nobody_could_keep(path: Path) -> None:
    assert NEVER_CLAIMED.findall(path.read_text(encoding="utf-8")) == []


def test_nothing_is_promised_on_a_screen_that_nobody_could_keep() -> None:
    for path in (ROOT / "survivor_portal" / "templates").rglob("*.html"):
        assert NEVER_CLAIMED.findall(path.read_text(encoding="utf-8")) == []
