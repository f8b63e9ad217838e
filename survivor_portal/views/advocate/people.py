"""One person's page on the desk: what she set, what was told, and the thread.

Every look-up goes through the advocate who has her case; for everyone else there is no such page.
"""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort

from survivor_portal.actions.cases import last_seen, note_seen, survivor_for
from survivor_portal.actions.consents import all_consents_of, compelled_of, reasons_of
from survivor_portal.actions.contact import contact_rules_of
from survivor_portal.actions.desk import histories_of, staff_names
from survivor_portal.actions.freezing import sign_in_state
from survivor_portal.actions.law_enforcement import about_police
from survivor_portal.actions.messages import new_composition_token, newest_ref, send_message, thread_of
from survivor_portal.actions.options import options_of
from survivor_portal.actions.pausing import paused_since
from survivor_portal.domain.consent import State
from survivor_portal.domain.messages import Sending
from survivor_portal.forms.messages import MessageForm
from survivor_portal.texts.contact import reaching_now
from survivor_portal.texts.desk import ANSWERS_AT_DESK, ORIGINS_AT_DESK
from survivor_portal.texts.police import CHOICE_LABELS
from survivor_portal.texts.stops import INVALIDATION_LABELS
from survivor_portal.views.advocate.words import consent_words, language_name
from survivor_portal.views.unsent import as_sent, sent_from, with_draft, without_draft
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import asked_for_part, leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from datetime import datetime

    from flask.typing import ResponseReturnValue
    from flask_babel.speaklater import LazyString

    from survivor_portal.actions.cases import Person
    from survivor_portal.actions.consents import ConsentCard
    from survivor_portal.domain.consent import RecordId

people = Blueprint("people", __name__, url_prefix="/desk/people")


@people.get("/<ref>")
def person(ref: str) -> "ResponseReturnValue":
    """Show what she set and wrote, with what is new marked, and note that it was opened."""
    deps, viewer = current_deps(), current_viewer()
    found = survivor_for(deps, viewer.id, ref)
    seen_at = last_seen(deps, viewer.id).get(ref)
    # Before anything is read: what comes in meanwhile must be new the next time.
    note_seen(deps, viewer.id, ref)
    return _person(found, with_draft(_empty_message(), f"/desk/people/{ref}", ref), seen_at)


@people.post("/<ref>/messages")
def send(ref: str) -> "ResponseReturnValue":
    """Send a message into her thread, once."""
    deps, viewer = current_deps(), current_viewer()
    found = survivor_for(deps, viewer.id, ref)
    form = as_sent(MessageForm(), f"/desk/people/{ref}", ref)
    if not form.validate():
        abort(400)
    outcome = send_message(deps, viewer.id, ref, form.token.data, form.body.data or "", sent_from=sent_from(form))
    seen_at = last_seen(deps, viewer.id).get(ref)
    if outcome not in {Sending.NEW, Sending.REPEATED}:
        form.give_back(outcome, new_composition_token(deps))
        return _person(found, form, seen_at, status=422)
    if not asked_for_part():
        return leave_to(f"/desk/people/{ref}", at="write")
    return _person(found, without_draft(_empty_message(), f"/desk/people/{ref}", ref), seen_at, is_sent=True)


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


def _person(
    found: "Person", form: MessageForm, seen_at: "datetime | None", *, is_sent: bool = False, status: int = 200
) -> "ResponseReturnValue":
    deps, viewer = current_deps(), current_viewer()
    everything = all_consents_of(deps, found.id)
    consents = everything.cards
    told = [(card, shared) for card in consents for shared in card.disclosures]
    compelled = compelled_of(deps, found.id)
    told_by = {shared.by for _, shared in told} | {shared.by for rest in everything.damaged for shared in rest.told}
    colleagues = (told_by | compelled.staff) - {viewer.id}

    def is_new(moment: "datetime") -> bool:
        # On a page never opened before, everything is new and nothing needs a mark.
        return seen_at is not None and moment > seen_at

    unseen_stops = [card for card in consents if card.state is State.WITHDRAWN and not card.acknowledgements]
    ended = [card for card in consents if card.has_ended and card not in unseen_stops]
    just_ended = [card for card in ended if card.ends_at and is_new(card.ends_at)]
    return render_page(
        "advocate/person.html",
        status=status,
        person=found,
        paused_since=paused_since(deps, found.id),
        language=language_name(found.language),
        options=options_of(deps, found.id),
        histories=histories_of(deps, found.id),
        unseen_stops=unseen_stops,
        just_ended=just_ended,
        given=[card for card in consents if card.is_given],
        was_ever_given=any(card.signed_at for card in consents) or any(rest.signed_at for rest in everything.damaged),
        asked=[card for card in consents if not card.is_given and not card.has_ended],
        others=[card for card in ended if card not in just_ended],
        damaged=everything.damaged,
        reasons=_reasons(consents),
        told=sorted(told, key=lambda pair: pair[1].at, reverse=True),
        compelled=compelled,
        names=staff_names(deps, colleagues) if colleagues else {},
        thread=thread_of(deps, found.id, is_at_desk=True),
        sign_in=sign_in_state(deps, found.id),
        police=about_police(deps, found.id),
        choice_labels=CHOICE_LABELS,
        reaching=reaching_now(contact_rules_of(deps, found.id).values(), deps.clock()),
        viewer_id=viewer.id,
        form=form,
        is_sent=is_sent,
        is_new=is_new,
        answer_labels=ANSWERS_AT_DESK,
        origin_labels=ORIGINS_AT_DESK,
        **consent_words(),
    )


def _reasons(consents: "list[ConsentCard]") -> "dict[RecordId, LazyString]":
    """Say why signatures did not count, where any did not."""
    her = next((card.record.principal for card in consents if card.state is State.INVALIDATED), None)
    if her is None:
        return {}
    return {ref: INVALIDATION_LABELS[reason] for ref, reason in reasons_of(current_deps(), her).items()}


def _empty_message() -> MessageForm:
    return MessageForm.empty(new_composition_token(current_deps()))
