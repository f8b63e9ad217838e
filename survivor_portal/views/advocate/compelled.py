"""Recording what the law makes us hand over about a person of the caseload."""

from typing import TYPE_CHECKING

from flask import Blueprint, abort

from survivor_portal.actions.cases import survivor_for
from survivor_portal.actions.consents import (
    ProposedCompelled,
    RecordedOtherwise,
    bans_on_telling_her,
    lift_ban,
    new_form_token,
    record_compelled,
)
from survivor_portal.domain.consent import DataItem
from survivor_portal.forms.compelled import CompelledForm
from survivor_portal.texts.compelled import RECORDED_BEFORE
from survivor_portal.texts.consent.moments import day_and_hour
from survivor_portal.texts.desk import NOTHING_RECORDED
from survivor_portal.views.unsent import as_sent, sent_from, with_draft
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

people_compelled = Blueprint("people_compelled", __name__, url_prefix="/desk/people")


@people_compelled.get("/<ref>/compelled")
def compelled(ref: str) -> "ResponseReturnValue":
    """Show what is asked first, and a form with nothing picked."""
    form = CompelledForm(formdata=None, token=new_form_token(current_deps()))
    return _compelled(ref, with_draft(form, _address(ref), ref), status=200)


@people_compelled.post("/<ref>/compelled")
def record(ref: str) -> "ResponseReturnValue":
    """Record what is handed over, once, or say by name what keeps it here."""
    deps, viewer = current_deps(), current_viewer()
    survivor_for(deps, viewer.id, ref)
    form = as_sent(CompelledForm(), _address(ref), ref)
    if not form.validate():
        if form.token.errors:
            abort(400)
        return _compelled(ref, form, status=422)
    outcome = record_compelled(deps, viewer.id, ref, _proposed(form), sent_from=sent_from(form))
    if isinstance(outcome, tuple):
        form.explain(outcome)
        form.form_errors.append(NOTHING_RECORDED)
        return _compelled(ref, form, status=422)
    if isinstance(outcome, RecordedOtherwise):
        form.token.data = new_form_token(deps)
        form.form_errors.append(RECORDED_BEFORE)
        return _compelled(ref, form, status=422)
    return leave_to(f"/desk/people/{ref}", at="told")


@people_compelled.post("/<ref>/compelled/<disclosure>/lifted")
def lifted(ref: str, disclosure: str) -> "ResponseReturnValue":
    """Write down that a court lets the person know now."""
    deps, viewer = current_deps(), current_viewer()
    survivor_for(deps, viewer.id, ref)
    lift_ban(deps, viewer.id, ref, disclosure)
    return leave_to(f"/desk/people/{ref}", at="told")


def _address(ref: str) -> str:
    return f"/desk/people/{ref}/compelled"


def _compelled(ref: str, form: CompelledForm, *, status: int) -> "ResponseReturnValue":
    deps = current_deps()
    found = survivor_for(deps, current_viewer().id, ref)
    return render_page(
        "advocate/compelled.html",
        status=status,
        person=found,
        form=form,
        bans=bans_on_telling_her(deps, found.id),
        day_and_hour=day_and_hour,
    )


def _proposed(form: CompelledForm) -> ProposedCompelled:
    return ProposedCompelled(
        token=form.token.data,
        recipient=form.demanded_by.data,
        items=frozenset(map(DataItem, form.items.data or ())),
        legal_basis=form.picked_basis,
        legal_reference=form.legal_reference.data,
        tried_at=form.tries,
        no_notice_reason=form.picked_reason,
        forbidden_until=form.banned_until,
        protective_steps=form.steps.data,
    )
