"""Every address there is: for whom, what it answers to each kind of visitor, and that each answer keeps the rules."""

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from survivor_portal.domain.people import Audience
from survivor_portal.web import guards
from survivor_portal.web.assets import read_assets, static_folder
from tests.answer_rules import breaches_of_answer
from tests.browse import Browser
from tests.cast import AMARA, IMANI, NAMES, RUTH, browser_for, staff_browser, survivor_browser
from tests.markup import read_page, read_part
from tests.page_rules import breaches_of_blank_page, breaches_of_page, is_blank_page
from tests.timepiece import Timepiece

# Method, address, audience, and the status it answers with to someone signed out, a survivor, an advocate and a
# supervisor. What is sent by POST here carries no form token. A new address gets its line here, on purpose.
TABLE = """
    GET   /                                public      200  303  200  200
    POST  /                                public      400  400  400  400
    GET   /choices                         survivor    401  200  401  401
    GET   /desk                            advocate    401  401  200  404
    POST  /desk/language                   public      400  400  400  400
    GET   /desk/office                     supervisor  401  401  404  200
    GET   /desk/sign-in                    public      200  200  303  303
    POST  /desk/sign-in                    public      400  400  400  400
    POST  /desk/sign-out                   staff       303  303  400  400
    GET   /gone                            public      200  200  200  200
    GET   /healthz                         public      200  200  200  200
    GET   /home                            survivor    401  200  401  401
    GET   /inbox                           survivor    401  200  401  401
    POST  /language                        public      400  400  400  400
    GET   /list                            survivor    401  200  401  401
    GET   /me                              survivor    401  200  401  401
    GET   /numbers                         public      200  200  200  200
    POST  /sign-out                        survivor    303  400  303  303
    GET   /static/<digest>/<path:name>     public      200  200  200  200
    POST  /x                               public      303  303  303  303
"""
ROUTES = [tuple(line.split()) for line in TABLE.strip().splitlines()]
VISITORS = ("nobody", "survivor", "advocate", "supervisor")
ARGUMENTS = {"digest": read_assets(static_folder()).digest, "name": "icon.svg"}
"""What stands in for each variable part of an address."""

each_route = pytest.mark.parametrize("route", ROUTES, ids=[f"{route[0]} {route[1]}" for route in ROUTES])
by_htmx_or_not = pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "part"])


def rules(app: Flask) -> list[tuple[str, Rule]]:
    """Give every method and address the application knows; HEAD comes with every GET."""
    found = [(method, rule) for rule in app.url_map.iter_rules() for method in (rule.methods or set()) - {"HEAD"}]
    return sorted(found, key=lambda entry: (entry[1].rule, entry[0]))


def address(path: str) -> str:
    """Put something that exists into the variable parts of an address."""
    for name, value in ARGUMENTS.items():
        path = path.replace(f"<path:{name}>", value).replace(f"<{name}>", value)
    assert "<" not in path, f"ARGUMENTS has nothing that stands in for a part of {path}"
    return path


@pytest.fixture
def visitors(app: Flask, timepiece: Timepiece) -> dict[str, Browser]:
    """One browser for each kind of visitor."""
    return {
        "nobody": browser_for(app),
        "survivor": survivor_browser(app, AMARA),
        "advocate": staff_browser(app, RUTH, timepiece),
        "supervisor": staff_browser(app, IMANI, timepiece),
    }


def breaches(answer: TestResponse, *, part: bool) -> list[str]:
    """Give everything wrong with an answer of whatever kind."""
    found = list(breaches_of_answer(answer))
    if answer.mimetype != "text/html" or not answer.data or 300 <= answer.status_code < 400:
        return found
    page = read_page(answer.text)
    if is_blank_page(page):
        return found + list(breaches_of_blank_page(page, NAMES))
    if part:
        return found + list(read_part(answer.text).errors)
    return found + list(breaches_of_page(page, answer.headers, NAMES))


def test_the_addresses_are_those_of_the_table(app: Flask) -> None:
    known = [(method, rule.rule, str(guards.audience_of(app, rule.endpoint))) for method, rule in rules(app)]

    assert known == [(method, path, audience) for method, path, audience, *_ in ROUTES]


@by_htmx_or_not
@each_route
def test_each_address_answers_each_visitor_as_the_table_says(
    visitors: dict[str, Browser], route: tuple[str, ...], headers: dict[str, str]
) -> None:
    method, path, _, *expected = route
    part = bool(headers)
    for visitor, status in zip(VISITORS, map(int, expected), strict=True):
        answer = visitors[visitor].client.open(address(path), method=method, headers=headers)
        # To htmx, whoever is to go elsewhere is told to by a header; leaving is never htmx's.
        leaves = part and status in {303, 401} and path != "/x"
        assert (visitor, answer.status_code) == (visitor, 204 if leaves else status)
        assert ("Portal-Leave" in answer.headers) is leaves
        assert (visitor, breaches(answer, part=part)) == (visitor, [])


@each_route
def test_each_address_answers_other_methods_with_405_and_says_which_it_knows(
    app: Flask, visitors: dict[str, Browser], route: tuple[str, ...]
) -> None:
    path = address(route[1])
    known = {method for method, rule in rules(app) if rule.rule == route[1]}
    for browser in visitors.values():
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"} - known:
            answer = browser.client.open(path, method=method)
            assert (method, answer.status_code) == (method, 405)
            assert set(answer.headers["Allow"].split(", ")) - {"HEAD"} == known
            assert breaches(answer, part=False) == []


def test_each_address_answers_head_as_it_answers_get(visitors: dict[str, Browser]) -> None:
    for method, path, _, *expected in ROUTES:
        if method == "GET":
            for visitor, status in zip(VISITORS, map(int, expected), strict=True):
                answer = visitors[visitor].client.head(address(path))
                assert (path, visitor, answer.status_code, answer.data) == (path, visitor, status, b"")


@by_htmx_or_not
@pytest.mark.parametrize("path", ["/nowhere", "/desk/nowhere", "/home/", "/desk/", "/static/old/icon.svg", "/a/b/c"])
def test_an_address_that_is_none_answers_404_to_everyone(
    visitors: dict[str, Browser], path: str, headers: dict[str, str]
) -> None:
    for browser in visitors.values():
        answer = browser.client.get(path, headers=headers)
        assert answer.status_code == 404
        assert breaches(answer, part=bool(headers)) == []


@by_htmx_or_not
def test_every_form_is_refused_without_its_token_but_leaving(
    app: Flask, visitors: dict[str, Browser], headers: dict[str, str]
) -> None:
    allowed = {
        Audience.PUBLIC: "nobody",
        Audience.SURVIVOR: "survivor",
        Audience.ADVOCATE: "advocate",
        Audience.SUPERVISOR: "supervisor",
        Audience.STAFF: "advocate",
    }
    posted = [rule for method, rule in rules(app) if method == "POST"]
    assert len(posted) > 1
    for rule in posted:
        visitor = visitors[allowed[guards.audience_of(app, rule.endpoint)]]
        answer = visitor.client.post(address(rule.rule), headers=headers, data={"anything": "words"})
        assert (rule.rule, answer.status_code) == (rule.rule, 303 if rule.rule == "/x" else 400)


def test_nothing_but_get_head_and_post_is_used(app: Flask) -> None:
    assert {method for method, _ in rules(app)} == {"GET", "POST"}


def test_an_address_nobody_classified_is_never_served(app: Flask) -> None:
    unguarded = Flask("unguarded", static_folder=None)
    unguarded.extensions |= app.extensions
    unguarded.add_url_rule("/new", "newcomer.page", lambda: "words")

    with pytest.raises(LookupError, match=r"newcomer\.page"):
        guards.init_app(unguarded, lambda _audience: "")


def test_an_address_without_a_blueprint_is_never_served() -> None:
    bare = Flask("bare", static_folder=None)
    bare.add_url_rule("/new", "page", lambda: "words")

    with pytest.raises(LookupError, match="page"):
        guards.init_app(bare, lambda _audience: "")


def test_static_files_are_kept_for_ever_under_their_digest(visitors: dict[str, Browser]) -> None:
    for name in read_assets(static_folder()).files:
        answer = visitors["nobody"].client.get(f"/static/{ARGUMENTS['digest']}/{name}")
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert breaches(answer, part=False) == []
