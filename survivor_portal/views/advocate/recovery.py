"""Helping someone of the caseload back in, and freezing the account of whoever lost a phone."""

from typing import TYPE_CHECKING

from flask import Blueprint

from survivor_portal.actions.cases import survivor_for
from survivor_portal.actions.freezing import freeze, sign_in_state
from survivor_portal.views.helping import help_now, help_page
from survivor_portal.views.stepping_up import after_step_up
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

people_recovery = Blueprint("people_recovery", __name__, url_prefix="/desk/people")


@people_recovery.get("/<ref>/recovery")
@after_step_up
def help_in(ref: str) -> "ResponseReturnValue":
    """Ask for the number on the person's screen, the words, and whether they are together."""
    deps = current_deps()
    found = survivor_for(deps, current_viewer().id, ref)
    return help_page(found, sign_in_state(deps, ref), f"/desk/people/{ref}")


@people_recovery.post("/<ref>/recovery")
@after_step_up
def give_code(ref: str) -> "ResponseReturnValue":
    """Give a code to read out, or say why there is none."""
    deps = current_deps()
    found = survivor_for(deps, current_viewer().id, ref)
    return help_now(found, sign_in_state(deps, ref), f"/desk/people/{ref}")


@people_recovery.post("/<ref>/freeze")
def freeze_now(ref: str) -> "ResponseReturnValue":
    """Let nothing sign in with the person's name from now on."""
    deps, viewer = current_deps(), current_viewer()
    survivor_for(deps, viewer.id, ref)
    freeze(deps, viewer, ref)
    return leave_to(f"/desk/people/{ref}", at="sign-in")
