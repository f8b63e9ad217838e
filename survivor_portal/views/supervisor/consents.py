"""Ends of consents at the office: a spoken stop of whoever calls, and a signature that does not count.

A supervisor who said why sees what may be told to whom, so that it can be stopped, what the law made us tell, and
nothing else of the person's. The person can read who looked, when and why.
"""

from typing import TYPE_CHECKING

from flask import Blueprint

from survivor_portal.actions.callers import caller, callers_named
from survivor_portal.actions.consents import (
    InvalidationReason,
    all_consents_of,
    compelled_of,
    consent_for,
    invalidate_consent,
)
from survivor_portal.actions.desk import staff_names
from survivor_portal.forms.stops import FindingForm, InvalidationForm
from survivor_portal.texts.compelled import BASIS_LABELS, REASON_LABELS
from survivor_portal.texts.consent.moments import day_and_hour
from survivor_portal.texts.desk import PURPOSES_AT_DESK, items_at_desk
from survivor_portal.texts.stops import NOBODY_CALLED
from survivor_portal.views.spoken_stops import empty_stop_form, stop_as_sent
from survivor_portal.views.supervisor.looks import after_look, note_look
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.callers import Caller
    from survivor_portal.actions.consents import AllConsents, ConsentCard
    from survivor_portal.forms.stops import SpokenStopForm

office_consents = Blueprint("office_consents", __name__, url_prefix="/desk/office/consents")

_HERE = "/desk/office/consents"


@office_consents.get("")
def find() -> "ResponseReturnValue":
    """Ask under which name whoever calls is known."""
    return _found(FindingForm(formdata=None))


@office_consents.post("")
def find_now() -> "ResponseReturnValue":
    """Lead to the person, or show everyone of that name; a supervisor is trusted to know who is here."""
    form = FindingForm()
    if not form.validate():
        return _found(form, status=422)
    found = callers_named(current_deps(), form.called.data)
    if len(found) == 1:
        return leave_to(f"{_HERE}/{found[0].person.id}")
    if not found:
        form.called.errors = [NOBODY_CALLED]
    return _found(form, found, status=422)


@office_consents.post("/<ref>/looks")
def look(ref: str) -> "ResponseReturnValue":
    """Write down why the office looks, for the person to read, and show what there is to see."""
    refused = note_look(caller(current_deps(), ref))
    return leave_to(f"{_HERE}/{ref}") if refused is None else refused


@office_consents.get("/<ref>")
@after_look
def person(found: "Caller") -> "ResponseReturnValue":
    """Show what may be told about a person now, to be stopped."""
    consents = all_consents_of(current_deps(), found.person.id)
    return _person(found, consents, empty_stop_form(consents))


@office_consents.post("/<ref>/stops")
@after_look
def stop(found: "Caller") -> "ResponseReturnValue":
    """Write a spoken stop down; the advocate still has to see it."""
    form = stop_as_sent(found.person.id)
    if form is None:
        return leave_to(f"{_HERE}/{found.person.id}")
    return _person(found, all_consents_of(current_deps(), found.person.id), form, status=422)


@office_consents.get("/<ref>/consents/<consent>")
@after_look
def one(found: "Caller", consent: str) -> "ResponseReturnValue":
    """Ask why the signature under a consent does not count."""
    card = consent_for(current_deps(), found.person.id, consent).card
    return _one(found, card, InvalidationForm(formdata=None))


@office_consents.post("/<ref>/consents/<consent>/invalidation")
@after_look
def invalidate(found: "Caller", consent: str) -> "ResponseReturnValue":
    """End a consent whose signature does not count, at once and for good."""
    deps, her = current_deps(), found.person.id
    card = consent_for(deps, her, consent).card
    form = InvalidationForm()
    if not form.validate():
        return _one(found, card, form, status=422)
    invalidate_consent(deps, current_viewer().id, her, consent, InvalidationReason(form.reason.data))
    return leave_to(f"{_HERE}/{her}")


def _found(form: FindingForm, found: "tuple[Caller, ...]" = (), status: int = 200) -> "ResponseReturnValue":
    return render_page("supervisor/consents.html", status=status, form=form, found=found)


def _person(
    found: "Caller", consents: "AllConsents", form: "SpokenStopForm", status: int = 200
) -> "ResponseReturnValue":
    deps, viewer = current_deps(), current_viewer()
    compelled = compelled_of(deps, found.person.id)
    return render_page(
        "supervisor/consents_of.html",
        status=status,
        caller=found,
        form=form,
        given=[card for card in consents.cards if card.is_given],
        damaged=consents.damaged,
        compelled=compelled,
        names=staff_names(deps, compelled.staff - {viewer.id}),
        viewer_id=viewer.id,
        purpose_labels=PURPOSES_AT_DESK,
        item_labels=items_at_desk,
        basis_labels=BASIS_LABELS,
        reason_labels=REASON_LABELS,
        day_and_hour=day_and_hour,
    )


def _one(found: "Caller", card: "ConsentCard", form: InvalidationForm, status: int = 200) -> "ResponseReturnValue":
    return render_page(
        "supervisor/consents_one.html",
        status=status,
        caller=found,
        card=card,
        form=form,
        purpose_labels=PURPOSES_AT_DESK,
        day_and_hour=day_and_hour,
    )
