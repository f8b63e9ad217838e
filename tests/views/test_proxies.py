"""What a proxy tells of a request is believed from configured addresses, and from nobody else."""

import dataclasses
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.app import create_app
from survivor_portal.web.proxies import Proxies
from tests.browse import Browser
from tests.cast import AMARA, NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from survivor_portal.config import Config

PUBLIC = "https://portal.example.org"
PROXY = "10.1.2.3"
TRUSTED = (ip_network("10.1.2.0/24"), ip_network("fd00::/8"))
STRANGER = "203.0.113.7"
BY_TLS = {"X-Forwarded-For": STRANGER, "X-Forwarded-Proto": "https"}

addresses = st.ip_addresses().map(str)
strangers = st.ip_addresses().filter(lambda address: not any(address in network for network in TRUSTED)).map(str)
proxies = st.sampled_from([PROXY, "10.1.2.255", "fd00::1", "::ffff:10.1.2.9"])
anything = st.text(st.characters(exclude_characters=",", codec="latin-1"), max_size=20)


def as_it_arrives(**environ: str) -> dict[str, Any]:
    """Give what of a request is left to the application."""
    arrived: dict[str, Any] = {}

    def application(environ: "WSGIEnvironment", _start: "StartResponse") -> "Iterable[bytes]":
        arrived.update(environ)
        return []

    sent: dict[str, Any] = {"wsgi.url_scheme": "http", "REMOTE_ADDR": PROXY, **environ}
    list(Proxies(application, TRUSTED)(sent, lambda _status, _headers, _info=None: lambda _data: None))
    return arrived


def test_a_configured_proxy_says_who_asks_and_how() -> None:
    arrived = as_it_arrives(HTTP_X_FORWARDED_FOR=STRANGER, HTTP_X_FORWARDED_PROTO="https")

    assert arrived == {"wsgi.url_scheme": "https", "REMOTE_ADDR": STRANGER}


@given(before=st.lists(anything | addresses, max_size=3), client=strangers, hops=st.lists(proxies, max_size=3))
def test_whatever_the_client_wrote_before_its_own_address_changes_nothing(
    before: list[str], client: str, hops: list[str]
) -> None:
    arrived = as_it_arrives(HTTP_X_FORWARDED_FOR=", ".join([*before, client, *hops]))

    told = ip_address(client)
    mapped = getattr(told, "ipv4_mapped", None)
    assert arrived["REMOTE_ADDR"] == str(mapped or told)


@given(peer=strangers, told=addresses | anything, scheme=st.sampled_from(["https", "http", "ftp", ""]))
def test_nobody_else_is_believed(peer: str, told: str, scheme: str) -> None:
    arrived = as_it_arrives(REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=told, HTTP_X_FORWARDED_PROTO=scheme)

    assert arrived == {"wsgi.url_scheme": "http", "REMOTE_ADDR": peer}


@pytest.mark.parametrize("peer", ["", "unix:", "10.1.2.3:80", "portal"])
def test_a_peer_without_a_plain_address_is_nobody(peer: str) -> None:
    arrived = as_it_arrives(REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=STRANGER, HTTP_X_FORWARDED_PROTO="https")

    assert arrived == {"wsgi.url_scheme": "http", "REMOTE_ADDR": peer}


@pytest.mark.parametrize("peer", [PROXY, STRANGER])
def test_no_word_of_a_proxy_is_left_for_anything_behind(peer: str) -> None:
    told = ("FORWARDED", "X_FORWARDED_HOST", "X_FORWARDED_PORT", "X_FORWARDED_PREFIX", "X_FORWARDED_SSL", "X_REAL_IP")
    sent = {f"HTTP_{name}": "evil.example" for name in (*told, "X_ORIGINAL_URL", "X_REWRITE_URL")}

    assert as_it_arrives(REMOTE_ADDR=peer, **sent) == {"wsgi.url_scheme": "http", "REMOTE_ADDR": peer}


@pytest.mark.parametrize("told", ["", ", ,", "nonsense", "203.0.113.7:443", "for=203.0.113.7", "203.0.113.7, nonsense"])
def test_a_proxy_that_tells_no_address_stands_for_itself(told: str) -> None:
    assert as_it_arrives(HTTP_X_FORWARDED_FOR=told)["REMOTE_ADDR"] == PROXY


@pytest.mark.parametrize("scheme", ["ftp", "javascript", "", "https:", "HTTP S"])
def test_a_scheme_that_is_none_of_ours_is_not_taken(scheme: str) -> None:
    assert as_it_arrives(HTTP_X_FORWARDED_PROTO=scheme)["wsgi.url_scheme"] == "http"


@pytest.fixture
def proxied(config: "Config", deps: "Deps") -> "Flask":
    """A portal behind a proxy that speaks TLS."""
    return create_app(dataclasses.replace(config, public_url=PUBLIC, trusted_proxies=TRUSTED), deps)


@pytest.mark.parametrize(("peer", "status"), [(PROXY, 400), (STRANGER, 200)])
def test_behind_a_proxy_that_speaks_tls_forms_are_held_to_their_referrer(
    proxied: "Flask", peer: str, status: int
) -> None:
    # What a browser sends to the public address by TLS reaches the portal by plain HTTP.
    browser = Browser(proxied.test_client(), "http://portal.example.org", NAMES)
    browser.client.environ_base["REMOTE_ADDR"] = peer
    form = browser.open("/", headers=BY_TLS).form("/")
    form.fill(sign_in_name=AMARA.sign_in_name, passphrase=AMARA.passphrase)
    answer = browser.client.post(
        "/",
        data=form.values,
        base_url=browser.origin,
        headers={**BY_TLS, "Referer": "https://evil.example/", "Sec-Fetch-Site": "same-origin"},
        follow_redirects=status == 200,
    )

    assert answer.status_code == status


def test_a_portal_without_configured_proxies_believes_none(config: "Config") -> None:
    assert config.trusted_proxies == ()
