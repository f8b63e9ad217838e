"""Referring a person of the caseload to whoever gives a service they want: told only what a consent covers."""

from typing import TYPE_CHECKING

from flask import Blueprint, abort

from survivor_portal.actions.cases import survivor_for
from survivor_portal.actions.consents import ProposedDisclosure, Sheet, Told, consent_for, consents_of, sheet_of
from survivor_portal.actions.referring import refer, referral_for
from survivor_portal.domain.referrals import NO_REFERRALS
from survivor_portal.forms.desk import DisclosureForm
from survivor_portal.texts.desk import REFERRAL_LABELS
from survivor_portal.views.advocate.disclosures import explain, forms_for, proposed_on
from survivor_portal.views.advocate.sheets import SheetDesk, sheet_as_sent, sheet_page
from survivor_portal.views.advocate.words import consent_words
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.cases import Person
    from survivor_portal.actions.consents import RecordedOtherwise
    from survivor_portal.actions.referring import Referral
    from survivor_portal.domain.consent import Refusal
    from survivor_portal.domain.referrals import ReferralRefusal

people_referrals = Blueprint("people_referrals", __name__, url_prefix="/desk/people")


@people_referrals.get("/<ref>/referrals/<option>")
def referral(ref: str, option: str) -> "ResponseReturnValue":
    """Show what may be told to the provider of a service, or that nothing may."""
    found = survivor_for(current_deps(), current_viewer().id, ref)
    return _referral(found, referral_for(current_deps(), ref, option))


@people_referrals.post("/<ref>/referrals/<option>")
def tell(ref: str, option: str) -> "ResponseReturnValue":
    """Record what the provider was told, once, or say why nothing may be told."""
    deps, viewer = current_deps(), current_viewer()
    found = survivor_for(deps, viewer.id, ref)
    form = DisclosureForm()
    if form.validate():
        outcome = refer(deps, viewer.id, ref, option, proposed_on(form))
        if isinstance(outcome, Told):
            return leave_to(f"/desk/people/{ref}", at="told")
        explain(form, outcome)
    shown = referral_for(deps, ref, option)
    if form.is_broken:
        abort(400)
    return _referral(found, shown, form)


@people_referrals.get("/<ref>/referrals/<option>/<consent>")
def sheet(ref: str, option: str, consent: str) -> "ResponseReturnValue":
    """Show the form for a sheet to the provider, or what may be told there instead."""
    desk, shown = _desk(ref, option, consent)
    named = consent_for(current_deps(), ref, consent).card.record.recipient
    if shown.why_not or named != shown.recipient:
        return _referral(desk.person, shown)
    return sheet_page(desk)


@people_referrals.post("/<ref>/referrals/<option>/<consent>")
def make(ref: str, option: str, consent: str) -> "ResponseReturnValue":
    """Give the sheet and record it as told, once, or say why nothing may be told."""
    deps, viewer = current_deps(), current_viewer()
    desk, _ = _desk(ref, option, consent)

    def told(proposed: ProposedDisclosure) -> "Sheet | Refusal | RecordedOtherwise | ReferralRefusal":
        outcome = refer(deps, viewer.id, ref, option, proposed)
        return sheet_of(deps, outcome, proposed) if isinstance(outcome, Told) else outcome

    return sheet_as_sent(desk, told)


def _referral(found: "Person", shown: "Referral", posted: DisclosureForm | None = None) -> "ResponseReturnValue":
    standing = consents_of(current_deps(), found.id)
    given = [
        card
        for card in standing
        if card.is_given and card.record.recipient == shown.recipient and card.record.purpose not in NO_REFERRALS
    ]
    return render_page(
        "advocate/referral.html",
        status=422 if posted else 200,
        person=found,
        referral=shown,
        why_not=REFERRAL_LABELS[shown.why_not] if shown.why_not else None,
        forms=[] if shown.why_not else forms_for(found, given, posted),
        blocked=[card for card in given if not card.is_told_now],
        posted=posted,
        **consent_words(),
    )


def _desk(ref: str, option: str, consent: str) -> "tuple[SheetDesk, Referral]":
    deps = current_deps()
    found = survivor_for(deps, current_viewer().id, ref)
    shown = referral_for(deps, ref, option)
    here = f"/desk/people/{ref}/referrals/{option}"
    return SheetDesk(found, consent, f"{here}/{consent}", here, shown.provider_name or found.name), shown
