"""Carrying on, in the middle of a request, with the fresh tokens that a session was given."""

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import current_app, g, session

from survivor_portal.security.tokens import digest
from survivor_portal.web import cookies
from survivor_portal.web.form_tokens import FIELD, bound_token
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask import Response

    from survivor_portal.actions.sessions import OpenedSession


def carry_on_with(opened: "OpenedSession") -> None:
    """Let the rest of this request know the viewer by the fresh tokens, and bind the forms it shows to them."""
    g.viewer = replace(current_viewer(), sid_digest=digest(opened.sid))
    session[FIELD] = bound_token(current_app, opened.sid)
    # Flask-WTF keeps the token it has made for this request; that one is bound to the former session.
    g.pop(FIELD, None)


def hand_over(response: "Response", opened: "OpenedSession") -> None:
    """Hand the fresh tokens to the staff member's browser."""
    cookies.hold_session(response, cookies.DESK, opened)
