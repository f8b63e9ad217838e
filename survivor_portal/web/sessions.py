"""Who is looking at the page being asked for."""

from typing import TYPE_CHECKING

from flask import g, request
from sqlalchemy.exc import SQLAlchemyError

from survivor_portal.actions.sessions import end_session, find_viewer, has_no_key
from survivor_portal.web.cookies import DESK, has_left, side_of
from survivor_portal.web.deps import current_deps

if TYPE_CHECKING:
    from survivor_portal.actions.sessions import Viewer


def recognise_viewer(*, is_needed: bool, note_use: bool) -> None:
    """Look once, at the start of a request, for a session of the address's side; both of its cookies must be there.

    Without `note_use` the request does not count as use of the session. Where no viewer is needed, a database that does
    not answer counts as nobody: numbers to call show all the same. Raises `sqlalchemy.exc.SQLAlchemyError` otherwise.
    """
    g.viewer = None
    cookies = side_of(request.path)
    sid, k = request.cookies.get(cookies.sid), request.cookies.get(cookies.k)
    if sid and k and not has_left():
        try:
            g.viewer = find_viewer(current_deps(), desk=cookies is DESK, sid=sid, k=k, note_use=note_use)
        except SQLAlchemyError:
            if is_needed:
                raise


def sign_out_whose_key_is_gone() -> bool:
    """Sign the viewer out if there is no key to open anything of theirs, and say whether that was so."""
    viewer = viewer_if_any()
    if viewer is None or not has_no_key(current_deps(), viewer):
        return False
    g.viewer = None
    end_session(current_deps(), request.cookies[side_of(request.path).sid])
    return True


def viewer_if_any() -> "Viewer | None":
    """Give who is signed in on this side, or None. Answers None too where no page is shown, as for a static file."""
    viewer: Viewer | None = g.get("viewer")
    return viewer


def current_viewer() -> "Viewer":
    """Give who is signed in, in a view whose guard has let them through."""
    viewer: Viewer = g.viewer
    return viewer
