"""Recording at the office what the law makes us hand over about anybody: somebody may have no advocate."""

from typing import TYPE_CHECKING

from flask import Blueprint

from survivor_portal.actions.consents import bans_on_telling_her, lift_ban
from survivor_portal.texts.consent.moments import day_and_hour
from survivor_portal.views.compelled import compelled_as_sent, empty_compelled_form
from survivor_portal.views.supervisor.looks import after_look
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.callers import Caller
    from survivor_portal.forms.compelled import CompelledForm

office_compelled = Blueprint("office_compelled", __name__, url_prefix="/desk/office/consents")

_HERE = "/desk/office/consents"


@office_compelled.get("/<ref>/compelled")
@after_look
def compelled(found: "Caller") -> "ResponseReturnValue":
    """Show what is asked first, and a form with nothing picked."""
    return _compelled(found, empty_compelled_form(_address(found.person.id), found.person.id))


@office_compelled.post("/<ref>/compelled")
@after_look
def record(found: "Caller") -> "ResponseReturnValue":
    """Record what is handed over, once, or say by name what keeps it here."""
    form = compelled_as_sent(_address(found.person.id), found.person.id)
    return leave_to(f"{_HERE}/{found.person.id}") if form is None else _compelled(found, form, status=422)


@office_compelled.post("/<ref>/compelled/<disclosure>/lifted")
@after_look
def lifted(found: "Caller", disclosure: str) -> "ResponseReturnValue":
    """Write down that a court lets the person know now."""
    lift_ban(current_deps(), current_viewer().id, found.person.id, disclosure)
    return leave_to(f"{_HERE}/{found.person.id}")


def _address(ref: str) -> str:
    return f"{_HERE}/{ref}/compelled"


def _compelled(found: "Caller", form: "CompelledForm", status: int = 200) -> "ResponseReturnValue":
    return render_page(
        "supervisor/compelled.html",
        status=status,
        caller=found,
        form=form,
        bans=bans_on_telling_her(current_deps(), found.person.id),
        day_and_hour=day_and_hour,
    )
