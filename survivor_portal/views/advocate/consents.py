"""What an advocate does about a person's consents: asks for one, writes a spoken stop down, says that a stop was seen.

Nothing here can give one: that is the person's own signature alone.
"""

from typing import TYPE_CHECKING

from flask import Blueprint, abort

from survivor_portal.actions.cases import survivor_for
from survivor_portal.actions.consents import (
    MadeOtherwise,
    Proposal,
    ProposalRefusal,
    acknowledge_stop,
    all_consents_of,
    new_form_token,
    propose_consent,
    recipients,
)
from survivor_portal.actions.lookups import PausedError
from survivor_portal.actions.pausing import paused_since
from survivor_portal.domain.consent import DataItem, Purpose, SharingMethod
from survivor_portal.forms.proposals import ProposalForm
from survivor_portal.texts import SOURCE_LANGUAGE
from survivor_portal.texts.consent.problems import PROBLEM_WORDS
from survivor_portal.texts.consent.statements import current_words
from survivor_portal.texts.stops import ASKED_BEFORE, HERS_ALONE, PAUSED
from survivor_portal.views.spoken_stops import empty_stop_form, stop_as_sent
from survivor_portal.views.unsent import as_sent, sent_from, with_draft
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.cases import Person
    from survivor_portal.forms.stops import SpokenStopForm

people_consents = Blueprint("people_consents", __name__, url_prefix="/desk/people")


@people_consents.get("/<ref>/drafts")
def drafts(ref: str) -> "ResponseReturnValue":
    """Show the form on which a consent is asked for, with nothing picked."""
    deps = current_deps()
    found = survivor_for(deps, current_viewer().id, ref)
    form = _offered(ProposalForm(formdata=None, token=new_form_token(deps)))
    return _drafts(found, with_draft(form, _asking_at(ref), ref))


@people_consents.post("/<ref>/drafts")
def propose(ref: str) -> "ResponseReturnValue":
    """Put a draft before the person, once, or say what it still lacks."""
    deps, viewer = current_deps(), current_viewer()
    found = survivor_for(deps, viewer.id, ref)
    form = as_sent(_offered(ProposalForm()), _asking_at(ref), ref)
    if not form.validate():
        if form.token.errors:
            abort(400)
        return _drafts(found, form, status=422)
    try:
        outcome = propose_consent(deps, viewer.id, ref, _proposed(form, found), sent_from=sent_from(form))
    except PausedError:
        form.form_errors.append(PAUSED)
        return _drafts(found, form, status=422)
    if isinstance(outcome, ProposalRefusal):
        form.form_errors.extend(PROBLEM_WORDS[problem] for problem in sorted(outcome.problems))
        if outcome.is_hers_to_begin:
            form.form_errors.append(HERS_ALONE)
        return _drafts(found, form, status=422)
    if isinstance(outcome, MadeOtherwise):
        form.token.data = new_form_token(deps)
        form.form_errors.append(ASKED_BEFORE)
        return _drafts(found, form, status=422)
    return leave_to(f"/desk/people/{ref}", at="consents")


@people_consents.get("/<ref>/stops")
def stops(ref: str) -> "ResponseReturnValue":
    """Show what can be stopped, with the time it is now."""
    deps = current_deps()
    found = survivor_for(deps, current_viewer().id, ref)
    return _stops(found, empty_stop_form(all_consents_of(deps, ref)))


@people_consents.post("/<ref>/stops")
def stop(ref: str) -> "ResponseReturnValue":
    """Write a spoken stop down; it holds from the moment it was said."""
    found = survivor_for(current_deps(), current_viewer().id, ref)
    form = stop_as_sent(ref)
    return leave_to(f"/desk/people/{ref}", at="consents") if form is None else _stops(found, form, status=422)


@people_consents.post("/<ref>/consents/<consent>/acknowledgement")
def acknowledge(ref: str, consent: str) -> "ResponseReturnValue":
    """Let the person know that the stop was seen."""
    deps, viewer = current_deps(), current_viewer()
    survivor_for(deps, viewer.id, ref)
    acknowledge_stop(deps, viewer.id, ref, consent)
    return leave_to(f"/desk/people/{ref}", at="consents")


def _asking_at(ref: str) -> str:
    return f"/desk/people/{ref}/drafts"


def _drafts(found: "Person", form: ProposalForm, status: int = 200) -> "ResponseReturnValue":
    return render_page(
        "advocate/drafts.html",
        status=status,
        person=found,
        form=form,
        paused_since=paused_since(current_deps(), found.id),
    )


def _stops(found: "Person", form: "SpokenStopForm", status: int = 200) -> "ResponseReturnValue":
    return render_page("advocate/stops.html", status=status, person=found, form=form)


def _offered(form: ProposalForm) -> ProposalForm:
    form.offer([(choice.ref, choice.name) for choice in recipients(current_deps())])
    return form


def _proposed(form: ProposalForm, found: "Person") -> Proposal:
    words = current_words(found.language or SOURCE_LANGUAGE)
    return Proposal(
        token=form.token.data,
        recipient=form.recipient.data,
        purpose=Purpose(form.purpose.data),
        data_items=frozenset(map(DataItem, form.items.data)),
        methods=frozenset(map(SharingMethod, form.methods.data)),
        length=form.picked_length,
        once=form.is_once,
        is_from_paper=form.paper.data,
        language=words.language,
        statement_version=words.version,
    )
