"""Keeping what is typed before it is sent, and throwing it away, on both sides."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Response, abort, request

from survivor_portal.actions.callers import caller
from survivor_portal.actions.cases import survivor_for
from survivor_portal.actions.drafts import keep_draft, throw_draft_away, was_opened
from survivor_portal.actions.holds import person_to_hold
from survivor_portal.domain.drafts import AT_MOST_EVERY, MOST_OF_ONE_FORM, Keeping
from survivor_portal.domain.people import Audience
from survivor_portal.forms.approvals import ApprovalForm
from survivor_portal.forms.compelled import CompelledForm
from survivor_portal.forms.consent import AnswerForm, ConsentForm
from survivor_portal.forms.contact import ContactForm
from survivor_portal.forms.holds import HoldForm
from survivor_portal.forms.messages import MessageForm
from survivor_portal.forms.police import PoliceRequestForm
from survivor_portal.forms.proposals import ProposalForm
from survivor_portal.views.unsent import opened_page, place_at
from survivor_portal.web.deps import current_deps
from survivor_portal.web.guards import page_at
from survivor_portal.web.htmx import leave_to, sent_by_itself, will_come_again
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.drafts import DraftPlace
    from survivor_portal.actions.sessions import Viewer
    from survivor_portal.forms.drafted import DraftedForm

drafts = Blueprint("drafts", __name__, url_prefix="/unsent")
desk_drafts = Blueprint("desk_drafts", __name__, url_prefix="/desk/unsent")

FORMS: "Final[Mapping[str, type[DraftedForm]]]" = MappingProxyType(
    {
        "messages.thread": MessageForm,
        "contact.one_way": ContactForm,
        "new_choices.new_choice": ConsentForm,
        "answers.draft": AnswerForm,
        "answers.renewal": AnswerForm,
        "answers.word_of_stop": AnswerForm,
        "people.person": MessageForm,
        "people_requests.requests": PoliceRequestForm,
        "people_consents.drafts": ProposalForm,
        "people_compelled.compelled": CompelledForm,
        "office_compelled.compelled": CompelledForm,
        "holds.person": HoldForm,
        "statements.one": ApprovalForm,
    }
)
"""The page, by its endpoint, on which each form stands that keeps what is typed."""


@drafts.post("")
@desk_drafts.post("")
def keep() -> "ResponseReturnValue":
    """Keep what was typed so far, and stay on its page; what our script sends by itself is answered with nothing."""
    kind, place = _form_and_place()
    deps, opened = current_deps(), opened_page(place)
    if not was_opened(deps, opened):
        abort(404)
    outcome = keep_draft(deps, opened, kind().typed(), is_typing=will_come_again())
    if outcome is Keeping.TOO_SOON:
        return Response(status=429, headers={"Retry-After": str(int(AT_MOST_EVERY.total_seconds()))})
    if outcome is Keeping.TOO_LONG:
        abort(413)
    return Response(status=204) if sent_by_itself() else leave_to(place.form, at="unsent")


@drafts.post("/removal")
@desk_drafts.post("/removal")
def throw_away() -> "ResponseReturnValue":
    """Throw away what the page shows of drafts, and show the form as it begins."""
    _, place = _form_and_place()
    opened = opened_page(place)
    throw_draft_away(current_deps(), opened, request.form.get("unsent_shown", "").split()[:MOST_OF_ONE_FORM])
    return leave_to(place.form)


def whom_it_is_about(viewer: "Viewer", endpoint: str, parts: "Mapping[str, Any]") -> str | None:
    """Give whom a form of a page is about, by the parts of its address: none but its writer, where that is None.

    Raises `NotFoundError` for a person who is not the viewer's to write about.
    """
    deps = current_deps()
    if viewer.audience is Audience.ADVOCATE:
        return survivor_for(deps, viewer.id, parts["ref"]).id
    if endpoint == "holds.person":
        return person_to_hold(deps, parts["ref"]).id
    return caller(deps, parts["ref"]).person.id if endpoint == "office_compelled.compelled" else None


def _form_and_place() -> "tuple[type[DraftedForm], DraftPlace]":
    """Find the form that stands at the address sent along, and whom it is about; 400 where no form of theirs stands.

    Raises `NotFoundError` for a person who is not the viewer's to write about.
    """
    viewer, at = current_viewer(), request.form.get("unsent_at", "")
    endpoint, parts = page_at(at, frozenset({viewer.audience})) or ("", {})
    if endpoint not in FORMS:
        abort(400)
    return FORMS[endpoint], place_at(viewer, at, whom_it_is_about(viewer, endpoint, parts))
