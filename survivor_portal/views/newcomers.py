"""Being the third person who confirms that a new colleague set up their own account."""

from typing import TYPE_CHECKING

from flask import Blueprint

from survivor_portal.actions.staff import confirm_newcomer, newcomers_for
from survivor_portal.texts.staff import ROLE_LABELS
from survivor_portal.views.stepping_up import after_step_up
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.letting_in import HOMES
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

newcomers = Blueprint("newcomers", __name__, url_prefix="/desk/newcomers")


@newcomers.get("")
def waiting() -> "ResponseReturnValue":
    """Show who waits for somebody to confirm them."""
    viewer = current_viewer()
    return render_page(
        "staff/newcomers.html",
        newcomers=newcomers_for(current_deps(), viewer),
        role_labels=ROLE_LABELS,
        home=HOMES[viewer.audience],
    )


@newcomers.post("/<ref>/confirmation")
@after_step_up
def confirm(ref: str) -> "ResponseReturnValue":
    """Confirm one of them."""
    confirm_newcomer(current_deps(), current_viewer(), ref)
    return leave_to("/desk/newcomers")
