"""Hiding a page that nobody touches, and coming back to it after the next sign-in."""

from typing import TYPE_CHECKING, Final

from survivor_portal.actions.drafts import DraftPage, DraftPlace, drafts_at, keep_draft, throw_draft_away
from survivor_portal.domain.people import Audience
from survivor_portal.domain.sessions import RETURNS_WITHIN

if TYPE_CHECKING:
    from datetime import timedelta

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer

_RETURN: Final = "return"
"""Kept as a draft is, sealed and for its author alone, under a name that is no address."""


def idle_of(viewer: "Viewer") -> "timedelta":
    """Give how long a page of the viewer's may lie untouched before it is hidden: as their session lasts without use.

    So the page and the server agree on when it is over.
    """
    return viewer.idle


def remember_place(deps: "Deps", viewer: "Viewer", place: str) -> None:
    """Remember where the viewer is, for their own next sign-in alone."""
    keep_draft(deps, _kept_for(viewer), (("place", place),))


def place_to_return(deps: "Deps", viewer: "Viewer") -> str | None:
    """Give the place the viewer's page was hidden at: once, and for a day at most. Costs one statement for none."""
    kept = _kept_for(viewer)
    found = drafts_at(deps, kept.place)
    if not found:
        return None
    throw_draft_away(deps, kept, [draft.ref for draft in found])
    is_lately = deps.clock() < found[0].saved_at + RETURNS_WITHIN
    return dict(found[0].typed)["place"] if is_lately else None


def _kept_for(viewer: "Viewer") -> DraftPage:
    her = viewer.id if viewer.audience is Audience.SURVIVOR else None
    return DraftPage(DraftPlace(viewer.id, her, _RETURN), page=_RETURN, seen="")
