"""Where a request comes from, as browsers say it (Fetch Metadata Request Headers, W3C), and which host it asks for."""

from typing import TYPE_CHECKING

from flask import Request

if TYPE_CHECKING:
    from collections.abc import Collection

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def is_from_elsewhere(request: Request) -> bool:
    """Say whether another site asks for more than a plain visit. Old browsers do not say: tokens hold them."""
    if request.headers.get("Sec-Fetch-Site", "none") in {"same-origin", "none"}:
        return False
    return not (request.method in SAFE_METHODS and request.headers.get("Sec-Fetch-Mode") == "navigate")


def asks_for_one_of(hosts: "Collection[str]", request: Request) -> bool:
    """Say whether a request asks for one of these host names, at whatever port.

    Flask's own check of `TRUSTED_HOSTS` knows no IPv6 address.
    """
    name, bracket, _ = request.host.partition("]")
    return (f"{name}]" if bracket else request.host.partition(":")[0]).casefold() in hosts
