"""Her places: Home, Services, Choices, Messages, and Me."""

from typing import TYPE_CHECKING

from flask import Blueprint, make_response, request

from survivor_portal.actions.sessions import end_session, viewer_name
from survivor_portal.web import cookies
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

survivor = Blueprint("survivor", __name__)


@survivor.get("/home")
def home() -> "ResponseReturnValue":
    """Greet her by the name she chose."""
    return render_page("survivor/home.html", name=viewer_name(current_deps(), current_viewer()))


@survivor.get("/list")
def services() -> "ResponseReturnValue":
    """Show her services."""
    return render_page("survivor/services.html")


@survivor.get("/choices")
def choices() -> "ResponseReturnValue":
    """Show what she has chosen to share."""
    return render_page("survivor/choices.html")


@survivor.get("/inbox")
def messages() -> "ResponseReturnValue":
    """Show her messages."""
    return render_page("survivor/messages.html")


@survivor.get("/me")
def me() -> "ResponseReturnValue":
    """Show what is hers to set."""
    return render_page("survivor/me.html", name=viewer_name(current_deps(), current_viewer()))


@survivor.post("/sign-out")
def sign_out() -> "ResponseReturnValue":
    """End her session and show the sign-in page."""
    end_session(current_deps(), request.cookies[cookies.SURVIVOR.sid])
    response = make_response(leave_to("/"))
    cookies.drop_session(response, cookies.SURVIVOR)
    return response
