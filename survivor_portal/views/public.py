"""Pages anyone can see: signing in, the language switch, leaving, numbers to call, static files, health."""

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, make_response, redirect, request
from flask_babel import gettext

from survivor_portal.actions.health import databases_answer
from survivor_portal.actions.languages import choose_language
from survivor_portal.actions.sessions import end_sessions_now_or_soon
from survivor_portal.actions.sign_in import SignInRefusal, SurvivorAttempt, sign_in_survivor
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.devices import look_of
from survivor_portal.domain.people import Audience
from survivor_portal.forms.signing_in import StaffSignInForm, SurvivorSignInForm
from survivor_portal.security.passphrases import HashingBusyError
from survivor_portal.texts.numbers import languages_named, numbers_for
from survivor_portal.views.late_words import keep_late_words, late_words
from survivor_portal.web import cookies
from survivor_portal.web.deps import current_assets, current_config, current_deps
from survivor_portal.web.guards import first_page, page_around, place_for
from survivor_portal.web.htmx import asked_for_part, leave_to, not_done_since_signed_out, render_page
from survivor_portal.web.leaving import gone_page
from survivor_portal.web.letting_in import HOMES, language_picked, let_in
from survivor_portal.web.locale import is_offered, language_of_request
from survivor_portal.web.sessions import viewer_if_any
from survivor_portal.web.waiting import try_again_in, try_when_it_can_be_kept, try_when_quieter

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

public = Blueprint("public", __name__)

_SIGN_IN = "public/sign_in.html"
_A_YEAR = 365 * 24 * 60 * 60


@public.get("/")
def sign_in() -> "ResponseReturnValue":
    """Show her sign-in form, or her home when she is signed in."""
    viewer = viewer_if_any()
    if viewer:
        return leave_to(HOMES[viewer.audience])
    return render_page(_SIGN_IN, form=SurvivorSignInForm())


@public.post("/")
def sign_in_now() -> "ResponseReturnValue":
    """Sign her in and take her to the place she asked for."""
    form = SurvivorSignInForm()
    if not form.validate():
        return _sign_in_again(form)
    attempt = SurvivorAttempt(
        sign_in_name=form.sign_in_name.data,
        passphrase=form.passphrase.data,
        phone_is_hers={"yes": True, "no": False}.get(form.phone_is_hers.data),
        language=language_picked(),
        look=look_of(request.user_agent.string),
        known_device=request.cookies.get(cookies.DEVICE),
    )
    try:
        outcome = sign_in_survivor(current_deps(), attempt)
    except HashingBusyError:
        return try_when_quieter(_SIGN_IN, form)
    if isinstance(outcome, Wait):
        return try_again_in(outcome, _SIGN_IN, form)
    if isinstance(outcome, SignInRefusal):
        form.form_errors.append(gettext("We could not sign you in with that. Check each line and try again."))
        return _sign_in_again(form)
    if not keep_late_words(outcome, form):
        return try_when_it_can_be_kept(_SIGN_IN, form)
    return let_in(outcome, form.place.data)


def ask_to_sign_in(audience: Audience) -> "ResponseReturnValue":
    """Answer in place of a page whose session has ended or never was, and remember the place for after sign-in.

    401 with the form on it, at the same address, so that no query has to carry the place. A part gets the whole page
    replaced instead; a form sent from a page that still stands leaves it standing, with her words, and says so.
    """
    if request.path.endswith("/sign-out"):
        # Signing out of a session that has ended has done what it said.
        return leave_to(first_page())
    was_press = request.method != "GET"
    if asked_for_part():
        return not_done_since_signed_out() if was_press else leave_to(page_around(request.path))
    is_hers = audience is Audience.SURVIVOR
    kind = SurvivorSignInForm if is_hers else StaffSignInForm
    place = page_around(request.form.get("unsent_at") or request.path)
    late = late_words(place)
    form = kind(formdata=None, obj=late, place=place)
    if late.unsent_page:
        form.form_errors.append(
            gettext("You were signed out, so that was not sent. Sign in, and what you wrote comes back as a draft.")
        )
    elif late.written:
        form.form_errors.append(
            gettext(
                "You were signed out, so that was not sent. What you wrote is still here. "
                "Copy it, sign in and send it again."
            )
        )
    elif was_press:
        form.form_errors.append(
            gettext("You were signed out, so what you pressed was not done. Sign in and press it again.")
        )
    response = render_page(_SIGN_IN if is_hers else "public/desk_sign_in.html", status=401, form=form)
    response.headers["WWW-Authenticate"] = 'Form realm="sign-in"'
    return response


@public.post("/language")
@public.post("/desk/language")
def language() -> "ResponseReturnValue":
    """Switch the language and stay in the same place."""
    code = request.form.get("language", "")
    if not is_offered(code):
        abort(400)
    viewer = viewer_if_any()
    if viewer:
        choose_language(current_deps(), viewer, code)
    response = make_response(leave_to(place_for(request.form.get("place", ""), frozenset(Audience), first_page())))
    if not viewer:
        cookies.set_language(response, code)
    return response


@public.post("/x")
def leave() -> "ResponseReturnValue":
    """Exit now: end both sides' sessions, leave only the neutral marker, and go. Doing it twice equals once.

    What the browser stores is emptied, unless the page says that a worker stands by, which is there at her own wish.
    """
    response = Response(status=204) if "beacon" in request.form else make_response(redirect("/gone", 303))
    picked = request.form.get("to", "")
    cookies.leave_only_the_marker(response, picked if current_config().leads_to(picked) else None)
    if "kept" not in request.form:
        response.headers["Clear-Site-Data"] = '"storage"'
    sids = [sid for side in (cookies.SURVIVOR, cookies.DESK) if (sid := request.cookies.get(side.sid))]
    if sids:
        end_sessions_now_or_soon(current_deps(), sids)
    return response


@public.get("/gone")
def gone() -> "ResponseReturnValue":
    """Show nothing, and move on."""
    return gone_page()


@public.get("/about")
def about() -> "ResponseReturnValue":
    """Say what Exit now does and what it cannot hide, signed in or not."""
    return render_page("public/about.html")


@public.get("/numbers")
def numbers() -> "ResponseReturnValue":
    """Show numbers to call, signed in or not; only someone signed in reads more than a neutral name."""
    return render_page(
        "public/numbers.html",
        listed=numbers_for(current_config(), language_of_request()),
        languages_named=languages_named,
        shows_full_names=viewer_if_any() is not None,
    )


@public.get("/static/<digest>/<path:name>")
def static_file(digest: str, name: str) -> "ResponseReturnValue":
    """Give a static file, to be kept for ever: its address changes when any of them does."""
    assets = current_assets()
    file = assets.files.get(name)
    if file is None or digest != assets.digest:
        abort(404)
    response = Response(file.content, mimetype=file.mimetype)
    response.cache_control.public = True
    response.cache_control.max_age = _A_YEAR
    response.cache_control.immutable = True
    return response


@public.get("/healthz")
def healthz() -> "ResponseReturnValue":
    """Say whether the databases answer, for a monitor."""
    if databases_answer(current_deps()):
        return Response("ok\n", mimetype="text/plain")
    return Response("the database does not answer\n", status=503, mimetype="text/plain")


def _sign_in_again(form: SurvivorSignInForm) -> "ResponseReturnValue":
    return render_page(_SIGN_IN, status=422, form=form)
