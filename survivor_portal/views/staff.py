"""What advocates and supervisors share."""

from typing import TYPE_CHECKING

from flask import Blueprint, make_response, request

from survivor_portal.actions.sessions import end_session
from survivor_portal.web import cookies
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

staff = Blueprint("staff", __name__, url_prefix="/desk")


@staff.post("/sign-out")
def sign_out() -> "ResponseReturnValue":
    """End the session and show the staff's sign-in page."""
    end_session(current_deps(), request.cookies[cookies.DESK.sid])
    response = make_response(leave_to("/desk/sign-in"))
    cookies.drop_session(response, cookies.DESK)
    return response
