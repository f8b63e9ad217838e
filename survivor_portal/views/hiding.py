"""Pages that are touched or not: use counts, and one that lies idle ends its session and is led back to."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, make_response, request

from survivor_portal.actions.hiding import remember_place
from survivor_portal.actions.sessions import end_session
from survivor_portal.web import cookies
from survivor_portal.web.deps import current_deps
from survivor_portal.web.guards import first_page, page_around
from survivor_portal.web.htmx import leave_to, sent_by_itself
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

hiding = Blueprint("hiding", __name__)
desk_hiding = Blueprint("desk_hiding", __name__, url_prefix="/desk")


@hiding.post("/here")
@desk_hiding.post("/here")
def note_use() -> "ResponseReturnValue":
    """Count as use of the session: a hand is on the page, which asks for nothing else."""
    return Response(status=204)


@hiding.post("/hide")
@desk_hiding.post("/hide")
def hide() -> "ResponseReturnValue":
    """End the session, remember the page for the viewer alone, and show where to sign in."""
    deps, side = current_deps(), cookies.side_of(request.path)
    end_session(deps, request.cookies[side.sid])
    remember_place(deps, current_viewer(), page_around(request.form.get("place", "")))
    response = make_response(Response(status=204) if sent_by_itself() else leave_to(first_page()))
    cookies.drop_session(response, side)
    return response
