"""The cookies: which there are, what each may do, and how each is set and taken away."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import request

from survivor_portal.domain.devices import REMEMBERED_FOR

if TYPE_CHECKING:
    from flask import Response

    from survivor_portal.actions.sessions import OpenedSession
    from survivor_portal.security.tokens import Token

GONE_SECONDS: Final = 15 * 60
"""How long the neutral page answers in place of signed-in pages after Exit now."""


@dataclass(frozen=True, slots=True)
class SessionCookies:
    """The two cookies of one side's session: no script reads `sid`, and our script deletes `k` to leave at once."""

    sid: str
    k: str


SURVIVOR: Final = SessionCookies(sid="__Host-sid", k="__Host-k")
DESK: Final = SessionCookies(sid="__Host-desk-sid", k="__Host-desk-k")
GONE: Final = "__Host-gone"
_NONE_PICKED: Final = "1"
FORM: Final = "__Host-form"
LANGUAGE: Final = "__Host-language"
JOINING: Final = "__Host-joining"
"""Held while someone joins: it stands for how far they have come, and opens nothing."""
RECOVERY: Final = "__Host-recovery"
"""Held while someone waits to be helped back in: it stands for that request, and opens nothing without a code."""
DEVICE: Final = "__Host-device"
"""Held by a phone she said is only hers, and left by Exit now: the one cookie that outlasts her visit."""

KEYS_A_SCRIPT_MAY_DELETE: Final = f"{SURVIVOR.k} {DESK.k}"


_ALWAYS: Final[dict[str, Any]] = {"path": "/", "secure": True, "httponly": True, "samesite": "Strict"}


def side_of(path: str) -> SessionCookies:
    """Give the session cookies that count at an address: the desk's or the survivor's."""
    return DESK if path == "/desk" or path.startswith("/desk/") else SURVIVOR


def hold_session(response: "Response", cookies: SessionCookies, opened: "OpenedSession") -> None:
    """Hand a fresh session to the browser, for as long as it stays open, and let signed-in pages answer again."""
    _set(response, cookies.sid, opened.sid)
    _set(response, cookies.k, opened.k, httponly=False)
    _expire(response, GONE)
    _expire(response, FORM)
    _expire(response, LANGUAGE)
    _expire(response, JOINING)
    _expire(response, RECOVERY)


def remember_device(response: "Response", token: "Token | None") -> None:
    """Let this phone be known when she signs in next; None lets it be forgotten."""
    if token is None:
        _expire(response, DEVICE)
    else:
        _set(response, DEVICE, token, max_age=REMEMBERED_FOR)


def hold_joining(response: "Response", token: "Token") -> None:
    """Let this browser go on joining, for as long as it stays open."""
    _set(response, JOINING, token)


def hold_recovery(response: "Response", token: "Token") -> None:
    """Let this browser wait to be helped back in, for as long as it stays open."""
    _set(response, RECOVERY, token)


def drop_recovery(response: "Response") -> None:
    """Take the request to get back in away from the browser."""
    _expire(response, RECOVERY)


def drop_session(response: "Response", cookies: SessionCookies) -> None:
    """Take one side's session away from the browser."""
    _expire(response, cookies.sid)
    _expire(response, cookies.k)


def leave_only_the_marker(response: "Response", destination: str | None = None) -> None:
    """Take away every cookie of this visit, and leave the marker that keeps signed-in pages from answering.

    `destination` names the page she picked, for the blank page to move on to; None leaves that to the operator. The
    marker is Lax, as it has no authority: WebKit sends no Strict cookie when Back comes from another site.
    """
    drop_session(response, SURVIVOR)
    drop_session(response, DESK)
    _expire(response, FORM)
    _expire(response, LANGUAGE)
    _expire(response, JOINING)
    _expire(response, RECOVERY)
    _set(response, GONE, destination or _NONE_PICKED, max_age=GONE_SECONDS, samesite="Lax")


def set_form_cookie(response: "Response", value: str) -> None:
    """Give a signed-out browser the value its form tokens are bound to.

    Lax, unlike the others: it has no authority, and a visit from another site must find it rather than replace it.
    """
    _set(response, FORM, value, samesite="Lax")


def set_language(response: "Response", language: str) -> None:
    """Remember a language picked before signing in, for as long as the browser stays open."""
    _set(response, LANGUAGE, language, samesite="Lax")


def has_left() -> bool:
    """Say whether this browser pressed Exit now a short while ago."""
    return GONE in request.cookies


def destination_marked() -> str | None:
    """Give what the marker names as the page to move on to; whoever made it up is led to no page but the operator's."""
    return request.cookies.get(GONE)


def _set(response: "Response", name: str, value: str, **attributes: Any) -> None:  # noqa: ANN401 (as werkzeug declares them)
    response.set_cookie(name, value, **_ALWAYS | attributes)


def _expire(response: "Response", name: str) -> None:
    # Only what the browser holds, so that an answer to a stranger names no cookie of ours.
    if name in request.cookies:
        response.delete_cookie(name, **_ALWAYS)
