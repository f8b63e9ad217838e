"""Recording what was told about a person of the caseload: only what a given consent covers can be ticked."""

from typing import TYPE_CHECKING

from flask import Blueprint, abort

from survivor_portal.actions.cases import survivor_for
from survivor_portal.actions.consents import (
    ProposedDisclosure,
    RecordedOtherwise,
    consent_for,
    consents_of,
    new_form_token,
    record_disclosure,
)
from survivor_portal.domain.consent import DataItem, Purpose, Refusal, SharingMethod
from survivor_portal.forms.desk import DisclosureForm
from survivor_portal.texts.consent.labels import REFUSAL_LABELS
from survivor_portal.texts.desk import NOTHING_RECORDED, RECORDED_BEFORE
from survivor_portal.views.advocate.words import consent_words
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.cases import Person
    from survivor_portal.actions.consents import ConsentCard

people_disclosures = Blueprint("people_disclosures", __name__, url_prefix="/desk/people")


@people_disclosures.get("/<ref>/disclosures")
def disclosures(ref: str) -> "ResponseReturnValue":
    """Show a form for each given consent, on which only what it covers can be ticked."""
    return _disclosures(survivor_for(current_deps(), current_viewer().id, ref))


@people_disclosures.post("/<ref>/disclosures")
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
        **consent_words(),
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
