"""The advocate's desk: the whole caseload, whoever waits first."""

from typing import TYPE_CHECKING

from flask import Blueprint

from survivor_portal.actions.departures import left_lately
from survivor_portal.actions.desk import Change, desk_of
from survivor_portal.actions.recovery import count_asked_for_second
from survivor_portal.actions.sessions import viewer_name
from survivor_portal.actions.staff import count_newcomers, unseen_events
from survivor_portal.domain.departures import TOLD_FOR
from survivor_portal.texts.desk import news_words
from survivor_portal.texts.staff import event_words
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

advocate = Blueprint("advocate", __name__, url_prefix="/desk")

_ICONS = {
    Change.CONSENT_STOPPED: "choices",
    Change.ANSWER_CHANGED: "services",
    Change.MESSAGE_SENT: "messages",
    Change.CONSENT_ENDING: "choices",
    Change.CONSENT_GIVEN: "choices",
}


@advocate.get("")
def desk() -> "ResponseReturnValue":
    """Show who waits for an answer and since when, and everyone else below."""
    deps, viewer = current_deps(), current_viewer()
    return render_page(
        "advocate/desk.html",
        name=viewer_name(deps, viewer),
        desk=desk_of(deps, viewer.id),
        seconds=count_asked_for_second(deps, viewer),
        newcomers=count_newcomers(deps, viewer),
        news=unseen_events(deps, viewer),
        event_words=event_words,
        left_lately=left_lately(deps, viewer.id),
        told_days=TOLD_FOR.days,
        news_words=news_words,
        icons=_ICONS,
    )
