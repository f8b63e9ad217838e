"""The portal's own TLS: the newest version alone."""

import socket
import ssl
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.journeys.certificates import make_certificate
from tests.journeys.servers import Portal, Weather, start_portal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture
def portal(tmp_path: "Path") -> "Iterator[Portal]":
    """A demonstration that speaks TLS."""
    weather = Weather()
    started = start_portal(tmp_path, weather, make_certificate(tmp_path))
    yield started
    started.stop()
    weather.close()


def version_agreed_on(portal: Portal, newest: ssl.TLSVersion) -> str | None:
    """Shake hands with the portal as a client that knows nothing newer, and give the version agreed on."""
    address = urlsplit(portal.origin)
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.maximum_version = newest
    with (
        socket.create_connection((address.hostname, address.port), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname="localhost") as secured,
    ):
        return secured.version()


def test_no_version_of_tls_is_spoken_but_the_newest(portal: Portal) -> None:
    assert version_agreed_on(portal, ssl.TLSVersion.TLSv1_3) == "TLSv1.3"
    with pytest.raises(ssl.SSLError):
        version_agreed_on(portal, ssl.TLSVersion.TLSv1_2)


def test_what_is_no_tls_gets_no_page(portal: Portal) -> None:
    address = urlsplit(portal.origin)
    with socket.create_connection((address.hostname, address.port), timeout=10) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        answer = plain.recv(1000)

    assert b"HTTP/1.1 200" not in answer
    assert b"<html" not in answer
