"""Recording what the law makes us hand over, as an advocate does and, for anybody, a supervisor."""

from flask import abort

from survivor_portal.actions.consents import (
    ProposedCompelled,
    RecordedOtherwise,
    colleagues,
    new_form_token,
    record_compelled,
)
from survivor_portal.domain.consent import DataItem
from survivor_portal.forms.compelled import CompelledForm
from survivor_portal.texts.compelled import RECORDED_BEFORE
from survivor_portal.texts.desk import NOTHING_RECORDED
from survivor_portal.views.unsent import as_sent, sent_from, with_draft
from survivor_portal.web.deps import current_deps
from survivor_portal.web.sessions import current_viewer


def empty_compelled_form(at: str, survivor_id: str) -> CompelledForm:
    """Give the form that stands at an address with nothing picked but what was typed there and not sent."""
    form = _offered(CompelledForm(formdata=None, token=new_form_token(current_deps())))
    return with_draft(form, at, survivor_id)


def compelled_as_sent(at: str, survivor_id: str) -> CompelledForm | None:
    """Record what was sent, once, and give None; or the form, which says by name what keeps it here.

    `at` is the address at which the form stands.
    Raises `NotFoundError` when the person is nobody for whom this member of staff records anything.
    """
    deps, viewer = current_deps(), current_viewer()
    form = as_sent(_offered(CompelledForm()), at, survivor_id)
    if not form.validate():
        if form.token.errors:
            abort(400)
        return form
    outcome = record_compelled(deps, viewer.id, survivor_id, _proposed(form), sent_from=sent_from(form))
    if isinstance(outcome, str):
        return None
    if isinstance(outcome, RecordedOtherwise):
        form.token.data = new_form_token(deps)
        form.form_errors.append(RECORDED_BEFORE)
    else:
        form.explain(outcome)
        form.form_errors.append(NOTHING_RECORDED)
    return form


def _offered(form: CompelledForm) -> CompelledForm:
    form.offer([(person.id, person.name) for person in colleagues(current_deps())])
    return form


def _proposed(form: CompelledForm) -> ProposedCompelled:
    return ProposedCompelled(
        token=form.token.data,
        recipient=form.demanded_by.data,
        items=frozenset(map(DataItem, form.items.data or ())),
        legal_basis=form.picked_basis,
        legal_reference=form.legal_reference.data,
        notice_attempts=form.attempts,
        no_notice_reason=form.picked_reason,
        forbidden_until=form.banned_until,
        protective_steps=form.steps.data,
    )
