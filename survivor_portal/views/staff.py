"""What advocates and supervisors share: their own account, and signing out."""

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, make_response, request

from survivor_portal.actions.leaving import cover_desk
from survivor_portal.actions.sessions import end_session, viewer_name
from survivor_portal.actions.staff import (
    add_passkey,
    ask_to_add,
    ask_to_step_up,
    events_about,
    introducer_of,
    note_events_seen,
    passkeys_of,
    recovery_codes_left,
    remove_passkey,
    replace_recovery_codes,
    unseen_events,
)
from survivor_portal.domain.people import Audience, Role
from survivor_portal.forms.leaving import CoverForm
from survivor_portal.forms.staff import PasskeyForm, SeenForm, StepUpForm
from survivor_portal.texts.staff import PASSKEY_NOT_ADDED, ROLE_LABELS, event_words
from survivor_portal.views.stepping_up import STEP_UP_AT, after_step_up, ask_for_factor, step_up
from survivor_portal.web import cookies
from survivor_portal.web.deps import current_deps
from survivor_portal.web.guards import place_for
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.letting_in import HOMES
from survivor_portal.web.passkey_site import passkey_site
from survivor_portal.web.renewing import hand_over
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

staff = Blueprint("staff", __name__, url_prefix="/desk")

_JSON: Final = "application/json"


@staff.post("/sign-out")
def sign_out() -> "ResponseReturnValue":
    """End the session and show the staff's sign-in page."""
    end_session(current_deps(), request.cookies[cookies.DESK.sid])
    response = make_response(leave_to("/desk/sign-in"))
    cookies.drop_session(response, cookies.DESK)
    return response


@staff.get("/me")
def me() -> "ResponseReturnValue":
    """Show how the viewer signs in."""
    deps, viewer = current_deps(), current_viewer()
    return render_page(
        "staff/me.html",
        name=viewer_name(deps, viewer),
        role=ROLE_LABELS[Role(viewer.audience)],
        passkeys=passkeys_of(deps, viewer.id),
        codes_left=recovery_codes_left(deps, viewer.id),
        home=HOMES[viewer.audience],
        is_confirmed=viewer.is_confirmed,
        introduced_by=introducer_of(deps, viewer),
        news=unseen_events(deps, viewer),
        events=events_about(deps, viewer.id),
        event_words=event_words,
        cover_form=CoverForm(formdata=None, covers="yes" if viewer.leaving.covers else "no"),
    )


@staff.post("/me/seen")
def seen() -> "ResponseReturnValue":
    """Note what the viewer has seen, and stay on the page."""
    deps, viewer = current_deps(), current_viewer()
    form = SeenForm()
    if form.validate():
        shown = set((form.seen.data or "").split())
        note_events_seen(
            deps, viewer, [line.number for line in unseen_events(deps, viewer) if str(line.number) in shown]
        )
    return leave_to(place_for(form.place.data or "", frozenset({viewer.audience, Audience.STAFF}), "/desk/me"))


@staff.post("/me/cover")
def cover() -> "ResponseReturnValue":
    """Keep whether the viewer's pages are covered while another one is looked at."""
    form = CoverForm()
    if form.validate() and form.covers.data:
        cover_desk(current_deps(), current_viewer(), covers=form.covers.data == "yes")
    return leave_to("/desk/me")


@staff.get("/me/passkeys")
@after_step_up
def passkeys() -> "ResponseReturnValue":
    """Show the viewer's passkeys, to add one and take one away."""
    return _passkeys(PasskeyForm())


@staff.post("/me/passkeys/challenge")
@after_step_up
def passkey_challenge() -> "ResponseReturnValue":
    """Give what the browser is to make a passkey with, for our script."""
    return Response(ask_to_add(current_deps(), passkey_site(), current_viewer()), mimetype=_JSON)


@staff.post("/me/passkeys")
@after_step_up
def keep_passkey() -> "ResponseReturnValue":
    """Keep the passkey that the browser made."""
    form = PasskeyForm()
    if not form.validate() or not add_passkey(
        current_deps(), passkey_site(), current_viewer(), form.credential.data or ""
    ):
        again = PasskeyForm(formdata=None)
        again.form_errors.append(PASSKEY_NOT_ADDED)
        return _passkeys(again, status=422)
    return leave_to("/desk/me/passkeys")


@staff.post("/me/passkeys/<ref>/removal")
@after_step_up
def take_passkey_away(ref: str) -> "ResponseReturnValue":
    """Take a passkey of the viewer's away."""
    remove_passkey(current_deps(), current_viewer(), ref)
    return leave_to("/desk/me/passkeys")


@staff.get("/me/recovery-codes")
def recovery_codes() -> "ResponseReturnValue":
    """Say how many recovery codes are left."""
    left = recovery_codes_left(current_deps(), current_viewer().id)
    return render_page("staff/recovery_codes.html", codes=(), codes_left=left)


@staff.post("/me/recovery-codes")
@after_step_up
def new_recovery_codes() -> "ResponseReturnValue":
    """Draw ten new recovery codes and show them, this once: they are stored nowhere, so no address leads to them."""
    codes = replace_recovery_codes(current_deps(), current_viewer())
    return render_page("staff/recovery_codes.html", codes=codes, codes_left=len(codes))


@staff.get("/step-up")
def step_up_page() -> "ResponseReturnValue":
    """Ask for a factor, whether or not one was shown a short while ago."""
    return ask_for_factor(StepUpForm(formdata=None), action=STEP_UP_AT, status=200)


@staff.post("/step-up")
def step_up_now() -> "ResponseReturnValue":
    """Take a factor, and go on to the place it was asked for."""
    form = StepUpForm()
    outcome = step_up(form, action=STEP_UP_AT)
    if isinstance(outcome, Response):
        return outcome
    own = frozenset({outcome.audience, Audience.STAFF})
    response = make_response(leave_to(place_for(form.place.data or "", own, HOMES[outcome.audience])))
    hand_over(response, outcome)
    return response


@staff.post("/step-up/challenge")
def step_up_challenge() -> "ResponseReturnValue":
    """Give what the browser is to ask the viewer's passkeys, for our script."""
    return Response(ask_to_step_up(current_deps(), passkey_site(), current_viewer()), mimetype=_JSON)


def _passkeys(form: PasskeyForm, status: int = 200) -> "ResponseReturnValue":
    kept = passkeys_of(current_deps(), current_viewer().id)
    return render_page("staff/passkeys.html", status=status, form=form, passkeys=kept)
