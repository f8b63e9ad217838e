"""Asking a staff member to show a factor again, before what asks for a recent one."""

from functools import wraps
from typing import TYPE_CHECKING, Final, ParamSpec

from flask import Response, make_response, request
from flask_babel import gettext

from survivor_portal.actions.staff import (
    StepUpRefusal,
    has_stepped_up,
    passkeys_of,
    step_up_with_code,
    step_up_with_passkey,
)
from survivor_portal.actions.throttling import Wait
from survivor_portal.forms.staff import StepUpForm
from survivor_portal.texts.fields import SECRET_FIELDS, SIGNING_FIELDS
from survivor_portal.texts.staff import NOT_RECOGNISED
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import render_page
from survivor_portal.web.passkey_site import passkey_site
from survivor_portal.web.renewing import carry_on_with, hand_over
from survivor_portal.web.sessions import current_viewer
from survivor_portal.web.waiting import try_again_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.sessions import OpenedSession

Given = ParamSpec("Given")

STEP_UP_AT: Final = "/desk/step-up"
_TEMPLATE: Final = "staff/step_up.html"
_OWN_FIELDS: Final = frozenset({"csrf_token", "step_up_code", "step_up_passkey"})


def after_step_up(view: "Callable[Given, ResponseReturnValue]") -> "Callable[Given, ResponseReturnValue]":
    """Let a view answer only a staff member who showed a factor within the last ten minutes; ask others to, first.

    Put it between the route and the view. A press waits while it asks: what was sent goes along with the factor, and is
    done then, so that nothing has to be pressed twice. Secrets do not go along: their fields are missing then, which a
    view has to tell from fields that were left empty.
    """

    @wraps(view)
    def guarded(*args: Given.args, **kwargs: Given.kwargs) -> "ResponseReturnValue":
        if has_stepped_up(current_deps(), current_viewer()):
            return view(*args, **kwargs)
        if request.method != "POST":
            return ask_for_factor(StepUpForm(formdata=None, place=request.path), action=STEP_UP_AT)
        if not {"step_up_code", "step_up_passkey"} & request.form.keys():
            return ask_for_factor(StepUpForm(formdata=None), action=request.path)
        outcome = step_up(StepUpForm(), action=request.path)
        if isinstance(outcome, Response):
            return outcome
        carry_on_with(outcome)
        response = make_response(view(*args, **kwargs))
        hand_over(response, outcome)
        return response

    return guarded


def ask_for_factor(form: StepUpForm, *, action: str, status: int = 401) -> Response:
    """Show the form that asks for a factor, with what was pressed carried along."""
    response = render_page(_TEMPLATE, status=status, form=form, **_around(form, action))
    if status == 401:  # noqa: PLR2004 (RFC 9110: then it says what is asked for)
        response.headers["WWW-Authenticate"] = 'Form realm="step-up"'
    return response


def step_up(form: StepUpForm, *, action: str) -> "OpenedSession | Response":
    """Take the factor that was sent and give the session's fresh tokens, or the form again."""
    if not form.validate():
        return ask_for_factor(form, action=action, status=422)
    deps, viewer = current_deps(), current_viewer()
    outcome: OpenedSession | StepUpRefusal | Wait
    if form.step_up_passkey.data:
        outcome = step_up_with_passkey(deps, passkey_site(), viewer, form.step_up_passkey.data)
    elif form.step_up_code.data:
        outcome = step_up_with_code(deps, viewer, form.step_up_code.data)
    else:
        form.step_up_code.errors = [gettext("Write the 6 numbers from your app.")]
        return ask_for_factor(form, action=action, status=422)
    # What a passkey said is good once.
    form.step_up_passkey.data = ""
    if isinstance(outcome, Wait):
        return try_again_in(outcome, _TEMPLATE, form, **_around(form, action))
    if isinstance(outcome, StepUpRefusal):
        form.form_errors.append(NOT_RECOGNISED)
        return ask_for_factor(form, action=action, status=422)
    return outcome


def _around(form: StepUpForm, action: str) -> dict[str, object]:
    """Give what goes along: the place to go on to, or what was pressed."""
    pressed = [(name, value) for name, value in request.form.items(multi=True) if _goes_along(name, value)]
    return {
        "action": action,
        "carried": [("place", form.place.data or "")] if action == STEP_UP_AT else pressed,
        "has_passkey": any(not kept.is_doubted for kept in passkeys_of(current_deps(), current_viewer().id)),
    }


def _goes_along(name: str, value: str) -> bool:
    is_secret = name in SECRET_FIELDS and value
    return not is_secret and name not in _OWN_FIELDS | SIGNING_FIELDS
