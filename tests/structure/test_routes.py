"""Every address there is: for whom, what it answers to each kind of visitor, and that each answer keeps the rules."""

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from survivor_portal.actions.cases import assign
from survivor_portal.actions.deps import Deps
from survivor_portal.actions.messages import newest_ref
from survivor_portal.actions.people import NewStaff, NewSurvivor
from survivor_portal.domain.people import Audience
from survivor_portal.models import Staff, Survivor
from survivor_portal.web import guards
from survivor_portal.web.assets import read_assets, static_folder
from tests.answer_rules import breaches_of_answer
from tests.browse import Browser
from tests.caseload import Caseload
from tests.cast import AMARA, BELA, IMANI, NAMES, RUTH, TOM, browser_for, staff_browser, survivor_browser
from tests.markup import read_page, read_part
from tests.page_rules import breaches_of_blank_page, breaches_of_page, is_blank_page
from tests.timepiece import Timepiece

# Method, address, audience, and the status it answers with to someone signed out, a survivor, an advocate and a
# supervisor: the survivor to whom everything in the address belongs, and the advocate who has her case. "303/200" is
# 303 to a browser and 200 to htmx; "401/403" a press that came after the session ended. What is sent by POST here
# carries no form token. A new address gets its line here, on purpose.
TABLE = """
    GET   /                                               public      200      303      200      200
    POST  /                                               public      400      400      400      400
    GET   /choices                                        survivor    401      200      401      401
    GET   /choices/<ref>                                  survivor    401      200      401      401
    POST  /choices/<ref>/withdrawal                       survivor    401/403  400      401/403  401/403
    GET   /choices/new                                    survivor    401      200      401      401
    POST  /choices/new                                    survivor    401/403  400      401/403  401/403
    GET   /desk                                           advocate    401      401      200      404
    POST  /desk/language                                  public      400      400      400      400
    GET   /desk/office                                    supervisor  401      401      404      200
    GET   /desk/people/<ref>                              advocate    401      401      200      404
    GET   /desk/people/<ref>/disclosures                  advocate    401      401      200      404
    POST  /desk/people/<ref>/disclosures                  advocate    401/403  401/403  400      404
    GET   /desk/people/<ref>/earlier/<line>               advocate    401      401      200      404
    GET   /desk/people/<ref>/latest                       advocate    401      401      303/200  404
    GET   /desk/people/<ref>/latest/<newest>              advocate    401      401      303/204  404
    POST  /desk/people/<ref>/messages                     advocate    401/403  401/403  400      404
    GET   /desk/people/<ref>/offers                       advocate    401      401      200      404
    POST  /desk/people/<ref>/offers                       advocate    401/403  401/403  400      404
    GET   /desk/people/<ref>/offers/<int:kind>            advocate    401      401      200      404
    GET   /desk/people/<ref>/offers/<int:kind>/<int:page> advocate    401      401      200      404
    GET   /desk/sign-in                                   public      200      200      303      303
    POST  /desk/sign-in                                   public      400      400      400      400
    POST  /desk/sign-out                                  staff       303      303      400      400
    GET   /gone                                           public      200      200      200      200
    GET   /healthz                                        public      200      200      200      200
    GET   /home                                           survivor    401      200      401      401
    GET   /inbox                                          survivor    401      200      401      401
    POST  /inbox                                          survivor    401/403  400      401/403  401/403
    GET   /inbox/earlier/<line>                           survivor    401      200      401      401
    GET   /inbox/latest                                   survivor    401      303/200  401      401
    GET   /inbox/latest/<newest>                          survivor    401      303/204  401      401
    POST  /language                                       public      400      400      400      400
    GET   /list                                           survivor    401      200      401      401
    GET   /list/<ref>                                     survivor    401      200      401      401
    POST  /list/<ref>/answer                              survivor    401/403  400      401/403  401/403
    GET   /list/all                                       survivor    401      200      401      401
    GET   /list/directory                                 survivor    401      200      401      401
    GET   /list/directory/<int:kind>                      survivor    401      200      401      401
    GET   /list/directory/<int:kind>/<int:page>           survivor    401      200      401      401
    GET   /list/service/<ref>                             survivor    401      200      401      401
    POST  /list/service/<ref>/pick                        survivor    401/403  400      401/403  401/403
    GET   /me                                             survivor    401      200      401      401
    GET   /numbers                                        public      200      200      200      200
    POST  /sign-out                                       survivor    303      400      303      303
    GET   /static/<digest>/<path:name>                    public      200      200      200      200
    POST  /x                                              public      303/303  303/303  303/303  303/303
"""
ROUTES = [tuple(line.split()) for line in TABLE.strip().splitlines()]
VISITORS = ("nobody", "survivor", "advocate", "supervisor")
DIGEST = read_assets(static_folder()).digest
NOBODY = "a" * 26
"""A reference to nothing."""
HERS = ("/choices/<ref>", "/desk/people/<ref>", "/list/<ref>", "<line>")
"""Parts of an address that lead to what belongs to one survivor. `<newest>` leads nowhere: it is only compared."""
REFERENCES = (*HERS, "/list/service/<ref>")
"""Parts of an address that lead to something which may not be there."""

each_route = pytest.mark.parametrize("route", ROUTES, ids=[f"{route[0]} {route[1]}" for route in ROUTES])
by_htmx_or_not = pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "part"])


def rules(app: Flask) -> list[tuple[str, Rule]]:
    """Give every method and address the application knows; HEAD comes with every GET."""
    found = [(method, rule) for rule in app.url_map.iter_rules() for method in (rule.methods or set()) - {"HEAD"}]
    return sorted(found, key=lambda entry: (entry[1].rule, entry[0]))


def address(path: str, standing_in: dict[str, str]) -> str:
    """Put something that exists into the variable parts of an address."""
    for part, value in standing_in.items():
        path = path.replace(part, value)
    assert "<" not in path, f"nothing stands in for a part of {path}"
    return path


def status_for(expected: str, *, part: bool) -> tuple[int, bool]:
    """Read an entry of the table: the status, and whether htmx is told by a header to go elsewhere."""
    page, _, own = expected.partition("/")
    # To htmx, whoever is to go elsewhere is told to by a header.
    leaves = part and not own and page in {"303", "401"}
    return 204 if leaves else int(own if part and own else page), leaves


@pytest.fixture
def existing(deps: Deps, timepiece: Timepiece) -> dict[str, str]:
    """What stands in for each variable part of an address: all of it Amara's, whose case is Ruth's."""
    amara, ruth = person(deps, Survivor, AMARA), person(deps, Staff, RUTH)
    assign(deps, amara, ruth)
    life = Caseload(deps, timepiece, ruth)
    option, consent = life.offer(amara), life.give(amara, passphrase=AMARA.passphrase)
    life.write(amara, amara, "Hello.")
    newest = newest_ref(deps, amara)
    assert newest
    return {
        "/choices/<ref>": f"/choices/{consent}",
        "/desk/people/<ref>": f"/desk/people/{amara}",
        "/list/<ref>": f"/list/{option}",
        "/list/service/<ref>": f"/list/service/{life.service()}",
        "<line>": newest,
        "<newest>": newest,
        "<int:kind>": "3",
        "<int:page>": "1",
        "<digest>": DIGEST,
        "<path:name>": "icon.svg",
    }


def person(deps: Deps, table: type[Survivor] | type[Staff], known: NewSurvivor | NewStaff) -> str:
    """Give the reference of one of the cast."""
    with deps.storage.read() as connection:
        digest = deps.sign_in_digest(known.sign_in_name)
        return connection.execute(select(table.id).where(table.sign_in_digest == digest)).scalar_one()


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
    visitors: dict[str, Browser], existing: dict[str, str], route: tuple[str, ...], headers: dict[str, str]
) -> None:
    method, path, _, *expected = route
    part = bool(headers)
    for visitor, entry in zip(VISITORS, expected, strict=True):
        status, leaves = status_for(entry, part=part)
        answer = visitors[visitor].client.open(address(path, existing), method=method, headers=headers)
        assert (visitor, answer.status_code) == (visitor, status)
        assert ("Portal-Leave" in answer.headers) is leaves
        assert (visitor, breaches(answer, part=part)) == (visitor, [])


@each_route
def test_each_address_answers_other_methods_with_405_and_says_which_it_knows(
    app: Flask, visitors: dict[str, Browser], existing: dict[str, str], route: tuple[str, ...]
) -> None:
    path = address(route[1], existing)
    known = {method for method, rule in rules(app) if rule.rule == route[1]}
    for browser in visitors.values():
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"} - known:
            answer = browser.client.open(path, method=method)
            assert (method, answer.status_code) == (method, 405)
            assert set(answer.headers["Allow"].split(", ")) - {"HEAD"} == known
            assert breaches(answer, part=False) == []


def test_each_address_answers_head_as_it_answers_get(visitors: dict[str, Browser], existing: dict[str, str]) -> None:
    for method, path, _, *expected in ROUTES:
        if method == "GET":
            for visitor, entry in zip(VISITORS, expected, strict=True):
                status, _ = status_for(entry, part=False)
                answer = visitors[visitor].client.head(address(path, existing))
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
    app: Flask, visitors: dict[str, Browser], existing: dict[str, str], headers: dict[str, str]
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
        answer = visitor.client.post(address(rule.rule, existing), headers=headers, data={"anything": "words"})
        assert (rule.rule, answer.status_code) == (rule.rule, 303 if rule.rule == "/x" else 400)


@by_htmx_or_not
def test_what_belongs_to_someone_else_is_not_there_and_nor_is_what_does_not_exist(
    app: Flask, timepiece: Timepiece, visitors: dict[str, Browser], existing: dict[str, str], headers: dict[str, str]
) -> None:
    strangers = {"survivor": survivor_browser(app, BELA), "advocate": staff_browser(app, TOM, timepiece)}
    asked = 0
    for method, path, audience, *_ in ROUTES:
        for reference in (found for found in REFERENCES if found in path):
            absent = address(
                path.replace(reference, reference.replace("<line>", NOBODY).replace("<ref>", NOBODY)), existing
            )
            attempts = [(visitors[audience], absent)]
            if reference in HERS:
                attempts.append((strangers[audience], address(path, existing)))
            for browser, place in attempts:
                sent = {"csrf_token": form_token(browser, audience)} if method == "POST" else None
                answer = browser.client.open(place, method=method, headers=headers, data=sent)
                assert (method, path, reference, answer.status_code) == (method, path, reference, 404)
                assert breaches(answer, part=bool(headers)) == []
                asked += 1
    assert asked > 2 * len(REFERENCES)


def form_token(browser: Browser, audience: str) -> str:
    """Give a token with which this browser's forms are accepted."""
    page, signing_out = ("/me", "/sign-out") if audience == "survivor" else ("/desk", "/desk/sign-out")
    return browser.open(page).form(signing_out).values["csrf_token"]


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
        answer = visitors["nobody"].client.get(f"/static/{DIGEST}/{name}")
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert breaches(answer, part=False) == []
