"""Her choices: what is shared now, was shared and ended; saying yes in writing; stopping at once."""

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint

from survivor_portal.actions.consents import (
    SignedForm,
    SigningRefusal,
    Statement,
    consent_for,
    consents_of,
    give_consent,
    new_form_token,
    recipients,
    withdraw_consent,
)
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.consent import USUAL_LENGTH, DataItem, LengthReason, Problem, Purpose, SharingMethod, State
from survivor_portal.forms.consent import ONCE, ConsentForm
from survivor_portal.texts.consent.labels import PURPOSE_LABELS, STATE_LABELS, item_labels, method_labels
from survivor_portal.texts.consent.moments import day_and_hour
from survivor_portal.texts.consent.problems import CHANGED_SINCE_READ, PROBLEM_WORDS, WRONG_PASSPHRASE
from survivor_portal.texts.consent.statements import current_words
from survivor_portal.texts.consent.wording import statement_words
from survivor_portal.web.deps import current_config, current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.locale import language_of_request
from survivor_portal.web.sessions import current_viewer
from survivor_portal.web.waiting import try_again_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from survivor_portal.texts.consent.statements import PublishedWords

choices = Blueprint("choices", __name__)

_FORM: Final = "survivor/choices_new.html"

_WORDS: "Final[Mapping[str, Any]]" = MappingProxyType(
    {
        "purpose_labels": PURPOSE_LABELS,
        "state_labels": STATE_LABELS,
        "item_labels": item_labels,
        "method_labels": method_labels,
        "day_and_hour": day_and_hour,
    }
)
_LINE_OF: Final = MappingProxyType(
    {
        Problem.NO_RECIPIENT: "recipient",
        Problem.RECIPIENT_BLOCKED: "recipient",
        Problem.NO_ITEMS: "items",
        Problem.EXCLUDED_ITEM_ASKED: "never",
        Problem.NO_METHODS: "methods",
        Problem.TOO_LONG: "length",
        Problem.NO_REASON_FOR_LENGTH: "reason",
        Problem.RISK_NOT_ACKNOWLEDGED: "risk",
        Problem.ALTERNATIVES_NOT_ACKNOWLEDGED: "ways",
        Problem.NO_INTERPRETER: "interpreter",
        Problem.NOT_SIGNED: "signature",
    }
)
"""Beside which line of the form a problem is told; the others are about the form as a whole."""


@choices.get("/choices")
def all_choices() -> "ResponseReturnValue":
    """Show what is shared now, what has yet to start, what was told so far, and what ended."""
    cards = consents_of(current_deps(), current_viewer().id)
    told = [(card, disclosure) for card in cards for disclosure in card.disclosures]
    return render_page(
        "survivor/choices.html",
        given=[card for card in cards if card.is_given],
        not_started=[card for card in cards if not card.is_given and not card.has_ended],
        ended=[card for card in cards if card.has_ended],
        told=sorted(told, key=lambda pair: pair[1].at, reverse=True),
        **_WORDS,
    )


@choices.get("/choices/new")
def new_choice() -> "ResponseReturnValue":
    """Show the one form on which she says what may be shared, with nothing picked."""
    return _form_page(_fresh_form(), status=200)


@choices.post("/choices/new")
def sign_choice() -> "ResponseReturnValue":
    """Make the record she signed and show it, or show her what the form still lacks.

    Where the words or the days are no longer those that she read, she is shown the new ones and nothing is made.
    """
    now = current_deps().clock()
    form = _offered(ConsentForm(), now)
    statement = _words().ref
    if not form.was_shown_with(statement, now):
        form.show_with(statement, now)
        form.form_errors.append(CHANGED_SINCE_READ)
        return _form_page(form, status=422)
    if not form.validate():
        return _form_page(form, status=422)
    outcome = give_consent(current_deps(), current_viewer().id, _signed(form))
    if isinstance(outcome, Wait):
        words = _words()
        return try_again_in(outcome, _FORM, form, words=words, is_approved=_is_approved(words))
    if isinstance(outcome, SigningRefusal):
        _explain(form, outcome)
        return _form_page(form, status=422)
    return leave_to(f"/choices/{outcome}")


@choices.get("/choices/<ref>")
def choice(ref: str) -> "ResponseReturnValue":
    """Show one consent: where it stands, what was told under it, and the very words she signed."""
    page = consent_for(current_deps(), current_viewer().id, ref)
    return render_page(
        "survivor/choices_one.html",
        page=page,
        card=page.card,
        is_stopped=page.card.state is State.WITHDRAWN,
        **_WORDS,
    )


@choices.post("/choices/<ref>/withdrawal")
def stop_choice(ref: str) -> "ResponseReturnValue":
    """Stop one consent at once, and show that it has stopped."""
    withdraw_consent(current_deps(), current_viewer().id, ref)
    return leave_to(f"/choices/{ref}")


def _fresh_form() -> ConsentForm:
    deps = current_deps()
    now = deps.clock()
    form = _offered(ConsentForm(formdata=None, token=new_form_token(deps)), now)
    form.show_with(_words().ref, now)
    return form


def _offered(form: ConsentForm, now: "datetime") -> ConsentForm:
    form.offer([(choice.ref, choice.name) for choice in recipients(current_deps())], now)
    return form


def _form_page(form: ConsentForm, *, status: int) -> "ResponseReturnValue":
    words = _words()
    return render_page(
        _FORM,
        status=status,
        form=form,
        words=words,
        is_approved=_is_approved(words),
    )


def _signed(form: ConsentForm) -> SignedForm:
    words = _words()
    length = form.picked_length
    # A reason picked beside a shorter time belongs to nothing.
    reason = LengthReason(form.reason.data) if form.reason.data and length > USUAL_LENGTH else None
    return SignedForm(
        token=form.token.data,
        passphrase=form.signature.data,
        recipient=form.recipient.data,
        purpose=Purpose(form.purpose.data),
        data_items=frozenset(map(DataItem, form.items.data)),
        excluded_items=frozenset(map(DataItem, form.never.data)),
        methods=frozenset(map(SharingMethod, form.methods.data)),
        length=length,
        once=form.length.data == ONCE,
        length_reason=reason,
        risk_acknowledged=form.risk.data,
        alternatives_acknowledged=form.ways.data,
        interpreter=(form.interpreter.data or "").strip() or None,
        statement=Statement(words.version, words.language, _is_approved(words), partial(statement_words, words)),
    )


def _explain(form: ConsentForm, refusal: SigningRefusal) -> None:
    for problem in sorted(refusal.problems):
        line = _LINE_OF.get(problem)
        if line is None:
            form.form_errors.append(PROBLEM_WORDS[problem])
        else:
            form[line].errors = [*form[line].errors, PROBLEM_WORDS[problem]]
    if refusal.passphrase_is_wrong:
        form.signature.errors = [*form.signature.errors, WRONG_PASSPHRASE]


def _words() -> "PublishedWords":
    return current_words(language_of_request())


def _is_approved(words: "PublishedWords") -> bool:
    """Say whether these words, in the language she reads, were approved; words in another language never are."""
    is_hers = words.language == language_of_request()
    return is_hers and current_config().approves_statement(words.version, words.language)
