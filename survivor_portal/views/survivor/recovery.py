"""Getting back in, as she prepares and watches it: the words for her team, what was done, stopping and freezing."""

from typing import TYPE_CHECKING, Final

from flask import Blueprint, make_response, request
from flask_babel import gettext

from survivor_portal.actions.freezing import freeze_own
from survivor_portal.actions.recovery import (
    NewWords,
    WordsRefusal,
    history_page,
    set_words,
    stop_requests,
    words_are_wanted,
    words_set_at,
)
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.people import Audience
from survivor_portal.domain.recovery import WordsProblem
from survivor_portal.forms.recovery import AgreedWordsForm
from survivor_portal.security.passphrases import HashingBusyError
from survivor_portal.texts.recovery import WORDS_PROBLEMS, history_words
from survivor_portal.web import cookies
from survivor_portal.web.deps import current_deps
from survivor_portal.web.guards import place_for
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer
from survivor_portal.web.shell import portal_name
from survivor_portal.web.waiting import try_again_in, try_when_quieter

if TYPE_CHECKING:
    from typing import Any

    from flask.typing import ResponseReturnValue

recovery = Blueprint("recovery", __name__, url_prefix="/me")

_HERE: Final = "survivor/recovery.html"
_HERS: Final = frozenset({Audience.SURVIVOR})


@recovery.get("/recovery")
def overview() -> "ResponseReturnValue":
    """Show the form for her words, and what was done for her sign-in."""
    return render_page(_HERE, form=AgreedWordsForm(), **_known())


@recovery.post("/recovery")
def set_words_now() -> "ResponseReturnValue":
    """Set the words her team is to know her by."""
    form = AgreedWordsForm()
    if not form.validate():
        return render_page(_HERE, status=422, form=form, **_known())
    new = NewWords(form.present_passphrase.data, form.agreed_words.data, known=[portal_name(), request.host])
    try:
        outcome = set_words(current_deps(), current_viewer(), new)
    except HashingBusyError:
        return try_when_quieter(_HERE, form, **_known())
    if isinstance(outcome, Wait):
        return try_again_in(outcome, _HERE, form, **_known())
    if outcome is None:
        return leave_to("/me/recovery")
    if isinstance(outcome, WordsProblem):
        form.agreed_words.errors = [WORDS_PROBLEMS[outcome]]
    if isinstance(outcome, WordsRefusal):
        form.present_passphrase.errors = [gettext("That is not your passphrase now. Check it and try again.")]
    return render_page(_HERE, status=422, form=form, **_known())


@recovery.post("/recovery/stop")
def stop() -> "ResponseReturnValue":
    """End every request made with her name."""
    stop_requests(current_deps(), current_viewer())
    return leave_to(place_for(request.form.get("place", ""), _HERS, "/me"))


@recovery.post("/devices/freeze")
def freeze() -> "ResponseReturnValue":
    """Let nothing sign in with her name any more, here neither, until she was helped back in."""
    freeze_own(current_deps(), current_viewer())
    response = make_response(leave_to("/"))
    cookies.drop_session(response, cookies.SURVIVOR)
    cookies.remember_device(response, None)
    return response


def _known() -> "dict[str, Any]":
    deps, her = current_deps(), current_viewer()
    return {
        "words_set_at": words_set_at(deps, her.id),
        "wants_words": words_are_wanted(deps, her.id),
        "history": history_page(deps, her.id),
        "history_words": history_words,
    }
