"""Helping someone back in whom no advocate helps yet, and freezing the account of whoever lost a phone."""

from typing import TYPE_CHECKING

from flask import Blueprint

from survivor_portal.actions.freezing import freeze, sign_in_state
from survivor_portal.actions.intake import person_without_advocate
from survivor_portal.views.helping import help_now, help_page
from survivor_portal.views.stepping_up import after_step_up
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

office_recovery = Blueprint("office_recovery", __name__, url_prefix="/desk/office/people")

_OFFICE = "/desk/office"


@office_recovery.get("/<ref>/recovery")
@after_step_up
def help_in(ref: str) -> "ResponseReturnValue":
    """Ask for the number on the person's screen, the words, and whether they are together."""
    deps = current_deps()
    return help_page(person_without_advocate(deps, ref), sign_in_state(deps, ref), _OFFICE)


@office_recovery.post("/<ref>/recovery")
@after_step_up
def give_code(ref: str) -> "ResponseReturnValue":
    """Give a code to read out, or say why there is none."""
    deps = current_deps()
    return help_now(person_without_advocate(deps, ref), sign_in_state(deps, ref), _OFFICE)


@office_recovery.post("/<ref>/freeze")
def freeze_now(ref: str) -> "ResponseReturnValue":
    """Let nothing sign in with the person's name from now on."""
    deps = current_deps()
    person_without_advocate(deps, ref)
    freeze(deps, current_viewer(), ref)
    return leave_to(f"/desk/office/people/{ref}/recovery")
