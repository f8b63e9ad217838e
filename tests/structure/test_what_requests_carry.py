"""Every address, given too much, the wrong kind of thing, and words made to break what reads them."""

import time
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import pytest

from tests.folk import WHO_ASKS
from tests.forms import every_name
from tests.routes import DIGEST, ROUTES, address, breaches
from tests.stored import all_rows
from tests.told import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.test import TestResponse

    from tests.browse import Browser
    from tests.folk import Folk

FORM: Final = "application/x-www-form-urlencoded"
QUICKLY: Final = 2.0
LONGEST_BODY: Final = 5000
LONG: Final = 2000

HOMES: Final = {"nobody": ("/",), "her": ("/home", "/inbox", "/choices", "/list", "/me")}

STRANGE: Final = {
    "markup": "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>",
    "a template": "{{ 7 * 7777 }}${7*7777}#{7*7777}<%= 7*7777 %>%(x)s{0.__class__}",
    "a statement": "'; DROP TABLE survivors; -- \" OR 1=1",
    "another place": "//evil.example/%2e%2e/\\evil.example",
    "a whole address": "https://evil.example/",
    "code": "javascript:alert(1)",
    "a path": "../../../../etc/passwd",
    "a header": "words\r\nSet-Cookie: a=b\r\n\r\n<b>",
    "other directions": "\u202e\u0627\u0628\u062c\u062f\u202c\u2066\u200b\u200f\ufeff",
    "many bytes": "\U0001f600\U0010fffd\u0301" * 20,
    "a number": "-99999999999999999999e999",
    "nothing": "",
    "blanks": " \t \n ",
}
"""Words that something, somewhere, once took for an order."""


def asked(method: str, existing: dict[str, str]) -> "Iterator[tuple[str, str]]":
    """Give each address that knows a method, and who asks; where anyone may, somebody who is not signed in as well."""
    for found, path, audience, *_ in ROUTES:
        if found == method:
            yield address(path, existing), WHO_ASKS[audience]
            if audience == "public":
                yield address(path, existing), "nobody"


def refused_bodies(token: str) -> "Iterator[tuple[str, bytes, str]]":
    """Give what no form of ours sends, each with a good form token where one fits."""
    ours = urlencode({"csrf_token": token}).encode() + b"&"
    yield "too many fields", ours + urlencode({f"field{count}": "1" for count in range(200)}).encode(), FORM
    yield "too much", ours + urlencode({"anything": "a" * 200_000}).encode(), FORM
    yield "a NUL", ours + b"anything=%00", FORM
    yield "an escape", ours + b"anything=%1b%5b2J", FORM
    yield "no UTF-8", ours + b"anything=%ff%fe", FORM
    yield "a name that is no UTF-8", ours + b"%c3%28=a", FORM
    yield "JSON", b'{"csrf_token": "a"}', "application/json"
    yield "plain text", b"csrf_token=a", "text/plain"
    parts = b'--x\r\nContent-Disposition: form-data; name="a\r\n\r\n\xff'
    yield "a broken body of parts", parts, "multipart/form-data; boundary=x"


def test_no_address_takes_what_no_form_of_ours_sends(folk: "Folk", existing: dict[str, str]) -> None:
    before = all_rows(folk.deps)
    for place, role in asked("POST", existing):
        browser = folk.browser(role)
        for what, body, kind in refused_bodies(folk.token(role, place)):
            began = time.monotonic()
            answer = browser.client.post(place, data=body, content_type=kind)
            assert (place, what, answer.status_code) in {(place, what, 400), (place, what, 413)}
            assert time.monotonic() - began < QUICKLY
            assert breaches(answer, part=False) == []
        upload: dict[str, Any] = {"csrf_token": folk.token(role, place), "file": (BytesIO(b"words"), "words.txt")}
        assert (place, browser.client.post(place, data=upload).status_code) == (place, 400)
    assert all_rows(folk.deps) == before


def test_no_address_takes_a_garbled_query_or_a_body_with_a_visit(folk: "Folk", existing: dict[str, str]) -> None:
    before = all_rows(folk.deps)
    for place, role in asked("GET", existing):
        client = folk.browser(role).client
        for query in ("a=%00", "a=%ff", "%c3%28=1", "a=%1b"):
            assert (place, query, client.get(f"{place}?{query}").status_code) == (place, query, 400)
        assert (place, client.get(place + "?" + "&a=1" * 200).status_code) == (place, 413)
        assert (place, client.get(place, data=b"{}", content_type="application/json").status_code) == (place, 400)
    assert all_rows(folk.deps) == before


def test_no_field_is_longer_than_it_may_be_anywhere(folk: "Folk", existing: dict[str, str]) -> None:
    before = all_rows(folk.deps)
    too_long = {name: "a" * (LONGEST_BODY if name == "body" else LONG) for name in every_name()}
    for place, role in asked("POST", existing):
        answer = folk.ask(role, "POST", place, {}, too_long)
        assert (place, answer.status_code < 500) == (place, True)
        assert breaches(answer, part=False) == []
        after = all_rows(folk.deps)
        fresh = [cell for table, rows in after.items() for row in rows - before[table] for cell in row]
        assert [cell for cell in fresh if isinstance(cell, str | bytes) and len(cell) >= LONG] == [], place
        folk.restore()


@pytest.mark.parametrize("words", STRANGE.values(), ids=STRANGE.keys())
def test_strange_words_in_every_field_break_no_address_and_lead_nowhere(
    folk: "Folk", existing: dict[str, str], words: str
) -> None:
    sent = dict.fromkeys(every_name(), words)
    for place, role in asked("POST", existing):
        answer = folk.ask(role, "POST", place, {}, sent)
        assert (place, answer.status_code < 500) == (place, True)
        assert breaches(answer, part=False) == []
        assert "54439" not in answer.get_data(as_text=True)
        assert "a=b" not in str(answer.headers)
        if answer.status_code < 400:
            shows_its_pages(folk, role, answer)
            folk.restore()


def test_fields_in_the_query_count_for_nothing(folk: "Folk", existing: dict[str, str]) -> None:
    query = urlencode({**dict.fromkeys(every_name(), "words"), "beacon": "1", "keep": "yes", "language": "es"})
    for place, role in asked("POST", existing):
        plain = folk.ask(role, "POST", place, {})
        folk.restore()
        with_query = folk.ask(role, "POST", f"{place}?{query}", {})
        folk.restore()
        # Not the body: some of what is answered here is drawn anew each time, to be shown once.
        assert (place, without_length(with_query)) == (place, without_length(plain))


@pytest.mark.parametrize(
    "name",
    [
        "../icon.svg",
        "..%2ficon.svg",
        "%2e%2e/%2e%2e/pyproject.toml",
        "....//pyproject.toml",
        "/etc/passwd",
        "inline/style.css",
        "inline/",
        "vendor/",
        "vendor",
        "vendor/README.md",
        ".git/config",
        "icon.svg/",
        "icon.svg%00.js",
        "ICON.SVG",
        "portal.js.map",
    ],
)
def test_no_static_address_leads_to_more_than_the_files_there_are(browser: "Browser", name: str) -> None:
    answer = browser.client.get(f"/static/{DIGEST}/{name}")

    assert answer.status_code == 404
    assert breaches(answer, part=False) == []


def without_length(answer: "TestResponse") -> tuple[int, list[tuple[str, str]]]:
    """Give status and headers, but for the length of what was drawn."""
    status, headers, _ = told(answer)
    return status, [(name, value) for name, value in headers if name != "Content-Length"]


def shows_its_pages(folk: "Folk", role: str, answer: "TestResponse") -> None:
    """See that what was stored, if anything was, breaks no page either."""
    assert breaches(answer, part=False) == []
    for home in HOMES.get(role, ("/desk/me", "/desk/office", "/desk")):
        shown = folk.ask(role, "GET", home, {})
        assert shown.status_code < 500
        assert breaches(shown, part=False) == []
