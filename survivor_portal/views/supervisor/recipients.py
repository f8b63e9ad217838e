"""The places that may be told, at the office: add one, block one, and let one be told again."""

from typing import TYPE_CHECKING

from flask import Blueprint, abort

from survivor_portal.actions.consents import (
    AlreadyKnown,
    BlockReason,
    NewRecipient,
    add_recipient,
    block_recipient,
    new_form_token,
    place_for_office,
    places_page,
    unblock_recipient,
)
from survivor_portal.domain.consent import NameProblem
from survivor_portal.forms.recipients import BlockForm, RecipientForm
from survivor_portal.texts.recipients import ALREADY_KNOWN, BLOCK_REASONS, NAME_PROBLEMS, RECIPIENT_CHANGES
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

office_recipients = Blueprint("office_recipients", __name__, url_prefix="/desk/office/recipients")

_PLACES = "/desk/office/recipients/places"


@office_recipients.get("")
def first_page() -> "ResponseReturnValue":
    """List the places, the blocked ones first, with a form for one more."""
    return _listed(1, _empty())


@office_recipients.get("/<int:page>")
def listed(page: int) -> "ResponseReturnValue":
    """List one page of them."""
    return _listed(page, _empty())


@office_recipients.post("")
def add() -> "ResponseReturnValue":
    """Add a place or a person that no directory has, once."""
    form = RecipientForm()
    if not form.validate():
        if form.token.errors:
            abort(400)
        return _listed(1, form, status=422)
    outcome = add_recipient(
        current_deps(), current_viewer().id, NewRecipient(token=form.token.data, name=form.place_name.data)
    )
    if isinstance(outcome, NameProblem | AlreadyKnown):
        why_not = ALREADY_KNOWN if isinstance(outcome, AlreadyKnown) else NAME_PROBLEMS[outcome]
        form.place_name.errors = [why_not]
        return _listed(1, form, status=422)
    return leave_to(f"{_PLACES}/{outcome}")


@office_recipients.get("/places/<ref>")
def place(ref: str) -> "ResponseReturnValue":
    """Show where a place stands and what was done about it, with the one press that changes it."""
    return _place(ref, BlockForm(formdata=None))


@office_recipients.post("/places/<ref>/block")
def block(ref: str) -> "ResponseReturnValue":
    """Let nothing go to a place from now on."""
    form = BlockForm()
    if not form.validate():
        return _place(ref, form, status=422)
    block_recipient(current_deps(), current_viewer().id, ref, BlockReason(form.reason.data))
    return leave_to(f"{_PLACES}/{ref}")


@office_recipients.post("/places/<ref>/block/end")
def unblock(ref: str) -> "ResponseReturnValue":
    """Let a place be told again what consents allow."""
    unblock_recipient(current_deps(), current_viewer().id, ref)
    return leave_to(f"{_PLACES}/{ref}")


def _listed(page: int, form: RecipientForm, status: int = 200) -> "ResponseReturnValue":
    return render_page("supervisor/recipients.html", status=status, listed=places_page(current_deps(), page), form=form)


def _empty() -> RecipientForm:
    return RecipientForm(formdata=None, token=new_form_token(current_deps()))


def _place(ref: str, form: BlockForm, status: int = 200) -> "ResponseReturnValue":
    return render_page(
        "supervisor/recipients_one.html",
        status=status,
        found=place_for_office(current_deps(), ref),
        form=form,
        changes=RECIPIENT_CHANGES,
        reasons=BLOCK_REASONS,
    )
