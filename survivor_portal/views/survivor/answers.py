"""Answering on one screen what somebody drafted for her, what she signed before, or whether a stop is to be told."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint

from survivor_portal.actions.consents import (
    MadeOtherwise,
    NoLongerAsked,
    SignedAnswer,
    SigningRefusal,
    consent_for,
    give_draft,
    let_them_know,
    new_form_token,
    renew_consent,
    say_no_to_draft,
)
from survivor_portal.actions.desk import staff_names
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.consent import (
    DataItem,
    asked_after_stop,
    asked_again,
    asked_before,
    asked_by,
    unless_changed,
)
from survivor_portal.forms.consent import AnswerForm
from survivor_portal.texts.consent.labels import PURPOSE_LABELS, item_labels, method_labels
from survivor_portal.texts.consent.moments import day_and_hour
from survivor_portal.texts.consent.problems import CHANGED_SINCE_READ, SIGNED_BEFORE
from survivor_portal.views.survivor.signatures import are_approved, explain, signature_on, words_now
from survivor_portal.views.unsent import as_sent, sent_from, with_draft
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer
from survivor_portal.web.waiting import try_again_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.consents import ConsentCard
    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.drafts import DraftPage
    from survivor_portal.domain.consent import Asked, RecordId

    Sign = Callable[
        [Deps, str, str, SignedAnswer, DraftPage | None],
        RecordId | MadeOtherwise | SigningRefusal | NoLongerAsked | Wait,
    ]

_PAGE: Final = "survivor/choices_answer.html"
_SIGNED_PAGE: Final = "survivor/choices_signed.html"

answers = Blueprint("answers", __name__)


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of her on one page, at which address, about which consent, and whether it still is."""

    kind: str
    card: "ConsentCard"
    asked: "Asked"
    is_open: bool

    @property
    def address(self) -> str:
        return f"/choices/{self.card.record_id}/{self.kind}"


@answers.get("/choices/<ref>/answer")
def draft(ref: str) -> "ResponseReturnValue":
    """Show a draft with everything she has to know before she signs it, and the same ways out as ways in.

    Where nothing may go to the place now, it cannot be signed, and only the ways out are there.
    """
    return _fresh_page(_draft(ref))


@answers.post("/choices/<ref>/answer")
def sign_draft(ref: str) -> "ResponseReturnValue":
    """Make the draft what she signed, or show her what the form still lacks."""
    return _signed(_draft(ref), give_draft)


@answers.post("/choices/<ref>/refusal")
def say_no(ref: str) -> "ResponseReturnValue":
    """Note that she said no to a draft: no passphrase, no reason."""
    say_no_to_draft(current_deps(), current_viewer().id, ref)
    return leave_to(f"/choices/{ref}")


@answers.get("/choices/<ref>/renewal")
def renewal(ref: str) -> "ResponseReturnValue":
    """Show what she signed before, to be signed once more; where nothing may go to the place now, say so instead."""
    return _fresh_page(_renewal(ref))


@answers.post("/choices/<ref>/renewal")
def sign_renewal(ref: str) -> "ResponseReturnValue":
    """Make the new record she signed in place of the old one, or show her what the form still lacks."""
    return _signed(_renewal(ref), renew_consent)


@answers.get("/choices/<ref>/word")
def word_of_stop(ref: str) -> "ResponseReturnValue":
    """Ask whether the recipient of what she stopped is to be told of it, or say that it is told nothing now."""
    return _fresh_page(_word_of_stop(ref))


@answers.post("/choices/<ref>/word")
def sign_word_of_stop(ref: str) -> "ResponseReturnValue":
    """Make the record under which they may be told, or show her what the form still lacks."""
    return _signed(_word_of_stop(ref), let_them_know)


def _draft(ref: str) -> _Question:
    card = consent_for(current_deps(), current_viewer().id, ref).card
    asked = asked_before(card.record) if card.drafted_by and card.record.signed_at else asked_by(card.record)
    return _Question("answer", card, asked, card.waits_for_her)


def _renewal(ref: str) -> _Question:
    card = consent_for(current_deps(), current_viewer().id, ref).card
    return _Question("renewal", card, asked_again(card.record), card.may_renew)


def _word_of_stop(ref: str) -> _Question:
    card = consent_for(current_deps(), current_viewer().id, ref).card
    return _Question("word", card, asked_after_stop(card.record, card.disclosures), card.may_tell_of_stop)


def _fresh_page(question: _Question) -> "ResponseReturnValue":
    deps = current_deps()
    now = deps.clock()
    form = AnswerForm(formdata=None, token=new_form_token(deps))
    form.offer(question.asked, now)
    form.show_with(words_now().ref, now)
    return _page(question, with_draft(form, question.address), status=200)


def _signed(question: _Question, sign: "Sign") -> "ResponseReturnValue":
    now = current_deps().clock()
    form = as_sent(AnswerForm(), question.address)
    form.offer(question.asked, now)
    statement = words_now().ref
    if not form.was_shown_with(statement, now):
        form.show_with(statement, now)
        form.form_errors.append(CHANGED_SINCE_READ)
        return _page(question, form, status=422)
    if not form.validate():
        return _page(question, form, status=422)
    outcome = sign(
        current_deps(), current_viewer().id, question.card.record_id, _answer(question, form), sent_from(form)
    )
    if isinstance(outcome, Wait) and question.is_open:
        return try_again_in(outcome, _PAGE, form, **_beside(question))
    if isinstance(outcome, Wait | NoLongerAsked):
        return leave_to(f"/choices/{question.card.record_id}")
    if isinstance(outcome, SigningRefusal | MadeOtherwise):
        return _not_signed(question, form, outcome)
    return leave_to(f"/choices/{outcome}")


def _not_signed(
    question: _Question, form: AnswerForm, outcome: SigningRefusal | MadeOtherwise
) -> "ResponseReturnValue":
    if isinstance(outcome, SigningRefusal):
        explain(form, outcome)
        return _page(question, form, status=422)
    if not question.is_open:
        # What was asked is signed, so there is nothing here to sign again.
        return render_page(_SIGNED_PAGE, status=422, ref=outcome.record_id)
    form.token.data = new_form_token(current_deps())
    form.form_errors.append(SIGNED_BEFORE)
    return _page(question, form, status=422)


def _answer(question: _Question, form: AnswerForm) -> SignedAnswer:
    length, once = form.length_of(question.asked)
    return SignedAnswer(left_out=frozenset(map(DataItem, form.left_out.data)), **signature_on(form, length, once=once))


def _page(question: _Question, form: AnswerForm, *, status: int) -> "ResponseReturnValue":
    if not question.is_open:
        # Answered or over meanwhile: its own page says where it stands.
        return leave_to(f"/choices/{question.card.record_id}")
    return render_page(_PAGE, status=status, form=form, **_beside(question))


def _beside(question: _Question) -> dict[str, Any]:
    deps, words, drafted_by = current_deps(), words_now(), question.card.drafted_by
    return {
        "question": question,
        "asked": question.asked,
        "card": question.card,
        "drafter": staff_names(deps, {drafted_by})[drafted_by] if drafted_by and question.kind == "answer" else None,
        "words": words,
        "is_approved": are_approved(words),
        "unless_changed": unless_changed(question.asked),
        "ends_on": day_and_hour(deps.clock() + question.asked.length),
        "purpose_labels": PURPOSE_LABELS,
        "item_labels": item_labels,
        "method_labels": method_labels,
        "day_and_hour": day_and_hour,
    }
