"""What somebody had not sent yet, put back into the form it was typed into."""

from typing import TYPE_CHECKING, TypeVar

from flask import abort, request

from survivor_portal.actions.drafts import DraftPage, DraftPlace, drafts_at, open_page, was_opened
from survivor_portal.domain.drafts import LONGEST_PAGE
from survivor_portal.domain.people import Audience
from survivor_portal.forms.drafted import DraftedForm, Unsent
from survivor_portal.web.deps import current_deps
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from survivor_portal.actions.sessions import Viewer

Form = TypeVar("Form", bound=DraftedForm)


def with_draft(form: Form, at: str, about: str | None = None) -> Form:
    """Put what the viewer had not sent into a fresh form, the newest of it, and let its page keep what is typed.

    `at` is the address of the page on which the form stands; `about` the survivor whom a staff member writes about.
    """
    deps, place = current_deps(), place_at(current_viewer(), at, about)
    kept = drafts_at(deps, place)
    if kept:
        form.take_up(kept[0].typed)
    form.unsent = Unsent(
        address=keeping_address(current_viewer()),
        opened=open_page(deps, place, kept[0].ref if kept else ""),
        shown=tuple(draft.ref for draft in kept),
        elsewhere=tuple(words for draft in kept[1:] if (words := form.written(draft.typed))),
    )
    return form


def without_draft(form: Form, at: str, about: str | None = None) -> Form:
    """Leave a fresh form empty, right after one was sent: what else waits comes back when the page is opened next."""
    viewer = current_viewer()
    opened = open_page(current_deps(), place_at(viewer, at, about), seen="")
    form.unsent = Unsent(address=keeping_address(viewer), opened=opened)
    return form


def as_sent(form: Form, at: str, about: str | None = None) -> Form:
    """Let a form that was sent go on with the draft of the page it was sent from.

    A page that was opened for somebody else on this phone is answered with 400: its words are not the viewer's to send.
    """
    viewer = current_viewer()
    opened = opened_page(place_at(viewer, at, about))
    if opened.page and not was_opened(current_deps(), opened):
        abort(400)
    form.unsent = Unsent(address=keeping_address(viewer), opened=opened)
    return form


def sent_from(form: DraftedForm) -> DraftPage | None:
    """Give the page a form was sent from, whose draft goes once it is sent."""
    return None if form.unsent is None else form.unsent.opened


def place_at(viewer: "Viewer", at: str, about: str | None) -> DraftPlace:
    """Give the place of the viewer's draft of the form at an address."""
    is_hers = viewer.audience is Audience.SURVIVOR
    return DraftPlace(author=viewer.id, survivor_id=viewer.id if is_hers else about, form=at)


def opened_page(place: DraftPlace) -> DraftPage:
    """Give the open page that a request comes from, as its form says."""
    page, seen = request.form.get("unsent_page", ""), request.form.get("unsent_seen", "")
    return DraftPage(place, page[:LONGEST_PAGE], seen[:LONGEST_PAGE])


def keeping_address(viewer: "Viewer") -> str:
    """Give the address at which the viewer's drafts are kept."""
    return "/unsent" if viewer.audience is Audience.SURVIVOR else "/desk/unsent"
