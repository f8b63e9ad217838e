"""What every answer must keep to, page or not: its headers, its cookies, and where it leads."""

import re
from typing import TYPE_CHECKING, Final

from survivor_portal.domain.places import is_local_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.test import TestResponse

_ALWAYS: Final = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
_POLICY: Final = (
    "default-src 'none'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
)
_SWITCHED_OFF: Final = ("camera", "clipboard-read", "display-capture", "geolocation", "microphone", "serial", "usb")
_KINDS: Final = frozenset(
    {
        "application/json",
        "application/manifest+json",
        "image/png",
        "image/svg+xml",
        "text/csv",
        "text/html",
        "text/javascript",
        "text/plain",
    }
)
_TELLTALE: Final = ("Server", "X-Powered-By", "Access-Control-Allow-Origin")
_SCRIPT_MAY_DELETE: Final = frozenset({"__Host-k", "__Host-desk-k"})
# They have no authority, and a visit from another site must find them rather than replace them.
_LAX: Final = frozenset({"__Host-form", "__Host-gone", "__Host-language"})
_SET_BY_A_VISIT: Final = frozenset({"__Host-form"})


def breaches_of_answer(answer: "TestResponse") -> "Iterator[str]":
    """Give what is wrong with an answer's headers and cookies."""
    for name, value in _ALWAYS.items():
        if answer.headers.get(name) != value:
            yield f"{name} is {answer.headers.get(name)!r} instead of {value!r}"
    policy = answer.headers.get("Content-Security-Policy", "")
    yield from (f"the policy lacks {part}" for part in _POLICY if part not in policy.split("; "))
    yield from (f"the policy allows {word}" for word in ("unsafe-", "http:", "https:", "data:", "*") if word in policy)
    permissions = answer.headers.get("Permissions-Policy", "")
    yield from (f"{name} is not switched off" for name in _SWITCHED_OFF if f"{name}=()" not in permissions)
    yield from (f"the header {name} is set" for name in _TELLTALE if name in answer.headers)
    kept = answer.headers.get("Cache-Control", "")
    if kept != "no-store" and "immutable" not in kept:
        yield f"a copy may be kept: {kept!r}"
    if "immutable" in kept and (not answer.request.path.startswith("/static/") or answer.status_code != 200):
        yield "an answer that is no static file may be kept for ever"
    yield from _breaches_of_kind(answer)
    yield from _breaches_of_way_on(answer)
    for header in answer.headers.getlist("Set-Cookie"):
        yield from _breaches_of_cookie(header, answer)


def cookies_set(answer: "TestResponse") -> dict[str, str]:
    """Give the cookies an answer sets, by name, each with its value; those it takes away are left out."""
    cookies = (header.partition(";")[0].partition("=") for header in answer.headers.getlist("Set-Cookie"))
    return {name: value for name, _, value in cookies if value}


def _breaches_of_kind(answer: "TestResponse") -> "Iterator[str]":
    if not answer.data:
        return
    if answer.mimetype not in _KINDS:
        yield f"an answer of a kind nobody announced: {answer.mimetype!r}"
    if (answer.mimetype or "").startswith("text/") and answer.mimetype_params.get("charset") != "utf-8":
        yield f"a text does not say how it is written: {answer.content_type!r}"


def _breaches_of_way_on(answer: "TestResponse") -> "Iterator[str]":
    """Whatever was asked for, the way on is a plain path of the portal, and an element on it at most."""
    place, _, element = answer.headers.get("Location", "/").partition("#")
    if not (is_local_place(place) and re.fullmatch(r"[a-z0-9-]*", element)):
        yield f"leads to {answer.headers['Location']!r}"
    if not is_local_place(answer.headers.get("Portal-Leave", "/")):
        yield f"has the page replaced by {answer.headers['Portal-Leave']!r}"


def _breaches_of_cookie(header: str, answer: "TestResponse") -> "Iterator[str]":
    name = header.partition("=")[0]
    attributes = {part.strip().lower() for part in header.split(";")[1:]}
    if not name.startswith("__Host-") or not {"secure", "path=/"} <= attributes:
        yield f"the cookie {name} is not bound to this host and to TLS"
    if any(attribute.startswith("domain=") for attribute in attributes):
        yield f"the cookie {name} is for other hosts too"
    if header.partition(";")[0].endswith("="):
        return
    if ("httponly" in attributes) is (name in _SCRIPT_MAY_DELETE):
        yield f"the cookie {name} is open to scripts, or closed to the one that should delete it"
    if "samesite=strict" not in attributes and not (name in _LAX and "samesite=lax" in attributes):
        yield f"the cookie {name} would come along from other sites"
    if answer.request.method in {"GET", "HEAD"} and name not in _SET_BY_A_VISIT:
        yield f"a visit sets the cookie {name}"
