"""Recording what the law makes us hand over about a person of the caseload."""

from typing import TYPE_CHECKING

from flask import Blueprint

from survivor_portal.actions.cases import survivor_for
from survivor_portal.actions.consents import bans_on_telling_her, lift_ban
from survivor_portal.texts.consent.moments import day_and_hour
from survivor_portal.views.compelled import compelled_as_sent, empty_compelled_form
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.cases import Person
    from survivor_portal.forms.compelled import CompelledForm

people_compelled = Blueprint("people_compelled", __name__, url_prefix="/desk/people")


@people_compelled.get("/<ref>/compelled")
def compelled(ref: str) -> "ResponseReturnValue":
    """Show what is asked first, and a form with nothing picked."""
    found = survivor_for(current_deps(), current_viewer().id, ref)
    return _compelled(found, empty_compelled_form(_address(ref), ref))


@people_compelled.post("/<ref>/compelled")
def record(ref: str) -> "ResponseReturnValue":
    """Record what is handed over, once, or say by name what keeps it here."""
    found = survivor_for(current_deps(), current_viewer().id, ref)
    form = compelled_as_sent(_address(ref), ref)
    return leave_to(f"/desk/people/{ref}", at="told") if form is None else _compelled(found, form, status=422)


@people_compelled.post("/<ref>/compelled/<disclosure>/lifted")
def lifted(ref: str, disclosure: str) -> "ResponseReturnValue":
    """Write down that a court lets the person know now."""
    deps, viewer = current_deps(), current_viewer()
    survivor_for(deps, viewer.id, ref)
    lift_ban(deps, viewer.id, ref, disclosure)
    return leave_to(f"/desk/people/{ref}", at="told")


def _address(ref: str) -> str:
    return f"/desk/people/{ref}/compelled"


def _compelled(found: "Person", form: "CompelledForm", status: int = 200) -> "ResponseReturnValue":
    return render_page(
        "advocate/compelled.html",
        status=status,
        person=found,
        form=form,
        bans=bans_on_telling_her(current_deps(), found.id),
        day_and_hour=day_and_hour,
    )
