"""Getting back in without the passphrase: asking, waiting with a number, typing a code, setting a new passphrase."""

from typing import TYPE_CHECKING, Final

from flask import Blueprint, make_response, request
from flask_babel import gettext

from survivor_portal.actions.entering import Entrance
from survivor_portal.actions.recovery import (
    AskedRequest,
    CodeOutcome,
    FinishRefusal,
    NewStart,
    ask_to_get_in,
    asked_with,
    finish_recovery,
    give_up,
    take_code,
)
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.devices import look_of
from survivor_portal.domain.recovery import Stage
from survivor_portal.forms.recovery import AskForm, GetInCodeForm, NewStartForm
from survivor_portal.security.passphrase_rules import PassphraseProblem
from survivor_portal.security.passphrases import HashingBusyError
from survivor_portal.texts.passphrases import PASSPHRASE_PROBLEMS
from survivor_portal.web import cookies
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.letting_in import HOMES, language_picked, let_in
from survivor_portal.web.sessions import viewer_if_any
from survivor_portal.web.shell import portal_name
from survivor_portal.web.waiting import try_again_in, try_when_quieter

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

recover = Blueprint("recover", __name__, url_prefix="/recover")

_ASK: Final = "public/recover.html"
_WAIT: Final = "public/recover_wait.html"
_NEW_START: Final = "public/recover_passphrase.html"


@recover.get("")
def ask() -> "ResponseReturnValue":
    """Say how it goes, and ask for the sign-in name; or say that the last request has ended."""
    viewer = viewer_if_any()
    if viewer:
        return leave_to(HOMES[viewer.audience])
    return render_page(_ASK, form=AskForm(), has_ended=bool(_token()) and _asked() is None)


@recover.post("")
def ask_now() -> "ResponseReturnValue":
    """Make a request, whoever the name belongs to, and show its number."""
    form = AskForm()
    if not form.validate():
        return render_page(_ASK, status=422, form=form, has_ended=False)
    token = ask_to_get_in(
        current_deps(),
        form.sign_in_name.data,
        former=_token(),
        known_device=request.cookies.get(cookies.DEVICE),
    )
    if isinstance(token, Wait):
        return try_again_in(token, _ASK, form, has_ended=False)
    response = make_response(leave_to("/recover/wait"))
    cookies.hold_recovery(response, token)
    return response


@recover.get("/wait")
def wait() -> "ResponseReturnValue":
    """Show the number to read out, and room for the code; the page may be loaded again at any time."""
    asked = _asked()
    if asked is None:
        return leave_to("/recover")
    if asked.stage is Stage.CODE_TAKEN:
        return leave_to("/recover/passphrase")
    return _wait(asked, GetInCodeForm())


@recover.post("/wait")
def type_code() -> "ResponseReturnValue":
    """Take the code, in the browser that asked."""
    form, asked = GetInCodeForm(), _asked()
    if asked is None:
        return leave_to("/recover")
    if not form.validate():
        return _wait(asked, form, status=422)
    outcome = take_code(current_deps(), _token(), form.get_in_code.data)
    if outcome is CodeOutcome.OVER:
        return leave_to("/recover")
    if outcome is CodeOutcome.WRONG:
        form.get_in_code.errors = [
            gettext("That is not the code, or its time is over. Check it, or ask for another one.")
        ]
        return _wait(asked, form, status=422)
    return leave_to("/recover/passphrase")


@recover.post("/stop")
def stop() -> "ResponseReturnValue":
    """End the request of this browser."""
    give_up(current_deps(), _token())
    response = make_response(leave_to("/"))
    cookies.drop_recovery(response)
    return response


@recover.get("/passphrase")
def passphrase() -> "ResponseReturnValue":
    """Ask for the new passphrase, once the code was typed."""
    asked = _asked()
    if asked is None or asked.stage is not Stage.CODE_TAKEN:
        return leave_to("/recover/wait" if asked else "/recover")
    return render_page(_NEW_START, form=NewStartForm())


@recover.post("/passphrase")
def set_passphrase() -> "ResponseReturnValue":
    """Set the new passphrase and let her in; everything else of hers is signed out."""
    form = NewStartForm()
    if not form.validate():
        return render_page(_NEW_START, status=422, form=form)
    start = NewStart(
        form.new_passphrase.data,
        Entrance(
            phone_is_hers={"yes": True, "no": False}.get(form.phone_is_hers.data),
            look=look_of(request.user_agent.string),
            known_device=request.cookies.get(cookies.DEVICE),
        ),
        language_picked(),
        known=[portal_name(), request.host],
    )
    try:
        outcome = finish_recovery(current_deps(), _token(), start)
    except HashingBusyError:
        return try_when_quieter(_NEW_START, form)
    if isinstance(outcome, Wait):
        return try_again_in(outcome, _NEW_START, form)
    if isinstance(outcome, FinishRefusal):
        return leave_to("/recover")
    if isinstance(outcome, PassphraseProblem):
        form.new_passphrase.errors = [PASSPHRASE_PROBLEMS[outcome]]
        return render_page(_NEW_START, status=422, form=form)
    return let_in(outcome, None)


def _token() -> str:
    return request.cookies.get(cookies.RECOVERY, "")


def _asked() -> AskedRequest | None:
    # Nobody who holds nothing costs a look into the database.
    return asked_with(current_deps(), _token()) if _token() else None


def _wait(asked: AskedRequest, form: GetInCodeForm, status: int = 200) -> "ResponseReturnValue":
    return render_page(_WAIT, status=status, asked=asked, form=form)
