"""Recording what the law makes us hand over, as an advocate does and, for anybody, a supervisor."""

from typing import TYPE_CHECKING

from flask import abort, request

from survivor_portal.actions.consents import (
    ProposedCompelled,
    RecordedOtherwise,
    bans_on_telling_her,
    colleagues,
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
from survivor_portal.web.htmx import render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.callers import Caller
    from survivor_portal.actions.cases import Person


def empty_compelled_page(page: str, survivor_id: str, **who: "Person | Caller") -> "ResponseReturnValue":
    """Show what is asked first, and the form with nothing picked but what was typed at this address and not sent.

    `page` is the template, and `who` what it calls the person by.
    """
    form = _offered(CompelledForm(formdata=None, token=new_form_token(current_deps())))
    return _shown(page, with_draft(form, request.path, survivor_id), survivor_id, who, status=200)


def record_as_sent(page: str, survivor_id: str, **who: "Person | Caller") -> "ResponseReturnValue | None":
    """Record what was sent, once, and give None; or the page with the form, which says by name what keeps it here.

    Takes what `empty_compelled_page` takes.
    Raises `NotFoundError` when the person is nobody for whom this member of staff records anything.
    """
    form = _recorded(survivor_id)
    return None if form is None else _shown(page, form, survivor_id, who, status=422)


def _shown(
    page: str, form: CompelledForm, survivor_id: str, who: "dict[str, Person | Caller]", *, status: int
) -> "ResponseReturnValue":
    bans = bans_on_telling_her(current_deps(), survivor_id)
    return render_page(page, status=status, form=form, bans=bans, day_and_hour=day_and_hour, **who)


def _recorded(survivor_id: str) -> CompelledForm | None:
    deps, viewer = current_deps(), current_viewer()
    form = as_sent(_offered(CompelledForm()), request.path, survivor_id)
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
