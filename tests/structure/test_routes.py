"""Every address of `tests/routes.py` answers each kind of visitor as its line says, and each answer keeps the rules."""

import pytest
from flask import Flask

from survivor_portal.domain.people import Audience
from survivor_portal.web import guards
from survivor_portal.web.assets import read_assets, static_folder
from tests.browse import Browser
from tests.cast import BELA, TOM, staff_browser, survivor_browser
from tests.routes import (
    DIGEST,
    HERS,
    NOBODY,
    REFERENCES,
    ROUTES,
    VISITORS,
    address,
    breaches,
    by_htmx_or_not,
    each_route,
    leading_to,
    rules,
    status_for,
)
from tests.structure.conftest import Standing, look
from tests.timepiece import Timepiece

ROLES = ("nobody", "her", "her advocate", "supervisor")
"""Who asks: the visitors of the table, in its order."""


def test_the_addresses_are_those_of_the_table(app: Flask) -> None:
    known = [(method, rule.rule, str(guards.audience_of(app, rule.endpoint))) for method, rule in rules(app)]

    assert known == [(method, path, audience) for method, path, audience, *_ in ROUTES]


@by_htmx_or_not
@each_route
def test_each_address_answers_each_visitor_as_the_table_says(
    standing: Standing, route: tuple[str, ...], headers: dict[str, str]
) -> None:
    method, path, _, *expected = route
    part = bool(headers)
    for role, entry in zip(ROLES, expected, strict=True):
        status, leaves = status_for(entry, part=part)
        client = standing.folk.browser(role).client
        answer = client.open(address(path, standing.existing), method=method, headers=headers)
        assert (role, answer.status_code) == (role, status)
        assert ("Portal-Leave" in answer.headers) is leaves
        assert (role, breaches(answer, part=part)) == (role, [])
    standing.folk.restore()


@each_route
def test_each_address_answers_other_methods_with_405_and_says_which_it_knows(
    standing: Standing, route: tuple[str, ...]
) -> None:
    path = address(route[1], standing.existing)
    known = {method for method, rule in rules(standing.app) if rule.rule == route[1]}
    for role in ROLES:
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"} - known:
            answer = standing.folk.browser(role).client.open(path, method=method)
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
    look(visitors["supervisor"], existing)
    asked = 0
    for method, path, audience, *_ in ROUTES:
        for reference in (found for found in REFERENCES if found in path):
            absent = address(leading_to(path, reference, NOBODY), existing)
            attempts = [(visitors["advocate" if audience == "staff" else audience], absent)]
            if reference in HERS:
                attempts.append((strangers["advocate" if audience == "staff" else audience], address(path, existing)))
            for browser, place in attempts:
                sent = {"csrf_token": form_token(browser, audience)} if method == "POST" else None
                answer = browser.client.open(place, method=method, headers=headers, data=sent)
                assert (method, path, reference, answer.status_code) == (method, path, reference, 404)
                assert breaches(answer, part=bool(headers)) == []
                asked += 1
    assert asked > 2 * len(REFERENCES)


def form_token(browser: Browser, audience: str) -> str:
    """Give a token with which this browser's forms are accepted."""
    page = {"survivor": "/me", "supervisor": "/desk/office"}.get(audience, "/desk")
    signing_out = "/sign-out" if audience == "survivor" else "/desk/sign-out"
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
