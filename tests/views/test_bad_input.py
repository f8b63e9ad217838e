"""What no form of ours sends is refused quickly, and changes nothing."""

import time
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.answer_rules import breaches_of_answer
from tests.cast import AMARA
from tests.stored import all_rows

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser

POSTED_TO = ["/", "/language", "/desk/sign-in", "/desk/language", "/sign-out", "/desk/sign-out"]
FORM = "application/x-www-form-urlencoded"
MEGABYTE = "a" * 1024 * 1024
QUICKLY = 2.0

to_each_address = pytest.mark.parametrize("path", POSTED_TO)


@pytest.fixture
def unchanged(deps: "Deps", amara: "Browser") -> "Browser":
    """Amara's browser, from which nothing below may change a row."""
    assert all_rows(deps)["sessions"]
    return amara


def send(browser: "Browser", deps: "Deps", path: str, body: bytes, kind: str = FORM) -> "TestResponse":
    """Send a raw body with a good form token before it, and see that it changed nothing and was answered quickly."""
    token = browser.open("/me").form("/sign-out").values["csrf_token"]
    if kind == FORM:
        body = urlencode({"csrf_token": token}).encode() + b"&" + body
    before, began = all_rows(deps), time.monotonic()
    answer = browser.client.post(path, data=body, content_type=kind)
    assert time.monotonic() - began < QUICKLY
    assert all_rows(deps) == before
    assert list(breaches_of_answer(answer)) == []
    return answer


@to_each_address
def test_a_megabyte_in_a_field_is_too_much(unchanged: "Browser", deps: "Deps", path: str) -> None:
    for name in ("sign_in_name", "passphrase", "place", "language", "anything"):
        answer = send(unchanged, deps, path, urlencode({name: MEGABYTE}).encode())
        assert (name, answer.status_code) == (name, 413)
        assert "That was too much at once" in answer.text


@to_each_address
def test_a_thousand_fields_are_too_many(unchanged: "Browser", deps: "Deps", path: str) -> None:
    body = urlencode({f"field{count}": "1" for count in range(1000)}).encode()

    assert send(unchanged, deps, path, body).status_code in {400, 413}


@to_each_address
def test_a_thousand_fields_of_one_name_are_too_many(unchanged: "Browser", deps: "Deps", path: str) -> None:
    assert send(unchanged, deps, path, b"&".join([b"language=es"] * 1000)).status_code in {400, 413}


@to_each_address
def test_a_nul_is_refused(unchanged: "Browser", deps: "Deps", path: str) -> None:
    for body in (b"sign_in_name=a%00b", b"a%00b=c", b"sign_in_name=\0", b"language=%00es"):
        assert (body, send(unchanged, deps, path, body).status_code) == (body, 400)


@to_each_address
def test_broken_utf_8_in_a_form_is_refused(unchanged: "Browser", deps: "Deps", path: str) -> None:
    for body in (b"sign_in_name=%ff%fe", b"sign_in_name=%c3%28", b"%80=1", b"language=%ed%a0%80", b"a=\xff"):
        assert (body, send(unchanged, deps, path, body).status_code) == (body, 400)


@pytest.mark.parametrize("path", ["/", "/home", "/desk", "/numbers", "/desk/sign-in"])
def test_a_garbled_query_is_refused(unchanged: "Browser", deps: "Deps", path: str) -> None:
    before = all_rows(deps)

    for query in ("a=%00", "a=%ff", "%c3%28=1", "%00=1"):
        assert (query, unchanged.client.get(f"{path}?{query}").status_code) == (query, 400)
    assert all_rows(deps) == before


def test_a_query_with_a_thousand_fields_is_refused(unchanged: "Browser") -> None:
    assert unchanged.client.get("/?" + "&".join(f"a{count}=1" for count in range(1000))).status_code in {400, 413}


@pytest.mark.parametrize("path", ["/%ff", "/home%00", "/%00", "/%c3%28", "/desk/%ff%fe", "/static/%ff/%00", "/a\\b"])
def test_a_garbled_path_is_no_page(unchanged: "Browser", deps: "Deps", path: str) -> None:
    before = all_rows(deps)

    assert unchanged.open(path, status=404).heading == "There is no page here"
    assert all_rows(deps) == before


@pytest.mark.parametrize(
    "cookie",
    [
        "__Host-sid=\xff\xfe; __Host-k=\xc3\x28",
        '__Host-sid="\\355\\240\\200"; __Host-k="\\000"',
        '__Host-form="\\377\\000"; __Host-language="\\377"',
        "__Host-language=../../etc/passwd; __Host-form=" + "a" * 4000,
        "__Host-language=" + "x" * 4000,
        "; ;=;__Host-sid;__Host-k==",
    ],
)
def test_a_garbled_cookie_opens_nothing_and_breaks_nothing(browser: "Browser", deps: "Deps", cookie: str) -> None:
    before = all_rows(deps)

    assert browser.open("/home", status=401, headers={"Cookie": cookie}).language == "en"
    assert browser.open("/", headers={"Cookie": cookie}).asks_to_sign_in
    assert all_rows(deps) == before


@to_each_address
def test_a_file_is_refused(unchanged: "Browser", deps: "Deps", path: str) -> None:
    token = unchanged.open("/me").form("/sign-out").values["csrf_token"]
    before = all_rows(deps)
    upload = {"csrf_token": token, "sign_in_name": (BytesIO(b"words"), "words.txt")}

    assert unchanged.client.post(path, data=upload).status_code == 400
    assert all_rows(deps) == before


@to_each_address
def test_a_body_that_is_no_form_is_refused(unchanged: "Browser", deps: "Deps", path: str) -> None:
    broken = b'--x\r\nContent-Disposition: form-data; name="a\r\n\r\n\xff\xff'
    for body, kind in (
        (broken, "multipart/form-data; boundary=x"),
        (b'{"sign_in_name": "maple river 41"}', "application/json"),
        (b"sign_in_name=maple", "text/plain"),
        (b"\x89PNG", "image/png"),
        (b"words", "nonsense"),
    ):
        assert (kind, send(unchanged, deps, path, body, kind).status_code) == (kind, 400)


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "[::1", "localhost:999999"])
def test_a_host_that_is_not_ours_is_refused_without_being_named(browser: "Browser", host: str) -> None:
    answer = browser.client.get("/", headers={"Host": host})

    assert answer.status_code == 400
    assert "evil.example" not in answer.text
    assert list(breaches_of_answer(answer)) == []


def test_a_passphrase_longer_than_any_is_not_hashed_and_not_shown(browser: "Browser") -> None:
    form = browser.open("/").form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase="word " * 1000)
    page = form.submit(status=422)

    assert "That passphrase is too long." in page.text
    assert "word word" not in page.answer.text


def test_an_answer_that_is_not_on_the_form_is_told_to_her(browser: "Browser") -> None:
    form = browser.open("/").form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase=AMARA.passphrase)
    page = form.forge(phone_is_hers="perhaps").submit(status=422)

    assert page.value_of("sign_in_name") == AMARA.sign_in_name
