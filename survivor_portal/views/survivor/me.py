"""Me: what is hers to see and set about her sign-in, her devices and her passphrase."""

from typing import TYPE_CHECKING, Final

from flask import Blueprint, make_response, request
from flask_babel import gettext, ngettext

from survivor_portal.actions.departures import standing_of
from survivor_portal.actions.devices import call_shared, end_on_device, sign_out_everywhere, signed_in_devices
from survivor_portal.actions.notices import note_seen_up_to, notices_for
from survivor_portal.actions.passphrases import PassphraseChange, PassphraseRefusal, change_passphrase
from survivor_portal.actions.recovery import asked_since
from survivor_portal.actions.sessions import viewer_name
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.leaving import idle_limit
from survivor_portal.domain.people import Audience
from survivor_portal.domain.sessions import survivor_limits
from survivor_portal.forms.passphrases import PassphraseChangeForm
from survivor_portal.security.passphrase_rules import PassphraseProblem
from survivor_portal.security.passphrases import HashingBusyError
from survivor_portal.texts.devices import device_words
from survivor_portal.texts.notices import notice_lines
from survivor_portal.texts.passphrases import PASSPHRASE_PROBLEMS
from survivor_portal.web import cookies
from survivor_portal.web.deps import current_deps
from survivor_portal.web.guards import place_for
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer
from survivor_portal.web.shell import portal_name
from survivor_portal.web.waiting import try_again_in, try_when_quieter

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.sessions import Viewer

me = Blueprint("me", __name__, url_prefix="/me")

_PASSPHRASE_PAGE: Final = "survivor/passphrase.html"  # noqa: S105 (a template)
_HERS: Final = frozenset({Audience.SURVIVOR})


@me.get("")
def overview() -> "ResponseReturnValue":
    """Show what is hers to set, and how this phone is treated."""
    deps, her = current_deps(), current_viewer()
    return render_page(
        "survivor/me.html",
        name=viewer_name(deps, her),
        asked_at=asked_since(deps, her.id),
        notice_lines=notice_lines(notices_for(deps, her)),
        standing=standing_of(deps, her.id),
        is_shared=her.is_on_shared_device,
        ends_after=_ends_after(her),
    )


@me.post("/notices/<ref>")
def notices_seen(ref: str) -> "ResponseReturnValue":
    """Note that she has seen a notice and those before it."""
    note_seen_up_to(current_deps(), current_viewer(), ref)
    return leave_to(place_for(request.form.get("place", ""), _HERS, "/me"))


@me.post("/shared")
def shared() -> "ResponseReturnValue":
    """Treat this phone as one that others use too, from now on."""
    call_shared(current_deps(), current_viewer())
    response = make_response(leave_to("/me"))
    cookies.remember_device(response, None)
    # What she kept on it while it was hers alone goes too.
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


@me.get("/devices")
def devices() -> "ResponseReturnValue":
    """Show where she is signed in."""
    return render_page(
        "survivor/devices.html",
        devices=signed_in_devices(current_deps(), current_viewer()),
        device_words=device_words,
    )


@me.post("/devices/<ref>/end")
def end_device(ref: str) -> "ResponseReturnValue":
    """Sign her out on one device."""
    her = current_viewer()
    end_on_device(current_deps(), her, ref)
    return _signed_out() if ref == her.session_ref else leave_to("/me/devices")


@me.post("/devices/end-all")
def end_all_devices() -> "ResponseReturnValue":
    """Sign her out everywhere, here too unless she asks to stay."""
    keep_this = request.form.get("keep") == "yes"
    sign_out_everywhere(current_deps(), current_viewer(), keep_this=keep_this)
    return leave_to("/me/devices") if keep_this else _signed_out()


@me.get("/passphrase")
def passphrase() -> "ResponseReturnValue":
    """Show the form she changes her passphrase with."""
    return render_page(_PASSPHRASE_PAGE, form=PassphraseChangeForm())


@me.post("/passphrase")
def change_passphrase_now() -> "ResponseReturnValue":
    """Change her passphrase, and go on here under a new session id."""
    form = PassphraseChangeForm()
    if not form.validate():
        return _passphrase_again(form)
    change = PassphraseChange(form.present_passphrase.data, form.new_passphrase.data, known=[portal_name()])
    try:
        outcome = change_passphrase(current_deps(), current_viewer(), change)
    except HashingBusyError:
        return try_when_quieter(_PASSPHRASE_PAGE, form)
    if isinstance(outcome, Wait):
        return try_again_in(outcome, _PASSPHRASE_PAGE, form)
    if isinstance(outcome, PassphraseProblem):
        form.new_passphrase.errors = [PASSPHRASE_PROBLEMS[outcome]]
        return _passphrase_again(form)
    if isinstance(outcome, PassphraseRefusal):
        form.present_passphrase.errors = [gettext("That is not your passphrase now. Check it and try again.")]
        return _passphrase_again(form)
    response = make_response(leave_to("/me"))
    cookies.hold_session(response, cookies.SURVIVOR, outcome)
    return response


def _passphrase_again(form: PassphraseChangeForm) -> "ResponseReturnValue":
    return render_page(_PASSPHRASE_PAGE, status=422, form=form)


def _signed_out() -> "ResponseReturnValue":
    response = make_response(leave_to("/"))
    cookies.drop_session(response, cookies.SURVIVOR)
    cookies.remember_device(response, None)
    return response


def _ends_after(her: "Viewer") -> str:
    limits = survivor_limits(phone_is_hers=not her.is_on_shared_device)
    minutes = int(idle_limit(limits, her.leaving.hides_after).total_seconds()) // 60
    return ngettext(
        "You are signed out after %(num)s minute without use.",
        "You are signed out after %(num)s minutes without use.",
        minutes,
    )
