"""Proxies in front of the portal: what they tell of a request is believed from configured addresses, and no others."""

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from ipaddress import IPv4Network, IPv6Network
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Flask

_PREFIX: Final = "HTTP_X_FORWARDED_"
_OTHERS: Final = frozenset({"HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_X_ORIGINAL_URL", "HTTP_X_REWRITE_URL"})
"""Where else a proxy may tell of the request it passes on. Nothing is ever read from these."""

_SCHEMES: Final = frozenset({"http", "https"})


def init_app(app: "Flask", trusted: "Collection[IPv4Network | IPv6Network]") -> None:
    """Put the check before everything that looks at where a request comes from."""
    app.wsgi_app = Proxies(app.wsgi_app, trusted)  # type: ignore[method-assign]


class Proxies:
    """A layer that lets a request say through which proxies it came only when one of them sends it.

    From a trusted address, `X-Forwarded-For` gives the client's address and `X-Forwarded-Proto` the scheme; the host
    is never taken from a header but `Host`. From any other address, and after reading, all such headers are removed, so
    that nothing behind this layer can believe them by mistake.
    """

    def __init__(self, inner: "WSGIApplication", trusted: "Collection[IPv4Network | IPv6Network]") -> None:
        self._inner = inner
        self._trusted = trusted

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        """Answer as the application answers the request without those headers."""
        hops = _listed(environ.get(f"{_PREFIX}FOR", ""))
        schemes = _listed(environ.get(f"{_PREFIX}PROTO", ""))
        for name in [name for name in environ if name.startswith(_PREFIX) or name in _OTHERS]:
            del environ[name]
        peer = _address(environ.get("REMOTE_ADDR", ""))
        if peer is not None and self._trusts(peer):
            environ["REMOTE_ADDR"] = str(self._client(peer, hops))
            if schemes and schemes[-1] in _SCHEMES:
                environ["wsgi.url_scheme"] = schemes[-1]
        return self._inner(environ, start_response)

    def _client(self, peer: IPv4Address | IPv6Address, hops: list[str]) -> IPv4Address | IPv6Address:
        """Give the nearest address that is no trusted proxy: whatever stands before it, the client itself may say."""
        found = peer
        for hop in reversed(hops):
            address = _address(hop)
            if address is None:
                break
            found = address
            if not self._trusts(found):
                break
        return found

    def _trusts(self, address: IPv4Address | IPv6Address) -> bool:
        return any(address in network for network in self._trusted)


def _listed(header: str) -> list[str]:
    return [part.strip().lower() for part in header.split(",") if part.strip()]


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    # A socket for both kinds of address shows the older ones inside the newer.
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
