"""What a person has set about the police, and what the police ask, written down for the person to answer."""

from typing import TYPE_CHECKING

from flask import Blueprint, abort

from survivor_portal.actions.cases import survivor_for
from survivor_portal.actions.consents import new_form_token
from survivor_portal.actions.desk import staff_names
from survivor_portal.actions.doubled import WrittenOtherwise
from survivor_portal.actions.law_enforcement import (
    NewPoliceRequest,
    about_police,
    write_police_request,
)
from survivor_portal.actions.lookups import PausedError
from survivor_portal.actions.pausing import paused_since
from survivor_portal.forms.police import PoliceRequestForm
from survivor_portal.texts.police import CHOICE_LABELS, POLICE_ANSWER_LABELS, WRITTEN_BEFORE
from survivor_portal.texts.stops import PAUSED
from survivor_portal.views.unsent import as_sent, sent_from, with_draft
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.cases import Person

people_requests = Blueprint("people_requests", __name__, url_prefix="/desk/people")


@people_requests.get("/<ref>/requests")
def requests(ref: str) -> "ResponseReturnValue":
    """Show the person's choice, every request with its answers, and a form for the next one."""
    deps = current_deps()
    found = survivor_for(deps, current_viewer().id, ref)
    form = PoliceRequestForm(formdata=None, token=new_form_token(deps))
    return _requests(found, with_draft(form, _address(ref), ref))


@people_requests.post("/<ref>/requests")
def write(ref: str) -> "ResponseReturnValue":
    """Write down what the police ask, once, for the person to answer."""
    deps, viewer = current_deps(), current_viewer()
    found = survivor_for(deps, viewer.id, ref)
    form = as_sent(PoliceRequestForm(), _address(ref), ref)
    if not form.validate():
        if form.token.errors:
            abort(400)
        return _requests(found, form, status=422)
    new = NewPoliceRequest(form.token.data, form.asker.data, form.asked.data)
    try:
        outcome = write_police_request(deps, viewer.id, ref, new, sent_from=sent_from(form))
    except PausedError:
        form.form_errors.append(PAUSED)
        return _requests(found, form, status=422)
    if isinstance(outcome, WrittenOtherwise):
        form.token.data = new_form_token(deps)
        form.form_errors.append(WRITTEN_BEFORE)
        return _requests(found, form, status=422)
    return leave_to(_address(ref))


def _address(ref: str) -> str:
    return f"/desk/people/{ref}/requests"


def _requests(found: "Person", form: PoliceRequestForm, *, status: int = 200) -> "ResponseReturnValue":
    deps, viewer = current_deps(), current_viewer()
    police = about_police(deps, found.id)
    colleagues = {request.written_by for request in police.requests} - {viewer.id}
    return render_page(
        "advocate/requests.html",
        status=status,
        person=found,
        form=form,
        police=police,
        viewer_id=viewer.id,
        names=staff_names(deps, colleagues) if colleagues else {},
        paused_since=paused_since(deps, found.id),
        choice_labels=CHOICE_LABELS,
        answer_labels=POLICE_ANSWER_LABELS,
    )
