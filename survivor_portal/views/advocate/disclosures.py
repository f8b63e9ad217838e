"""Recording what was told about a person of the caseload: only what a given consent covers can be ticked."""

from typing import TYPE_CHECKING

from flask import Blueprint, abort

from survivor_portal.actions.cases import survivor_for
from survivor_portal.actions.consents import (
    ProposedDisclosure,
    RecordedOtherwise,
    any_consent_for,
    consents_of,
    new_form_token,
    record_disclosure,
)
from survivor_portal.domain.consent import DataItem, Purpose, Refusal, SharingMethod
from survivor_portal.domain.referrals import ReferralRefusal
from survivor_portal.forms.desk import DisclosureForm
from survivor_portal.texts.consent.labels import REFUSAL_LABELS
from survivor_portal.texts.desk import NOTHING_RECORDED, RECORDED_BEFORE, REFERRAL_LABELS
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
    """Show a form for each consent under which something may be told, on which only what it covers can be ticked."""
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
    outcome = record_disclosure(deps, viewer.id, ref, proposed_on(form))
    if isinstance(outcome, Refusal | RecordedOtherwise):
        explain(form, outcome)
        return _disclosures(found, form)
    return leave_to(f"/desk/people/{ref}", at="told")


def _disclosures(found: "Person", posted: DisclosureForm | None = None) -> "ResponseReturnValue":
    given = [card for card in consents_of(current_deps(), found.id) if card.is_given]
    return render_page(
        "advocate/disclosures.html",
        status=422 if posted else 200,
        person=found,
        forms=forms_for(found, given, posted),
        blocked=[card for card in given if not card.is_told_now],
        posted=posted,
        **consent_words(),
    )


def forms_for(
    found: "Person", given: "list[ConsentCard]", posted: DisclosureForm | None
) -> "list[tuple[ConsentCard, DisclosureForm]]":
    """Give a form for each of these consents under which something may be told now.

    The one that was sent is as it was sent; sent under none of them, it says why nothing may be told. Raises
    `NotFoundError` when that is not hers.
    """
    open_now = [card for card in given if card.is_told_now]
    if posted and posted.consent.data not in {card.record_id for card in open_now} and not posted.form_errors:
        # Nothing can be ticked under it any more, so what is missing on the form is not what is wrong.
        any_consent_for(current_deps(), found.id, posted.consent.data)
        is_blocked = posted.consent.data in {card.record_id for card in given}
        why_not = Refusal.RECIPIENT_BLOCKED if is_blocked else Refusal.NOT_GIVEN
        posted.form_errors.extend((NOTHING_RECORDED, REFUSAL_LABELS[why_not]))
    return [(card, _form_for(card, posted)) for card in open_now]


def proposed_on(form: DisclosureForm) -> ProposedDisclosure:
    """Give what a form proposes to record."""
    return ProposedDisclosure(
        consent=form.consent.data,
        recipient=form.recipient.data,
        purpose=Purpose(form.purpose.data),
        items=frozenset(map(DataItem, form.items.data)),
        method=SharingMethod(form.method.data),
        token=form.token.data,
    )


def explain(form: DisclosureForm, outcome: Refusal | RecordedOtherwise | ReferralRefusal) -> None:
    """Say on a form why nothing was recorded; where it recorded otherwise before, the next press is a new one."""
    if isinstance(outcome, RecordedOtherwise):
        form.token.data = new_form_token(current_deps())
        form.form_errors.append(RECORDED_BEFORE)
    elif isinstance(outcome, ReferralRefusal):
        form.form_errors.append(REFERRAL_LABELS[outcome])
    else:
        form.form_errors.extend((NOTHING_RECORDED, REFUSAL_LABELS[outcome]))


def _form_for(card: "ConsentCard", posted: DisclosureForm | None) -> DisclosureForm:
    if posted is None or posted.consent.data != card.record_id:
        return DisclosureForm.empty(card, new_form_token(current_deps()))
    posted.show(card)
    return posted
