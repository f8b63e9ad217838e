"""Saying yes in writing to something she picks herself, from who is told to how long."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, request

from survivor_portal.actions.consents import (
    MadeOtherwise,
    SignedForm,
    SigningRefusal,
    give_consent,
    new_form_token,
    recipients,
)
from survivor_portal.actions.law_enforcement import about_police
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.consent import DataItem, PoliceAnswer, Purpose, SharingMethod
from survivor_portal.forms.consent import ConsentForm, PoliceConsentForm
from survivor_portal.texts.consent.problems import CHANGED_SINCE_READ, SIGNED_BEFORE
from survivor_portal.views.survivor.signatures import are_approved, explain, signature_on, words_now
from survivor_portal.views.unsent import as_sent, sent_from, with_draft
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer
from survivor_portal.web.waiting import try_again_in

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue

new_choices = Blueprint("new_choices", __name__)

_PAGE: Final = "survivor/choices_new.html"
_FORMS: Final = MappingProxyType({"/choices/new": ConsentForm, "/choices/apart/form": PoliceConsentForm})
"""The form at each address: about the police it stands apart, and is the same otherwise."""


@new_choices.get("/choices/new")
@new_choices.get("/choices/apart/form")
def new_choice() -> "ResponseReturnValue":
    """Show the one form on which she says what may be shared, with nothing picked."""
    deps = current_deps()
    now = deps.clock()
    form = _offered(_FORMS[request.path](formdata=None, token=new_form_token(deps)), now)
    form.show_with(words_now().ref, now)
    return _form_page(with_draft(form, request.path), status=200)


@new_choices.post("/choices/new")
@new_choices.post("/choices/apart/form")
def sign_choice() -> "ResponseReturnValue":
    """Make the record she signed and show it, or show her what the form still lacks.

    Where the words or the days are no longer those that she read, she is shown the new ones and nothing is made.
    """
    now = current_deps().clock()
    form = as_sent(_offered(_FORMS[request.path](), now), request.path)
    statement = words_now().ref
    if not form.was_shown_with(statement, now):
        form.show_with(statement, now)
        form.form_errors.append(CHANGED_SINCE_READ)
        return _form_page(form, status=422)
    if not form.validate():
        return _form_page(form, status=422)
    outcome = give_consent(current_deps(), current_viewer().id, _signed(form), sent_from=sent_from(form))
    if isinstance(outcome, Wait):
        return try_again_in(outcome, _PAGE, form, **_beside())
    if isinstance(outcome, SigningRefusal):
        explain(form, outcome)
        return _form_page(form, status=422)
    if isinstance(outcome, MadeOtherwise):
        form.token.data = new_form_token(current_deps())
        form.form_errors.append(SIGNED_BEFORE)
        return _form_page(form, status=422)
    return leave_to(f"/choices/{outcome}")


def _offered(form: ConsentForm, now: "datetime") -> ConsentForm:
    places = [(choice.ref, choice.name) for choice in recipients(current_deps())]
    form.offer([*(_askers() if isinstance(form, PoliceConsentForm) else []), *places], now)
    return form


def _askers() -> list[tuple[str, str]]:
    """Give the offices whose request she said yes to, each name once: by the newest request that can be read."""
    requests = about_police(current_deps(), current_viewer().id).requests
    newest_last = [request for request in reversed(requests) if request.answer is PoliceAnswer.YES]
    refs = {request.asker: request.ref for request in newest_last if request.asker is not None}
    return [(ref, name) for name, ref in refs.items()]


def _form_page(form: ConsentForm, *, status: int) -> "ResponseReturnValue":
    return render_page(_PAGE, status=status, form=form, **_beside())


def _beside() -> dict[str, Any]:
    words = words_now()
    return {
        "address": request.path,
        "words": words,
        "is_approved": are_approved(words),
    }


def _signed(form: ConsentForm) -> SignedForm:
    return SignedForm(
        recipient=form.recipient.data,
        purpose=Purpose(form.purpose.data),
        data_items=frozenset(map(DataItem, form.items.data)),
        excluded_items=frozenset(map(DataItem, form.never.data)),
        methods=frozenset(map(SharingMethod, form.methods.data)),
        **signature_on(form, form.picked_length, once=form.is_once),
    )
