"""What follows a sign-in on either side: the session goes to the browser, and the browser to where it was going."""

from typing import TYPE_CHECKING, Final

from flask import make_response, request

from survivor_portal.actions.cases import survivor_for
from survivor_portal.actions.hiding import place_to_return
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.sessions import end_session, find_viewer
from survivor_portal.domain.people import Audience
from survivor_portal.web import cookies
from survivor_portal.web.deps import current_deps
from survivor_portal.web.guards import page_at, place_for
from survivor_portal.web.htmx import leave_to
from survivor_portal.web.locale import is_offered

if TYPE_CHECKING:
    from flask import Response

    from survivor_portal.actions.sessions import OpenedSession, Viewer

HOMES: Final = {Audience.SURVIVOR: "/home", Audience.ADVOCATE: "/desk", Audience.SUPERVISOR: "/desk/office"}
"""Where each kind of person begins."""


def let_in(opened: "OpenedSession", place: str | None) -> "Response":
    """Hand a fresh session to the browser and lead to the place it asked for; a session it held before is ended.

    Asked for none, it leads to where a page of this person was hidden.
    """
    side = cookies.SURVIVOR if opened.audience is Audience.SURVIVOR else cookies.DESK
    former = request.cookies.get(side.sid)
    if former:
        end_session(current_deps(), former)
    own = frozenset({opened.audience} if side is cookies.SURVIVOR else {opened.audience, Audience.STAFF})
    deps = current_deps()
    viewer = find_viewer(deps, desk=side is cookies.DESK, sid=opened.sid, k=opened.k, note_use=False)
    left_at = None if viewer is None else place_to_return(deps, viewer)
    if viewer and left_at and not _is_theirs_still(viewer, left_at):
        left_at = None
    response = make_response(leave_to(place_for(place or left_at or "", own, HOMES[opened.audience])))
    cookies.hold_session(response, side, opened)
    if opened.audience is Audience.SURVIVOR:
        cookies.remember_device(response, opened.known_device)
    return response


def _is_theirs_still(viewer: "Viewer", place: str) -> bool:
    """Say whether a page about somebody is the viewer's still: a case may have been handed on since it was hidden."""
    _, parts = page_at(place, frozenset({Audience.ADVOCATE})) or ("", {})
    if "ref" in parts:
        try:
            survivor_for(current_deps(), viewer.id, parts["ref"])
        except NotFoundError:
            return False
    return True


def language_picked() -> str | None:
    """Give the language picked in this browser before signing in."""
    picked = request.cookies.get(cookies.LANGUAGE)
    return picked if is_offered(picked) else None
