"""The supervisor's office."""

from typing import TYPE_CHECKING

from flask import Blueprint

from survivor_portal.actions.sessions import viewer_name
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

supervisor = Blueprint("supervisor", __name__, url_prefix="/desk/office")


@supervisor.get("")
def office() -> "ResponseReturnValue":
    """Show the office."""
    return render_page("supervisor/office.html", name=viewer_name(current_deps(), current_viewer()))
