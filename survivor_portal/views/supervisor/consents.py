"""Ends of consents at the office: a spoken stop of whoever calls, and a signature that does not count.

A supervisor sees what may be told to whom, so that it can be stopped, and nothing else of the person's.
"""

from typing import TYPE_CHECKING

from flask import Blueprint

from survivor_portal.actions.callers import caller, callers_named
from survivor_portal.actions.consents import InvalidationReason, consent_for, consents_of, invalidate_consent
from survivor_portal.forms.stops import FindingForm, InvalidationForm
from survivor_portal.texts.consent.moments import day_and_hour
from survivor_portal.texts.desk import PURPOSES_AT_DESK
from survivor_portal.texts.stops import NOBODY_CALLED
from survivor_portal.views.spoken_stops import empty_stop_form, stop_as_sent
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.callers import Caller
    from survivor_portal.actions.consents import ConsentCard
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


@office_consents.get("/<ref>")
def person(ref: str) -> "ResponseReturnValue":
    """Show what may be told about a person now, to be stopped."""
    found = caller(current_deps(), ref)
    cards = consents_of(current_deps(), ref)
    return _person(found, cards, empty_stop_form(cards))


@office_consents.post("/<ref>/stops")
def stop(ref: str) -> "ResponseReturnValue":
    """Write a spoken stop down; the advocate still has to see it."""
    found = caller(current_deps(), ref)
    form = stop_as_sent(ref)
    if form is None:
        return leave_to(f"{_HERE}/{ref}")
    return _person(found, consents_of(current_deps(), ref), form, status=422)


@office_consents.get("/<ref>/<consent>")
def one(ref: str, consent: str) -> "ResponseReturnValue":
    """Ask why the signature under a consent does not count."""
    deps = current_deps()
    return _one(caller(deps, ref), consent_for(deps, ref, consent).card, InvalidationForm(formdata=None))


@office_consents.post("/<ref>/<consent>/invalidation")
def invalidate(ref: str, consent: str) -> "ResponseReturnValue":
    """End a consent whose signature does not count, at once and for good."""
    deps = current_deps()
    found, card = caller(deps, ref), consent_for(deps, ref, consent).card
    form = InvalidationForm()
    if not form.validate():
        return _one(found, card, form, status=422)
    invalidate_consent(deps, current_viewer().id, ref, consent, InvalidationReason(form.reason.data))
    return leave_to(f"{_HERE}/{ref}")


def _found(form: FindingForm, found: "tuple[Caller, ...]" = (), status: int = 200) -> "ResponseReturnValue":
    return render_page("supervisor/consents.html", status=status, form=form, found=found)


def _person(
    found: "Caller", cards: "list[ConsentCard]", form: "SpokenStopForm", status: int = 200
) -> "ResponseReturnValue":
    return render_page(
        "supervisor/consents_of.html",
        status=status,
        caller=found,
        form=form,
        given=[card for card in cards if card.is_given],
        purpose_labels=PURPOSES_AT_DESK,
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
