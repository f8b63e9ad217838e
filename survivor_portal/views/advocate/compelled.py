"""Recording what the law makes us hand over about a person of the caseload."""

from typing import TYPE_CHECKING, Final

from flask import Blueprint

from survivor_portal.actions.cases import survivor_for
from survivor_portal.actions.consents import lift_ban
from survivor_portal.views.compelled import empty_compelled_page, record_as_sent
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

people_compelled = Blueprint("people_compelled", __name__, url_prefix="/desk/people")

_PAGE: Final = "advocate/compelled.html"


@people_compelled.get("/<ref>/compelled")
def compelled(ref: str) -> "ResponseReturnValue":
    """Show what is asked first, and a form with nothing picked."""
    found = survivor_for(current_deps(), current_viewer().id, ref)
    return empty_compelled_page(_PAGE, found.id, person=found)


@people_compelled.post("/<ref>/compelled")
def record(ref: str) -> "ResponseReturnValue":
    """Record what is handed over, once, or say by name what keeps it here."""
    found = survivor_for(current_deps(), current_viewer().id, ref)
    refused = record_as_sent(_PAGE, found.id, person=found)
    return leave_to(f"/desk/people/{ref}", at="told") if refused is None else refused


@people_compelled.post("/<ref>/compelled/<disclosure>/lifted")
def lifted(ref: str, disclosure: str) -> "ResponseReturnValue":
    """Write down that a court lets the person know now."""
    deps, viewer = current_deps(), current_viewer()
    survivor_for(deps, viewer.id, ref)
    lift_ban(deps, viewer.id, ref, disclosure)
    return leave_to(f"/desk/people/{ref}", at="told")
