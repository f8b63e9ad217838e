"""What was sent after its session had ended: it goes along through the sign-in, and waits for whoever wrote it."""

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request
from werkzeug.datastructures import MultiDict

from survivor_portal.actions.drafts import DraftPage, is_too_long, keep_if_possible, was_opened
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.sessions import find_viewer
from survivor_portal.domain.drafts import LONGEST_PAGE
from survivor_portal.domain.people import Audience
from survivor_portal.texts.fields import LONG_FIELDS
from survivor_portal.views.drafts import FORMS, whom_it_is_about
from survivor_portal.views.unsent import place_at
from survivor_portal.web.deps import current_deps
from survivor_portal.web.guards import page_at

if TYPE_CHECKING:
    from survivor_portal.actions.sessions import OpenedSession
    from survivor_portal.forms.signing_in import SentTooLate


@dataclass(frozen=True, slots=True, repr=False)
class LateWords:
    """What a sign-in form takes over: `written` to be shown and copied, and the other lines of a form that has drafts.

    Without an `unsent_page` nothing of it will come back.
    """

    written: str
    unsent_page: str = ""
    unsent_typed: tuple[str, ...] = ()


def late_words(place: str) -> LateWords:
    """Give what was sent too late, from the page at a place."""
    written = "\n\n".join(request.form[name] for name in sorted(LONG_FIELDS) if request.form.get(name))
    page = request.form.get("unsent_page", "")[:LONGEST_PAGE]
    endpoint, _ = page_at(place, frozenset(Audience)) or ("", {})
    if not page or endpoint not in FORMS:
        return LateWords(written)
    form = FORMS[endpoint]()
    typed = tuple((name, value) for name, value in form.typed() if value.strip())
    if is_too_long(place, typed):
        return LateWords(form.written(typed))
    lines = tuple(f"{name}={value}" for name, value in typed if name not in LONG_FIELDS)
    return LateWords(written, page, lines) if written.strip() or lines else LateWords("")


def keep_late_words(opened: "OpenedSession", form: "SentTooLate") -> bool:
    """Make a draft of what came after its session had ended, once whoever its page was opened for has signed in again.

    For anybody else, and of any other page, nothing is kept. False when it could not be kept now, and would be lost.
    """
    deps, at, page = current_deps(), form.place.data or "", form.unsent_page.data
    is_hers = opened.audience is Audience.SURVIVOR
    viewer = find_viewer(deps, desk=not is_hers, sid=opened.sid, k=opened.k, note_use=False) if page else None
    if viewer is None:
        return True
    endpoint, parts = page_at(at, frozenset({viewer.audience})) or ("", {})
    if endpoint not in FORMS:
        return True
    typed = FORMS[endpoint](formdata=MultiDict(form.sent_too_late)).typed()
    # Her advocate may have handed the case on meanwhile.
    with suppress(NotFoundError):
        kept_for = DraftPage(place_at(viewer, at, whom_it_is_about(viewer, endpoint, parts)), page, seen="")
        return not was_opened(deps, kept_for) or keep_if_possible(deps, kept_for, typed)
    return True
