"""A hostile day, as far as no other file has it: planted cookies, borrowed tokens, links with bait, odd headers."""

from typing import TYPE_CHECKING

import pytest

from tests.answer_rules import breaches_of_answer, cookies_set
from tests.cast import AMARA, BELA, browser_for, survivor_browser
from tests.stored import all_rows

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser

PLANTED = "a-value-that-somebody-else-has-chosen-and-knows"
BAIT = ["place", "next", "return_to", "redirect", "url", "continue", "r"]
ODD_HEADERS = [
    {"User-Agent": "\xff\xfe" * 200},
    {"User-Agent": ""},
    {"Accept-Language": "x" * 8000},
    {"Accept-Language": ",".join(f"en;q=0.{count}" for count in range(2000))},
    {"Accept-Language": "../../etc/passwd, en-\x00"},
    {"Accept-Encoding": "br;q=-1, gzip;q=nan, identity;q=0, *;q=0"},
    {"Accept": "application/json"},
    {"Range": "bytes=0-10"},
    {"If-None-Match": "*"},
    {"If-Modified-Since": "yesterday"},
    {"Authorization": "Basic YWRtaW46YWRtaW4="},
    {"Authorization": "Bearer null"},
    {"Content-Type": "text/html; charset=utf-7"},
    {"Cookie": "; ".join(f"name{count}={'v' * 50}" for count in range(180))},
    {"Cookie": "__Host-sid=a; __Host-sid=b; __Host-k=c; __Host-k=d"},
    {"HX-Request": "TRUE"},
    {"HX-Request": "true", "HX-Target": "<script>", "HX-Current-URL": "javascript:alert(1)"},
    {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "nonsense"},
    {"Portal-Typed": "1"},
    {"Referer": "https://evil.example/?q=words"},
    {"Expect": "200-ok"},
    {"TE": "trailers", "Connection": "keep-alive, TE"},
]
either_way = pytest.mark.parametrize("htmx", [False, True])


@either_way
def test_a_form_cookie_planted_beforehand_is_worth_nothing_once_she_is_in(app: "Flask", *, htmx: bool) -> None:
    attacker = browser_for(app).hold(**{"__Host-form": PLANTED})
    known = attacker.open("/").form("/language").values["csrf_token"]
    her = browser_for(app).hold(**{"__Host-form": PLANTED})
    her.sign_in_survivor(AMARA)

    assert PLANTED not in her.cookies().values()
    her.open("/me").form("/sign-out").forge(csrf_token=known).submit(htmx=htmx, status=400)
    her.open("/home")


@either_way
def test_being_signed_in_by_someone_else_is_no_way_to_read_what_she_writes_next(
    app: "Flask", deps: "Deps", *, htmx: bool
) -> None:
    # Another site has her browser send the attacker's name and passphrase, with a form token the attacker fetched.
    attacker = browser_for(app).hold(**{"__Host-form": PLANTED})
    form = attacker.open("/").form("/").fill(sign_in_name=BELA.sign_in_name, passphrase=BELA.passphrase)
    her = browser_for(app).hold(**{"__Host-form": PLANTED})
    before = all_rows(deps)
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors" if htmx else "navigate"}
    answer = her.client.post("/", data=form.values, headers={**headers, "Origin": "https://evil.example"})

    assert answer.status_code == 403
    assert cookies_set(answer) == {}
    assert all_rows(deps) == before


@pytest.mark.parametrize("name", BAIT)
def test_a_link_with_bait_leads_home_like_any_other(browser: "Browser", name: str) -> None:
    form = browser.open(f"/?{name}=//evil.example").form("/")
    assert "evil" not in form._page.answer.text

    assert form.fill(sign_in_name=AMARA.sign_in_name, passphrase=AMARA.passphrase).submit().path == "/home"


@pytest.mark.parametrize("headers", ODD_HEADERS, ids=lambda headers: next(iter(headers)))
def test_odd_headers_break_no_page_and_open_nothing(
    app: "Flask", deps: "Deps", amara: "Browser", headers: dict[str, str]
) -> None:
    stranger = browser_for(app)
    before = all_rows(deps)
    for path in ("/", "/numbers", "/desk/sign-in", "/gone", "/healthz", "/x", "/nowhere"):
        answer = stranger.client.get(path, headers=headers)
        assert (path, answer.status_code) in {(path, status) for status in (200, 204, 400, 404, 405)}
        assert list(breaches_of_answer(answer)) == []
    for path in ("/home", "/inbox", "/desk"):
        answer = stranger.client.get(path, headers=headers)
        assert (path, answer.status_code) in {(path, 401), (path, 204), (path, 400)}
        assert "Amara" not in answer.text
    assert amara.client.get("/home", headers={**headers, "Sec-Fetch-Mode": "navigate"}).status_code < 500
    assert all_rows(deps) == before


@pytest.mark.parametrize("host", ["localhost:4443", "127.0.0.1", "127.0.0.1:80"])
def test_no_page_and_no_redirect_repeats_the_host_name_it_was_asked_under(browser: "Browser", host: str) -> None:
    answers = [browser.client.get(path, headers={"Host": host}) for path in ("/", "/numbers", "/desk/sign-in")]
    answers.append(browser.client.post("/x", headers={"Host": host}))

    for answer in answers:
        assert answer.status_code in {200, 303}
        assert host not in answer.get_data(as_text=True)
        assert host not in str(answer.headers)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("//home", 200),
        ("///home", 200),
        ("//desk", 401),
        ("/desk//office", 404),
        ("//evil.example/home", 404),
        ("/me//", 404),
    ],
)
def test_doubled_slashes_lead_nowhere_and_open_no_other_side(amara: "Browser", path: str, status: int) -> None:
    # As it comes from the wire: a client would take what follows two slashes for a host.
    answer = amara.client.get("/", environ_overrides={"PATH_INFO": path})

    assert answer.status_code == status
    assert "Location" not in answer.headers
    assert list(breaches_of_answer(answer)) == []


def test_two_pairs_of_cookies_open_one_session_or_none(app: "Flask", amara: "Browser") -> None:
    hers, others = amara.cookies(), survivor_browser(app, BELA).cookies()
    for first, second in ((hers, others), (others, hers)):
        pairs = [f"__Host-sid={held['__Host-sid']}; __Host-k={held['__Host-k']}" for held in (first, second)]
        answer = browser_for(app).client.get("/home", headers={"Cookie": "; ".join(pairs)})
        assert ("Amara" in answer.text) + ("Bela" in answer.text) <= 1
    mixed = f"__Host-sid={hers['__Host-sid']}; __Host-k={others['__Host-k']}"

    assert browser_for(app).client.get("/home", headers={"Cookie": mixed}).status_code == 401


def test_a_browser_too_old_to_say_where_a_form_comes_from_is_held_by_its_token(amara: "Browser") -> None:
    answer = amara.client.post("/me/devices/end-all", headers={"Origin": "https://evil.example"})

    assert answer.status_code == 400
    amara.open("/home")
