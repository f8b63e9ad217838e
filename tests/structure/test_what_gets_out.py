"""Every address, asked by everybody: nothing of a request reaches the logs, and no visit changes what anyone wrote."""

import logging
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import pytest

from tests.cast import AMARA, BELA, IMANI, NAMES, RUTH, TOM
from tests.folk import AUDIENCE_OF, WHO_ASKS
from tests.forms import every_name
from tests.markup import read_page
from tests.routes import REFERENCES, ROUTES, address, leading_to
from tests.stored import all_rows, take_away

if TYPE_CHECKING:
    from collections.abc import Iterator

    from survivor_portal.config import Config
    from tests.folk import Folk

CANARY: Final = "canarybird"
"""One word, put everywhere a request can carry one."""

CARRIED: Final = {
    "Accept-Language": f"{CANARY}, en",
    "Origin": f"https://{CANARY}.example",
    "Referer": f"http://localhost/{CANARY}",
    "User-Agent": f"{CANARY}/1.0 (Linux; Android 14)",
    "X-Forwarded-For": CANARY,
    "X-Request-Id": CANARY,
    "HX-Current-URL": f"http://localhost/{CANARY}",
    "HX-Request": "true",
    "HX-Target": CANARY,
}
COOKIES: Final = ("__Host-device", "__Host-language", "__Host-canary")

NOTED_BY_A_VISIT: Final = frozenset({"case_views", "clock_marks", "sessions"})
"""Tables a visit may write in: whose page was opened when, that a session is in use, and how late it is."""


def asked_with_canaries(folk: "Folk", existing: dict[str, str]) -> "Iterator[tuple[str, str, int]]":
    """Ask for each address as everybody, with the word in form, path, query, headers and cookies; give the statuses."""
    sent = dict.fromkeys(every_name(), CANARY)
    for method, path, *_ in ROUTES:
        lost = path
        for part in REFERENCES:
            lost = leading_to(lost, part, CANARY)
        for role in AUDIENCE_OF:
            folk.held[role].update(dict.fromkeys(COOKIES, CANARY))
            for place in {address(path, existing), address(lost, existing)}:
                answer = folk.ask(role, method, f"{place}?{CANARY}={CANARY}", CARRIED, sent)
                yield method, path, answer.status_code


def secrets_of(folk: "Folk", existing: dict[str, str]) -> set[str]:
    """Give whatever no log line may hold."""
    tokens = {value for cookies in folk.held.values() for value in cookies.values() if len(value) > 20}
    references = {value.rpartition("/")[2] for value in existing.values() if len(value) > 20}
    passphrases = {person.passphrase for person in (AMARA, BELA, RUTH, TOM, IMANI)}
    return {CANARY, *NAMES, *tokens, *references, *passphrases, *folk.tokens.values(), "__Host-", "SELECT", "INSERT"}


def told_in(caplog: pytest.LogCaptureFixture) -> str:
    """Give all that was logged, tracebacks and arguments too."""
    formatter = logging.Formatter("%(name)s %(pathname)s %(message)s %(exc_text)s")
    return "\n".join(f"{formatter.format(record)} {record.args!r}" for record in caplog.records).casefold()


def test_no_log_line_repeats_what_a_request_carried(
    folk: "Folk",
    existing: dict[str, str],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with caplog.at_level(logging.DEBUG):
        for method, path, status in asked_with_canaries(folk, existing):
            assert (method, path, status < 500) == (method, path, True)
            if method == "POST" and status < 400:
                folk.restore()

    out = "".join(capfd.readouterr()).casefold()
    assert [word for word in secrets_of(folk, existing) if word.casefold() in told_in(caplog) + out] == []


def test_no_log_line_repeats_what_a_request_carried_when_everything_is_broken(
    folk: "Folk",
    existing: dict[str, str],
    config: "Config",
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    take_away(folk.deps, config)
    with caplog.at_level(logging.DEBUG):
        statuses = {status for _, _, status in asked_with_canaries(folk, existing)}

    out = "".join(capfd.readouterr()).casefold()
    assert 503 in statuses
    assert len(caplog.records) > len(ROUTES)
    assert [word for word in secrets_of(folk, existing) if word.casefold() in told_in(caplog) + out] == []


def test_no_visit_changes_what_anyone_wrote_or_opens_a_session(folk: "Folk", existing: dict[str, str]) -> None:
    before = all_rows(folk.deps)
    for path in (path for method, path, *_ in ROUTES if method == "GET"):
        for role in AUDIENCE_OF:
            for headers in ({}, {"HX-Request": "true"}):
                folk.ask(role, "GET", address(path, existing), headers)
    after = all_rows(folk.deps)

    changed = {table for table in after if after[table] != before[table]}
    assert changed <= NOTED_BY_A_VISIT
    assert len(after["sessions"]) == len(before["sessions"])


def test_no_address_on_any_page_carries_a_name_or_a_secret(folk: "Folk", existing: dict[str, str]) -> None:
    secret = {word.casefold() for word in secrets_of(folk, existing) - set(existing.values())}
    references = {value.rpartition("/")[2] for value in existing.values()}
    found = set()
    for path, who in ((path, who) for method, path, who, *_ in ROUTES if method == "GET"):
        answer = folk.ask(WHO_ASKS[who], "GET", address(path, existing), {})
        if answer.mimetype != "text/html" or answer.status_code != 200:
            continue
        for element in read_page(answer.text).all():
            for name in ("href", "src", "action", "hx-get", "hx-post"):
                place = element.get(name, "")
                found.add(place)
                # What a text message begins with stands in its link: the operator's own word, for anyone.
                assert urlsplit(place).query == "" or place.startswith("sms:")
                words = {part.casefold() for part in set(re.split(r"[/#]", place)) - references}
                assert words.isdisjoint(secret), f"{path} links to {place}"
    assert len(found) > 20
