"""Recording at the office what the law makes us hand over about anybody: somebody may have no advocate."""

from typing import TYPE_CHECKING, Final

from flask import Blueprint

from survivor_portal.actions.consents import lift_ban
from survivor_portal.views.compelled import empty_compelled_page, record_as_sent
from survivor_portal.views.supervisor.looks import after_look
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.callers import Caller

office_compelled = Blueprint("office_compelled", __name__, url_prefix="/desk/office/consents")

_HERE: Final = "/desk/office/consents"
_PAGE: Final = "supervisor/compelled.html"


@office_compelled.get("/<ref>/compelled")
@after_look
def compelled(found: "Caller") -> "ResponseReturnValue":
    """Show what is asked first, and a form with nothing picked."""
    return empty_compelled_page(_PAGE, found.person.id, caller=found)


@office_compelled.post("/<ref>/compelled")
@after_look
def record(found: "Caller") -> "ResponseReturnValue":
    """Record what is handed over, once, or say by name what keeps it here."""
    refused = record_as_sent(_PAGE, found.person.id, caller=found)
    return leave_to(f"{_HERE}/{found.person.id}") if refused is None else refused


@office_compelled.post("/<ref>/compelled/<disclosure>/lifted")
@after_look
def lifted(found: "Caller", disclosure: str) -> "ResponseReturnValue":
    """Write down that a court lets the person know now."""
    lift_ban(current_deps(), current_viewer().id, found.person.id, disclosure)
    return leave_to(f"{_HERE}/{found.person.id}")
