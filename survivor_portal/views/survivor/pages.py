"""Home, and signing out."""

from typing import TYPE_CHECKING

from flask import Blueprint, make_response, request

from survivor_portal.actions.cases import advocate_of
from survivor_portal.actions.consents import all_consents_of, has_a_ban_just_ended
from survivor_portal.actions.contact import has_unconfirmed_rule
from survivor_portal.actions.departures import standing_of
from survivor_portal.actions.law_enforcement import count_unanswered
from survivor_portal.actions.messages import waits_for_her
from survivor_portal.actions.notices import notices_for
from survivor_portal.actions.options import open_cards, options_of
from survivor_portal.actions.recovery import asked_since, words_are_wanted
from survivor_portal.actions.sessions import end_session, viewer_name
from survivor_portal.domain.options import Answer
from survivor_portal.texts.notices import notice_lines
from survivor_portal.web import cookies
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

survivor = Blueprint("survivor", __name__)


@survivor.get("/home")
def home() -> "ResponseReturnValue":
    """Greet her by the name she chose, and say what waits for her, in neutral words."""
    deps, her = current_deps(), current_viewer()
    advocate = advocate_of(deps, her.id)
    waiting = [card for card in open_cards(options_of(deps, her.id)) if card.answer is Answer.NOT_ANSWERED]
    consents = all_consents_of(deps, her.id)
    return render_page(
        "survivor/home.html",
        name=viewer_name(deps, her),
        advocate_name=advocate.name if advocate else None,
        message_waits=waits_for_her(deps, her.id),
        services_waiting=len(waiting),
        questions_waiting=count_unanswered(deps, her.id),
        may_now_be_read=has_a_ban_just_ended(deps, her.id),
        contact_waits=has_unconfirmed_rule(deps, her.id),
        asked_at=asked_since(deps, her.id),
        wants_words=words_are_wanted(deps, her.id),
        notice_lines=notice_lines(notices_for(deps, her)),
        standing=standing_of(deps, her.id),
        told_now=[card for card in consents.cards if card.is_told_now],
        not_told_now=[card for card in consents.cards if card.is_given and not card.is_told_now],
        damaged=[found for found in consents.damaged if found.may_stand],
        choices_waiting=sum(card.waits_for_her for card in consents.cards),
    )


@survivor.post("/sign-out")
def sign_out() -> "ResponseReturnValue":
    """End her session and show the sign-in page."""
    end_session(current_deps(), request.cookies[cookies.SURVIVOR.sid])
    response = make_response(leave_to("/"))
    cookies.drop_session(response, cookies.SURVIVOR)
    return response
