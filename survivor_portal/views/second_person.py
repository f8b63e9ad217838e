"""Being the second person when a colleague helps somebody back in. Nothing here says whom."""

from typing import TYPE_CHECKING

from flask import Blueprint

from survivor_portal.actions.recovery import agree, asked_for_second
from survivor_portal.views.stepping_up import after_step_up
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.letting_in import HOMES
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

second_person = Blueprint("second_person", __name__, url_prefix="/desk/second")


@second_person.get("")
def asked() -> "ResponseReturnValue":
    """Show which colleagues ask, and since when."""
    deps, viewer = current_deps(), current_viewer()
    return render_page(
        "staff/second_person.html", colleagues=asked_for_second(deps, viewer), home=HOMES[viewer.audience]
    )


@second_person.post("/<ref>/agreement")
@after_step_up
def agree_now(ref: str) -> "ResponseReturnValue":
    """Agree to one of them."""
    agree(current_deps(), current_viewer(), ref)
    return leave_to("/desk/second")
