"""One person's page on the desk: what she set, the thread, offering services, and recording what was told.

Every look-up goes through the advocate who has her case; for everyone else there is no such page.
"""

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from babel import Locale
from flask import Blueprint, Response, abort
from flask_babel import get_locale

from survivor_portal.actions.cases import last_seen, note_seen, survivor_for
from survivor_portal.actions.consents import (
    ProposedDisclosure,
    RecordedOtherwise,
    consent_for,
    consents_of,
    new_form_token,
    record_disclosure,
)
from survivor_portal.actions.desk import histories_of, staff_names
from survivor_portal.actions.directory import services_by_need, shelves
from survivor_portal.actions.freezing import sign_in_state
from survivor_portal.actions.lookups import PausedError
from survivor_portal.actions.messages import new_composition_token, newest_ref, send_message, thread_of
from survivor_portal.actions.options import offer_service, options_of
from survivor_portal.actions.pausing import paused_since
from survivor_portal.domain.consent import DataItem, Purpose, Refusal, SharingMethod
from survivor_portal.domain.messages import Sending
from survivor_portal.forms.desk import DisclosureForm, OfferForm
from survivor_portal.forms.messages import MessageForm
from survivor_portal.texts.consent.labels import REFUSAL_LABELS, STATE_LABELS, method_labels
from survivor_portal.texts.consent.moments import day_and_hour
from survivor_portal.texts.desk import (
    ANSWERS_AT_DESK,
    NOTHING_RECORDED,
    ORIGINS_AT_DESK,
    PURPOSES_AT_DESK,
    RECORDED_BEFORE,
    items_at_desk,
)
from survivor_portal.texts.needs import NEEDS_BY_PLACE, need_label, place_of_need
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import asked_for_part, leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.cases import Person
    from survivor_portal.actions.consents import ConsentCard

people = Blueprint("people", __name__, url_prefix="/desk/people")


@people.get("/<ref>")
def person(ref: str) -> "ResponseReturnValue":
    """Show what she set and wrote, with what is new marked, and note that it was opened."""
    deps, viewer = current_deps(), current_viewer()
    found = survivor_for(deps, viewer.id, ref)
    seen_at = last_seen(deps, viewer.id).get(ref)
    # Before anything is read: what comes in meanwhile must be new the next time.
    note_seen(deps, viewer.id, ref)
    return _person(found, _empty_message(), seen_at)


@people.post("/<ref>/messages")
def send(ref: str) -> "ResponseReturnValue":
    """Send a message into her thread, once."""
    deps, viewer = current_deps(), current_viewer()
    found = survivor_for(deps, viewer.id, ref)
    form = MessageForm()
    if not form.validate():
        abort(400)
    outcome = send_message(deps, viewer.id, ref, form.token.data, form.body.data or "")
    seen_at = last_seen(deps, viewer.id).get(ref)
    if outcome not in {Sending.NEW, Sending.REPEATED}:
        form.give_back(outcome, new_composition_token(deps))
        return _person(found, form, seen_at, status=422)
    if not asked_for_part():
        return leave_to(f"/desk/people/{ref}", at="write")
    return _person(found, _empty_message(), seen_at, is_sent=True)


@people.get("/<ref>/latest")
@people.get("/<ref>/latest/<newest>")
def latest(ref: str, newest: str | None = None) -> "ResponseReturnValue":
    """Answer an open page that knows messages up to `newest`: nothing when there is none since, else the lines anew."""
    deps, viewer = current_deps(), current_viewer()
    survivor_for(deps, viewer.id, ref)
    if not asked_for_part():
        return leave_to(f"/desk/people/{ref}")
    if newest_ref(deps, ref) == newest:
        return Response(status=204)
    return render_page("advocate/person_lines.html", thread=thread_of(deps, ref, is_at_desk=True), viewer_id=viewer.id)


@people.get("/<ref>/earlier/<line>")
def earlier(ref: str, line: str) -> "ResponseReturnValue":
    """Show the messages before one of her thread."""
    deps, viewer = current_deps(), current_viewer()
    found = survivor_for(deps, viewer.id, ref)
    page = thread_of(deps, ref, before=line, is_at_desk=True)
    return render_page("advocate/person_earlier.html", person=found, thread=page, viewer_id=viewer.id)


@people.get("/<ref>/offers")
def offers(ref: str) -> "ResponseReturnValue":
    """Show what kinds of help there are to offer."""
    deps = current_deps()
    found = survivor_for(deps, current_viewer().id, ref)
    kinds = [(place_of_need(shelf.need), need_label(shelf.need), shelf.count) for shelf in shelves(deps)]
    return render_page("advocate/offers.html", person=found, kinds=kinds)


@people.get("/<ref>/offers/<int:kind>")
@people.get("/<ref>/offers/<int:kind>/<int:page>")
def offers_of_kind(ref: str, kind: int, page: int = 1) -> "ResponseReturnValue":
    """Show one page of the services of a kind, each to be offered with one press."""
    deps = current_deps()
    found = survivor_for(deps, current_viewer().id, ref)
    if kind not in NEEDS_BY_PLACE:
        abort(404)
    need = NEEDS_BY_PLACE[kind]
    return render_page(
        "advocate/offers_kind.html",
        person=found,
        kind=kind,
        label=need_label(need),
        listed=services_by_need(deps, need, page),
        on_list={card.service_id for card in options_of(deps, ref)},
    )


@people.post("/<ref>/offers")
def offer(ref: str) -> "ResponseReturnValue":
    """Put a service on her list; pressing twice equals once."""
    form = OfferForm()
    deps, viewer = current_deps(), current_viewer()
    survivor_for(deps, viewer.id, ref)
    if not form.validate():
        abort(400)
    # Who paused meanwhile is shown to have paused, and nothing is offered.
    with suppress(PausedError):
        offer_service(deps, viewer.id, ref, form.service.data)
    return leave_to(f"/desk/people/{ref}", at="services")


@people.get("/<ref>/disclosures")
def disclosures(ref: str) -> "ResponseReturnValue":
    """Show a form for each given consent, on which only what it covers can be ticked."""
    return _disclosures(survivor_for(current_deps(), current_viewer().id, ref))


@people.post("/<ref>/disclosures")
def record(ref: str) -> "ResponseReturnValue":
    """Record what was told, once, or say why her consent does not cover it."""
    deps, viewer = current_deps(), current_viewer()
    found = survivor_for(deps, viewer.id, ref)
    form = DisclosureForm()
    if not form.validate():
        if form.is_broken:
            abort(400)
        return _disclosures(found, form)
    outcome = record_disclosure(deps, viewer.id, ref, _proposed(form))
    if isinstance(outcome, Refusal):
        form.form_errors.extend((NOTHING_RECORDED, REFUSAL_LABELS[outcome]))
        return _disclosures(found, form)
    if isinstance(outcome, RecordedOtherwise):
        form.token.data = new_form_token(deps)
        form.form_errors.append(RECORDED_BEFORE)
        return _disclosures(found, form)
    return leave_to(f"/desk/people/{ref}", at="told")


def _person(
    found: "Person", form: MessageForm, seen_at: "datetime | None", *, is_sent: bool = False, status: int = 200
) -> "ResponseReturnValue":
    deps, viewer = current_deps(), current_viewer()
    consents = consents_of(deps, found.id)
    told = [(card, shared) for card in consents for shared in card.disclosures]
    colleagues = {shared.by for _, shared in told} - {viewer.id}

    def is_new(moment: "datetime") -> bool:
        # On a page never opened before, everything is new and nothing needs a mark.
        return seen_at is not None and moment > seen_at

    just_ended = [card for card in consents if card.has_ended and card.ends_at and is_new(card.ends_at)]
    return render_page(
        "advocate/person.html",
        status=status,
        person=found,
        paused_since=paused_since(deps, found.id),
        language=_language_name(found.language),
        options=options_of(deps, found.id),
        histories=histories_of(deps, found.id),
        just_ended=just_ended,
        given=[card for card in consents if card.is_given],
        others=[card for card in consents if not card.is_given and card not in just_ended],
        told=sorted(told, key=lambda pair: pair[1].at, reverse=True),
        names=staff_names(deps, colleagues) if colleagues else {},
        thread=thread_of(deps, found.id, is_at_desk=True),
        sign_in=sign_in_state(deps, found.id),
        viewer_id=viewer.id,
        form=form,
        is_sent=is_sent,
        is_new=is_new,
        answer_labels=ANSWERS_AT_DESK,
        origin_labels=ORIGINS_AT_DESK,
        **_consent_words(),
    )


def _disclosures(found: "Person", posted: DisclosureForm | None = None) -> "ResponseReturnValue":
    deps = current_deps()
    given = [card for card in consents_of(deps, found.id) if card.is_given]
    if posted and posted.consent.data not in {card.record_id for card in given} and not posted.form_errors:
        # Nothing can be ticked under it any more, so what is missing on the form is not what is wrong.
        consent_for(deps, found.id, posted.consent.data)
        posted.form_errors.extend((NOTHING_RECORDED, REFUSAL_LABELS[Refusal.NOT_GIVEN]))
    return render_page(
        "advocate/disclosures.html",
        status=422 if posted else 200,
        person=found,
        forms=[(card, _form_for(card, posted)) for card in given],
        posted=posted,
        **_consent_words(),
    )


def _form_for(card: "ConsentCard", posted: DisclosureForm | None) -> DisclosureForm:
    if posted is None or posted.consent.data != card.record_id:
        return DisclosureForm.empty(card, new_form_token(current_deps()))
    posted.show(card)
    return posted


def _proposed(form: DisclosureForm) -> ProposedDisclosure:
    return ProposedDisclosure(
        consent=form.consent.data,
        recipient=form.recipient.data,
        purpose=Purpose(form.purpose.data),
        items=frozenset(map(DataItem, form.items.data)),
        method=SharingMethod(form.method.data),
        token=form.token.data,
    )


def _empty_message() -> MessageForm:
    return MessageForm.empty(new_composition_token(current_deps()))


def _consent_words() -> dict[str, Any]:
    return {
        "purpose_labels": PURPOSES_AT_DESK,
        "state_labels": STATE_LABELS,
        "item_labels": items_at_desk,
        "method_labels": method_labels,
        "day_and_hour": day_and_hour,
    }


def _language_name(code: str | None) -> str | None:
    """Name a language in the language of whoever reads the page."""
    return Locale.parse(code).get_display_name(get_locale()) if code else None
