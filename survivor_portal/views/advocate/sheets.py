"""A sheet for one recipient, to print or as a plain text: made from what is ticked, recorded as told, kept nowhere."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, abort
from flask_babel import gettext

from survivor_portal.actions.cases import survivor_for
from survivor_portal.actions.consents import (
    ProposedDisclosure,
    RecordedOtherwise,
    Sheet,
    consent_for,
    make_sheet,
    new_form_token,
)
from survivor_portal.actions.options import options_of
from survivor_portal.domain.consent import DataItem, Purpose, Refusal, SharingMethod
from survivor_portal.domain.options import Answer
from survivor_portal.domain.referrals import ReferralRefusal
from survivor_portal.forms.sheets import SheetForm
from survivor_portal.texts.consent.labels import REFUSAL_LABELS
from survivor_portal.texts.consent.moments import day, day_and_hour
from survivor_portal.texts.desk import ITEMS_AT_DESK, NO_SHEET, PURPOSES_AT_DESK, REFERRAL_LABELS, SHEET_MADE_BEFORE
from survivor_portal.views.advocate.sheet_file import sheet_text
from survivor_portal.views.advocate.words import consent_words, language_name
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.cases import Person
    from survivor_portal.actions.consents import ConsentCard

people_sheets = Blueprint("people_sheets", __name__, url_prefix="/desk/people")

_FILE_NAME: Final = "sheet.txt"


@dataclass(frozen=True, slots=True, repr=False)
class SheetDesk:
    """Where a sheet is made: about whom, under which consent, at which address, and the way back from there."""

    person: "Person"
    consent: str
    address: str
    back: str
    back_words: str


@people_sheets.get("/<ref>/consents/<consent>/sheet")
def sheet(ref: str, consent: str) -> "ResponseReturnValue":
    """Show the form for a sheet, on which only what this consent covers can be ticked."""
    return sheet_page(_desk(ref, consent))


@people_sheets.post("/<ref>/consents/<consent>/sheet")
def make(ref: str, consent: str) -> "ResponseReturnValue":
    """Give the sheet and record it as told, once, or say why her consent does not cover it."""
    deps, viewer = current_deps(), current_viewer()
    return sheet_as_sent(_desk(ref, consent), lambda proposed: make_sheet(deps, viewer.id, ref, proposed))


def sheet_page(desk: SheetDesk, posted: SheetForm | None = None) -> "ResponseReturnValue":
    """Show the form for a sheet, fresh or as it was sent. Raises `NotFoundError` when the consent is not hers."""
    card = consent_for(current_deps(), desk.person.id, desk.consent).card
    if posted and not card.is_told_now and not posted.form_errors:
        # Nothing can be ticked under it any more, so what is missing on the form is not what is wrong.
        why_not = Refusal.RECIPIENT_BLOCKED if card.is_given else Refusal.NOT_GIVEN
        posted.form_errors.extend((NO_SHEET, REFUSAL_LABELS[why_not]))
    return render_page(
        "advocate/sheet.html",
        status=422 if posted else 200,
        desk=desk,
        card=card,
        form=_form_for(desk, card, posted),
        posted=posted,
        **consent_words(),
    )


def sheet_as_sent(
    desk: SheetDesk,
    tell: "Callable[[ProposedDisclosure], Sheet | Refusal | RecordedOtherwise | ReferralRefusal]",
) -> "ResponseReturnValue":
    """Give the sheet that was asked for, once `tell` has let it out, or the form that says why there is none."""
    form = SheetForm()
    if not form.validate():
        if form.is_broken:
            # A consent that is not there is answered as such, whatever was sent.
            consent_for(current_deps(), desk.person.id, desk.consent)
            abort(400)
        return sheet_page(desk, form)
    outcome = tell(_proposed(desk, form))
    if not isinstance(outcome, Sheet):
        _explain(form, outcome)
        return sheet_page(desk, form)
    if not form.as_file.data:
        return render_page(
            "advocate/sheet_made.html",
            desk=desk,
            sheet=outcome,
            purpose_labels=PURPOSES_AT_DESK,
            item_labels=ITEMS_AT_DESK,
            day=day,
            day_and_hour=day_and_hour,
        )
    response = Response(sheet_text(outcome), mimetype="text/plain")
    response.headers.set("Content-Disposition", "attachment", filename=_FILE_NAME)
    return response


def _desk(ref: str, consent: str) -> SheetDesk:
    person = survivor_for(current_deps(), current_viewer().id, ref)
    here = f"/desk/people/{ref}"
    return SheetDesk(person, consent, f"{here}/consents/{consent}/sheet", here, person.name)


def _form_for(desk: SheetDesk, card: "ConsentCard", posted: SheetForm | None) -> SheetForm:
    if posted is None:
        return SheetForm.empty(card, new_form_token(current_deps()), _known(desk.person, card))
    posted.show(card)
    return posted


def _known(person: "Person", card: "ConsentCard") -> dict[DataItem, str]:
    """Give words for what the portal knows of all that a consent covers; only services of this very recipient."""
    known = {
        DataItem.SERVED_BY_US: gettext("This person gets help from us."),
        DataItem.CHOSEN_NAME: person.name,
        DataItem.LANGUAGE: language_name(person.language) or "",
        DataItem.CONSENT_STOPPED: gettext("This person has said stop."),
    }
    if DataItem.SERVICES_WANTED in card.covered_items:
        known[DataItem.SERVICES_WANTED] = "\n".join(
            option.name
            for option in options_of(current_deps(), person.id)
            if option.answer is Answer.WANTED and option.provider_name == card.recipient_name
        )
    return {item: words for item, words in known.items() if item in card.covered_items}


def _proposed(desk: SheetDesk, form: SheetForm) -> ProposedDisclosure:
    words = form.ticked_words
    return ProposedDisclosure(
        consent=desk.consent,
        recipient=form.recipient.data,
        purpose=Purpose(form.purpose.data),
        items=frozenset(words),
        method=SharingMethod(form.method.data),
        token=form.token.data,
        words=words,
    )


def _explain(form: SheetForm, outcome: Refusal | RecordedOtherwise | ReferralRefusal) -> None:
    """Say on a form why there is no sheet; where it made another one before, the next press is a new one."""
    if isinstance(outcome, RecordedOtherwise):
        form.token.data = new_form_token(current_deps())
        form.form_errors.append(SHEET_MADE_BEFORE)
    elif isinstance(outcome, ReferralRefusal):
        form.form_errors.extend((NO_SHEET, REFERRAL_LABELS[outcome]))
    else:
        form.form_errors.extend((NO_SHEET, REFUSAL_LABELS[outcome]))
