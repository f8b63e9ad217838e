"""What form tokens are bound to: the signed-in session, or before sign-in a cookie of their own.

Flask-WTF looks for its raw token in `flask.session`. Ours holds nothing else and is never written to a cookie: the
token is derived from a value the browser holds anyway, so it lives and ends with that value.
"""

from typing import TYPE_CHECKING, Any

import flask
from flask.sessions import SessionInterface, SessionMixin

from survivor_portal.security.tokens import keyed_digest, new_token, system_chance
from survivor_portal.web.cookies import FORM, set_form_cookie, side_of
from survivor_portal.web.origins import is_from_elsewhere

if TYPE_CHECKING:
    from flask import Flask, Request, Response

FIELD = "csrf_token"


def bound_token(app: "Flask", held: str) -> str:
    """Give the raw token for what a browser holds."""
    return keyed_digest(str(app.secret_key).encode(), "form token", held)


def mark_of_browser() -> str:
    """Give something that only this browser's requests have, for as long as it holds the same cookie."""
    return str(flask.session[FIELD])


class _BoundToken(dict[str, Any], SessionMixin):
    """The raw token of one request, and the cookie value to hand out when the browser held none."""

    fresh_value: str | None = None
    is_used = False

    def __getitem__(self, key: str) -> Any:  # noqa: ANN401 (a mapping of anything, as Flask declares it)
        self.is_used = True
        return super().__getitem__(key)


class FormTokens(SessionInterface):
    """Bind each request's form token to the session cookie of its side, or else to the form cookie."""

    def open_session(self, app: "Flask", request: "Request") -> _BoundToken:
        """Derive the raw token from what the browser holds."""
        held = request.cookies.get(side_of(request.path).sid) or request.cookies.get(FORM)
        bound = _BoundToken()
        if not held:
            held = bound.fresh_value = new_token(system_chance)
        bound[FIELD] = bound_token(app, held)
        return bound

    def save_session(self, app: "Flask", session: SessionMixin, response: "Response") -> None:  # noqa: ARG002 (Flask's signature)
        """Hand out the form cookie, once, to a browser that was shown a form and holds nothing to bind it to."""
        if is_from_elsewhere(flask.request):
            # Such a request arrives without her cookies; what she holds must not be replaced.
            return
        if isinstance(session, _BoundToken) and session.fresh_value and session.is_used:
            set_form_cookie(response, session.fresh_value)
