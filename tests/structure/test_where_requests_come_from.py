"""Every address, asked under a foreign host name, by another site, through a proxy that is none, and by TLS."""

import dataclasses
import re
from typing import TYPE_CHECKING, Final

import pytest

from survivor_portal.app import create_app
from tests.answer_rules import cookies_set
from tests.browse import Browser
from tests.cast import AMARA, IMANI, NAMES, RUTH
from tests.routes import ROUTES, address, breaches
from tests.stored import all_rows
from tests.told import told

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from survivor_portal.config import Config
    from tests.stored import Rows
    from tests.timepiece import Timepiece

PUBLIC: Final = "https://portal.example.org"
FOREIGN_HOSTS: Final = ("evil.example", "localhost@evil.example")
WHOM: Final = {"public": "survivor", "staff": "advocate"}
"""Who asks at an address that is for several kinds of people. Elsewhere those ask whom it is for."""
FORWARDED: Final = {
    "Forwarded": "for=203.0.113.7;host=evil.example;proto=https",
    "X-Forwarded-For": "203.0.113.7",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Port": "4443",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Ssl": "on",
    "X-Host": "evil.example",
    "X-HTTP-Method-Override": "DELETE",
    "X-Original-URL": "/desk/office",
    "X-Real-IP": "203.0.113.7",
    "X-Rewrite-URL": "/desk/office",
}
BY_HTMX: Final = {"HX-Request": "true"}

by_htmx_or_not = pytest.mark.parametrize("headers", [{}, BY_HTMX], ids=["page", "part"])


def test_no_address_answers_under_a_host_name_that_is_not_ours(
    deps: "Deps", visitors: dict[str, Browser], existing: dict[str, str]
) -> None:
    before = settled(deps, visitors)
    for method, path, audience, *_ in ROUTES:
        for host in FOREIGN_HOSTS:
            client = visitors[WHOM.get(audience, audience)].client
            answer = client.open(address(path, existing), method=method, headers={"Host": host})
            assert (method, path, host, answer.status_code) == (method, path, host, 400)
            assert "evil" not in answer.get_data(as_text=True) + str(answer.headers)
            assert breaches(answer, part=False) == []
    assert all_rows(deps) == before


@by_htmx_or_not
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_address_takes_what_another_site_sends(
    deps: "Deps", visitors: dict[str, Browser], existing: dict[str, str], site: str, headers: dict[str, str]
) -> None:
    tokens = {kind: token_of(browser, kind) for kind, browser in visitors.items()}
    before = settled(deps, visitors)
    for path, audience in ((path, audience) for method, path, audience, *_ in ROUTES if method == "POST"):
        kind = WHOM.get(audience, audience)
        for mode in ("navigate", "cors"):
            from_there = {**headers, "Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Origin": "https://evil.example"}
            answer = visitors[kind].client.post(address(path, existing), headers=from_there, data=tokens[kind])
            assert (path, kind, mode, answer.status_code) == (path, kind, mode, 403)
            assert cookies_set(answer) == {}
            assert breaches(answer, part=bool(headers)) == []
    assert all_rows(deps) == before


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_address_can_be_loaded_into_what_another_site_shows(
    deps: "Deps", visitors: dict[str, Browser], existing: dict[str, str], site: str
) -> None:
    before = settled(deps, visitors)
    for path, audience in ((path, audience) for method, path, audience, *_ in ROUTES if method == "GET"):
        client = visitors[WHOM.get(audience, audience)].client
        for mode in ("no-cors", "cors", "same-origin"):
            headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode}
            answer = client.get(address(path, existing), headers=headers)
            assert (path, mode, answer.status_code) == (path, mode, 403)
            assert cookies_set(answer) == {}
    assert all_rows(deps) == before


@by_htmx_or_not
def test_no_address_believes_what_only_a_proxy_may_say(
    deps: "Deps", visitors: dict[str, Browser], existing: dict[str, str], headers: dict[str, str]
) -> None:
    settled(deps, visitors)
    # Exit now ends the session that the second request would come with.
    for method, path, audience, *_ in (route for route in ROUTES if route[1] != "/x"):
        client, place = visitors[WHOM.get(audience, audience)].client, address(path, existing)
        plain = client.open(place, method=method, headers=headers)
        forged = client.open(place, method=method, headers={**headers, **FORWARDED})
        assert (method, path, told(forged)) == (method, path, told(plain))


def test_every_answer_tells_browsers_to_stay_with_tls_where_people_come_by_it(
    config: "Config", deps: "Deps", timepiece: "Timepiece", existing: dict[str, str]
) -> None:
    app = create_app(dataclasses.replace(config, public_url=PUBLIC), deps)
    visitors = [Browser(app.test_client(), PUBLIC, NAMES) for _ in range(4)]
    visitors[1].sign_in_survivor(AMARA)
    visitors[2].sign_in_staff(RUTH, timepiece)
    visitors[3].sign_in_staff(IMANI, timepiece)
    for method, path, *_ in ROUTES:
        for browser in visitors:
            answer = browser.client.open(address(path, existing), method=method, base_url=PUBLIC)
            seconds = re.match(r"max-age=(\d+); includeSubDomains", answer.headers["Strict-Transport-Security"])
            assert seconds
            assert int(seconds[1]) >= 365 * 24 * 60 * 60
            assert breaches(answer, part=False) == []


def settled(deps: "Deps", visitors: dict[str, Browser]) -> "Rows":
    """Give every row, after each visitor's use of today is noted: what comes next is to change none."""
    for browser in visitors.values():
        browser.open("/numbers")
        browser.open("/desk/sign-in")
    return all_rows(deps)


def token_of(browser: Browser, kind: str) -> dict[str, str]:
    """Give a form token that this visitor's browser could send."""
    if kind == "nobody":
        form = browser.open("/").form("/language")
    elif kind == "survivor":
        form = browser.open("/me").form("/sign-out")
    else:
        form = browser.open("/desk" if kind == "advocate" else "/desk/office").form("/desk/sign-out")
    return {"csrf_token": form.values["csrf_token"]}
