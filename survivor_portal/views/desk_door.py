"""The way in for staff: signing in, and setting an account up."""

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response
from flask_babel import gettext

from survivor_portal.actions.sign_in import SignInRefusal
from survivor_portal.actions.staff import (
    BegunSetUp,
    SetUpRefusal,
    StaffAttempt,
    ask_to_sign_in,
    begin_set_up,
    begun_set_up,
    finish_set_up,
    name_to_set_up,
    sign_in_staff,
    sign_in_with_passkey,
)
from survivor_portal.actions.throttling import Wait
from survivor_portal.forms.signing_in import PasskeySignInForm, StaffSignInForm
from survivor_portal.forms.staff import ConfirmAppForm, SetUpForm
from survivor_portal.security.passphrase_rules import passphrase_problem
from survivor_portal.security.passphrases import HashingBusyError
from survivor_portal.security.totp import app_address, grouped_secret
from survivor_portal.texts.passphrases import PASSPHRASE_PROBLEMS
from survivor_portal.texts.staff import APP_CODE_WRONG, SET_UP_BEGUN_ANEW, SET_UP_NOT_RECOGNISED
from survivor_portal.views.late_words import keep_late_words
from survivor_portal.web.deps import current_deps
from survivor_portal.web.form_tokens import mark_of_browser
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.letting_in import HOMES, language_picked, let_in
from survivor_portal.web.passkey_site import passkey_site
from survivor_portal.web.qr_codes import qr_code
from survivor_portal.web.sessions import viewer_if_any
from survivor_portal.web.shell import portal_name
from survivor_portal.web.waiting import try_again_in, try_when_it_can_be_kept, try_when_quieter

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

desk_door = Blueprint("desk_door", __name__, url_prefix="/desk")

_SIGN_IN: Final = "public/desk_sign_in.html"
_SET_UP: Final = "public/desk_set_up.html"


@desk_door.get("/sign-in")
def sign_in() -> "ResponseReturnValue":
    """Show the staff's sign-in form, or their own first page when they are signed in."""
    viewer = viewer_if_any()
    if viewer:
        return leave_to(HOMES[viewer.audience])
    return render_page(_SIGN_IN, form=StaffSignInForm())


@desk_door.post("/sign-in")
def sign_in_now() -> "ResponseReturnValue":
    """Sign a staff member in, with the code of the moment or a recovery code."""
    form = StaffSignInForm()
    if not form.validate():
        return render_page(_SIGN_IN, status=422, form=form)
    attempt = StaffAttempt(
        sign_in_name=form.sign_in_name.data,
        passphrase=form.passphrase.data,
        code=form.code.data,
        language=language_picked(),
    )
    try:
        outcome = sign_in_staff(current_deps(), attempt)
    except HashingBusyError:
        return try_when_quieter(_SIGN_IN, form)
    if isinstance(outcome, Wait):
        return try_again_in(outcome, _SIGN_IN, form)
    if isinstance(outcome, SignInRefusal):
        form.form_errors.append(
            gettext("We could not sign you in with that. Check each line, wait for a new code, and try again.")
        )
        return render_page(_SIGN_IN, status=422, form=form)
    if not keep_late_words(outcome, form):
        return try_when_it_can_be_kept(_SIGN_IN, form)
    return let_in(outcome, form.place.data)


@desk_door.post("/sign-in/challenge")
def sign_in_challenge() -> "ResponseReturnValue":
    """Give what the browser is to ask a passkey, for our script."""
    return Response(ask_to_sign_in(current_deps(), passkey_site(), mark_of_browser()), mimetype="application/json")


@desk_door.post("/sign-in/passkey")
def sign_in_with_passkey_now() -> "ResponseReturnValue":
    """Sign a staff member in with a passkey."""
    form = PasskeySignInForm()
    outcome = (
        sign_in_with_passkey(
            current_deps(), passkey_site(), mark_of_browser(), form.credential.data or "", language_picked()
        )
        if form.validate()
        else SignInRefusal.NOT_RECOGNISED
    )
    again = StaffSignInForm(formdata=None)
    again.take_over(form)
    if isinstance(outcome, SignInRefusal):
        again.form_errors.append(
            gettext("We could not sign you in with that passkey. You can use your passphrase and a code.")
        )
        return render_page(_SIGN_IN, status=422, form=again)
    if not keep_late_words(outcome, form):
        return try_when_it_can_be_kept(_SIGN_IN, again)
    return let_in(outcome, form.place.data)


@desk_door.get("/set-up")
def set_up() -> "ResponseReturnValue":
    """Show the form that a set-up code is for. The code is typed, or our script takes it out of the link."""
    return render_page(_SET_UP, form=SetUpForm())


@desk_door.post("/set-up")
def choose_passphrase() -> "ResponseReturnValue":
    """Keep the passphrase, and show the secret for the app. It stands on this one answer, so nothing leads to it."""
    deps, form = current_deps(), SetUpForm()
    if not form.validate():
        return render_page(_SET_UP, status=422, form=form)
    code, passphrase = form.set_up_code.data, form.new_passphrase.data
    name = name_to_set_up(deps, code)
    if name is None:
        return _not_recognised(form)
    problem = passphrase_problem(passphrase, known={name, portal_name(), code})
    if problem:
        form.new_passphrase.errors = [PASSPHRASE_PROBLEMS[problem]]
        return render_page(_SET_UP, status=422, form=form)
    try:
        begun = begin_set_up(deps, code, passphrase)
    except HashingBusyError:
        return try_when_quieter(_SET_UP, form)
    if not isinstance(begun, BegunSetUp):
        return try_again_in(begun, _SET_UP, form) if isinstance(begun, Wait) else _not_recognised(form)
    return _confirm(begun, ConfirmAppForm(formdata=None, set_up_code=code, begun=begun.seal))


@desk_door.post("/set-up/app")
def confirm_app() -> "ResponseReturnValue":
    """Confirm the app with its first code, and show ten recovery codes, this once."""
    deps, form = current_deps(), ConfirmAppForm()
    code, seal = form.set_up_code.data or "", form.begun.data or ""
    begun = begun_set_up(deps, code, seal)
    if isinstance(begun, SetUpRefusal):
        return _begin_again(begun, code)
    if not form.validate():
        return _confirm(begun, form, status=422)
    outcome = finish_set_up(deps, code, seal, form.code.data)
    if outcome is SetUpRefusal.WRONG_APP_CODE:
        form.code.errors = [APP_CODE_WRONG]
        return _confirm(begun, form, status=422)
    if isinstance(outcome, SetUpRefusal):
        return _begin_again(outcome, code)
    return render_page("public/desk_recovery_codes.html", codes=outcome)


def _begin_again(refusal: SetUpRefusal, code: str) -> "ResponseReturnValue":
    if refusal is not SetUpRefusal.BEGUN_ANEW:
        return _not_recognised(SetUpForm(formdata=None))
    form = SetUpForm(formdata=None, set_up_code=code)
    form.form_errors.append(SET_UP_BEGUN_ANEW)
    return render_page(_SET_UP, status=422, form=form)


def _not_recognised(form: SetUpForm) -> "ResponseReturnValue":
    form.set_up_code.errors = [SET_UP_NOT_RECOGNISED]
    return render_page(_SET_UP, status=422, form=form)


def _confirm(begun: BegunSetUp, form: ConfirmAppForm, status: int = 200) -> "ResponseReturnValue":
    return render_page(
        "public/desk_set_up_app.html",
        status=status,
        form=form,
        picture=qr_code(app_address(begun.totp_secret, portal_name(), begun.name)),
        secret=grouped_secret(begun.totp_secret),
    )
