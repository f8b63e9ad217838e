"""The supervisor's office."""

from typing import TYPE_CHECKING

from flask import Blueprint, abort

from survivor_portal.actions.intake import advocates, give_to_advocate, people_without_advocate
from survivor_portal.actions.recovery import count_asked_for_second
from survivor_portal.actions.sessions import viewer_name
from survivor_portal.actions.staff import count_newcomers, unseen_events
from survivor_portal.forms.joining import AdvocateForm
from survivor_portal.texts.staff import event_words
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

supervisor = Blueprint("supervisor", __name__, url_prefix="/desk/office")


@supervisor.get("")
def office() -> "ResponseReturnValue":
    """Show who waits for an advocate, and what else is done here."""
    deps = current_deps()
    return render_page(
        "supervisor/office.html",
        name=viewer_name(deps, current_viewer()),
        waiting=people_without_advocate(deps),
        advocates=advocates(deps),
        seconds=count_asked_for_second(deps, current_viewer()),
        newcomers=count_newcomers(deps, current_viewer()),
        news=unseen_events(deps, current_viewer()),
        event_words=event_words,
    )


@supervisor.post("/people/<ref>/advocate")
def give(ref: str) -> "ResponseReturnValue":
    """Give somebody who waits to an advocate."""
    form = AdvocateForm()
    form.advocate.choices = [(advocate.id, advocate.name) for advocate in advocates(current_deps())]
    if not form.validate():
        abort(404)
    give_to_advocate(current_deps(), ref, form.advocate.data)
    return leave_to("/desk/office")
