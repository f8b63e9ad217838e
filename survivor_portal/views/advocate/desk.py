"""The advocate's desk."""

from typing import TYPE_CHECKING

from flask import Blueprint

from survivor_portal.actions.sessions import viewer_name
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

advocate = Blueprint("advocate", __name__, url_prefix="/desk")


@advocate.get("")
def desk() -> "ResponseReturnValue":
    """Show who waits for an answer."""
    return render_page("advocate/desk.html", name=viewer_name(current_deps(), current_viewer()))
