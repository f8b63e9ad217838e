"""Joining, one small step a page: a code, a language, a name, a passphrase, and in."""

from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, make_response, request
from flask_babel import gettext

from survivor_portal.actions.entering import Entrance
from survivor_portal.actions.joining import (
    Arrival,
    JoiningUnderWay,
    begin_joining,
    drawn_seal,
    issue_sign_in_name,
    join,
    joining_under_way,
    pick_drawn_passphrase,
    pick_own_passphrase,
)
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.devices import look_of
from survivor_portal.domain.invites import JoiningRefusal
from survivor_portal.forms.joining import CodeForm, DrawnPassphraseForm, KeptPassphraseForm, OwnPassphraseForm
from survivor_portal.security.passphrases import HashingBusyError
from survivor_portal.security.words import draw_digits, draw_passphrase
from survivor_portal.texts.passphrases import PASSPHRASE_PROBLEMS
from survivor_portal.web import cookies
from survivor_portal.web.deps import current_deps
from survivor_portal.web.form_tokens import mark_of_browser
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.letting_in import HOMES, let_in
from survivor_portal.web.locale import is_offered, language_of_request
from survivor_portal.web.sessions import viewer_if_any
from survivor_portal.web.shell import portal_name
from survivor_portal.web.waiting import try_again_in, try_when_quieter

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

joining = Blueprint("joining", __name__, url_prefix="/join")

_CODE: Final = "public/join.html"
_DRAWN: Final = "public/join_drawn.html"
_OWN: Final = "public/join_own.html"
_KEEP: Final = "public/join_keep.html"


@joining.get("")
def code() -> "ResponseReturnValue":
    """Say what this page can and cannot hide, let the exit be tried, and ask for the code."""
    viewer = viewer_if_any()
    if viewer:
        return leave_to(HOMES[viewer.audience])
    return _code_page(CodeForm())


@joining.post("")
def begin() -> "ResponseReturnValue":
    """Look at the code, and go on. It is not used up until the end."""
    form = CodeForm()
    if not form.validate():
        return _code_page(form, status=422)
    outcome = begin_joining(current_deps(), form.invite_code.data, mark_of_browser())
    if isinstance(outcome, Wait):
        return try_again_in(outcome, _CODE, form, unknown=_unknown())
    if isinstance(outcome, JoiningRefusal):
        form.invite_code.errors = [_unknown()]
        return _code_page(form, status=422)
    response = make_response(leave_to("/join/language"))
    cookies.hold_joining(response, outcome)
    return response


@joining.get("/language")
def language() -> "ResponseReturnValue":
    """Ask which language she wants to read."""
    under_way = _under_way()
    return _not_now(under_way) if isinstance(under_way, JoiningRefusal) else render_page("public/join_language.html")


@joining.post("/language")
def pick_language() -> "ResponseReturnValue":
    """Go on in her language, with a name drawn in it."""
    picked = request.form.get("language", "")
    if not is_offered(picked):
        abort(400)
    outcome = _with_new_name(picked)
    if isinstance(outcome, JoiningRefusal):
        return _begin_again(outcome)
    response = make_response(leave_to("/join/name"))
    cookies.set_language(response, picked)
    return response


@joining.get("/name")
def name() -> "ResponseReturnValue":
    """Show the sign-in name that was issued."""
    under_way = _under_way()
    if isinstance(under_way, JoiningRefusal):
        return _not_now(under_way)
    if under_way.sign_in_name is None:
        return leave_to("/join/language")
    return render_page("public/join_name.html", sign_in_name=under_way.sign_in_name)


@joining.post("/name")
def draw_name() -> "ResponseReturnValue":
    """Draw another name."""
    outcome = _with_new_name(language_of_request())
    return _begin_again(outcome) if isinstance(outcome, JoiningRefusal) else leave_to("/join/name")


@joining.get("/passphrase")
def passphrase() -> "ResponseReturnValue":
    """Ask which kind of passphrase she wants."""
    under_way = _under_way()
    return _not_now(under_way) if isinstance(under_way, JoiningRefusal) else render_page("public/join_passphrase.html")


@joining.get("/words")
def words() -> "ResponseReturnValue":
    """Show five words, drawn anew for every look."""
    return _drawn(is_digits=False)


@joining.get("/digits")
def digits() -> "ResponseReturnValue":
    """Show twenty digits, drawn anew for every look."""
    return _drawn(is_digits=True)


@joining.post("/words")
@joining.post("/digits")
def keep_drawn() -> "ResponseReturnValue":
    """Take what was drawn and shown, by its hash alone."""
    under_way = _under_way()
    if isinstance(under_way, JoiningRefusal):
        return _begin_again(under_way)
    form = DrawnPassphraseForm()
    if not form.validate():
        abort(400)
    try:
        is_ours = pick_drawn_passphrase(current_deps(), under_way, form.drawn.data, form.seal.data)
    except HashingBusyError:
        return try_when_quieter(_DRAWN, form, is_digits=request.path.endswith("/digits"))
    if isinstance(is_ours, Wait):
        return try_again_in(is_ours, _DRAWN, form, is_digits=request.path.endswith("/digits"))
    return leave_to("/join/keep" if is_ours else request.path)


@joining.get("/own")
def own() -> "ResponseReturnValue":
    """Ask for a passphrase of her own."""
    under_way = _under_way()
    if isinstance(under_way, JoiningRefusal):
        return _not_now(under_way)
    return render_page(_OWN, form=OwnPassphraseForm())


@joining.post("/own")
def keep_own() -> "ResponseReturnValue":
    """Take a passphrase of her own, by its hash alone."""
    under_way = _under_way()
    if isinstance(under_way, JoiningRefusal):
        return _begin_again(under_way)
    form = OwnPassphraseForm()
    if not form.validate():
        return render_page(_OWN, status=422, form=form)
    try:
        problem = pick_own_passphrase(
            current_deps(), under_way, form.own_passphrase.data, known=[portal_name(), request.host]
        )
    except HashingBusyError:
        return try_when_quieter(_OWN, form)
    if isinstance(problem, Wait):
        return try_again_in(problem, _OWN, form)
    if problem:
        form.own_passphrase.errors = [PASSPHRASE_PROBLEMS[problem]]
        return render_page(_OWN, status=422, form=form)
    return leave_to("/join/keep")


@joining.get("/keep")
def keep() -> "ResponseReturnValue":
    """Ask for the passphrase once again, and whose phone this is."""
    under_way = _under_way()
    if isinstance(under_way, JoiningRefusal):
        return _not_now(under_way)
    if under_way.sign_in_name is None:
        return leave_to("/join/language")
    if under_way.passphrase_hash is None:
        return leave_to("/join/passphrase")
    return render_page(_KEEP, form=KeptPassphraseForm(), sign_in_name=under_way.sign_in_name)


@joining.post("/keep")
def finish() -> "ResponseReturnValue":
    """Make the account and let her in."""
    under_way = _under_way()
    if isinstance(under_way, JoiningRefusal):
        return _begin_again(under_way)
    form, sign_in_name = KeptPassphraseForm(), under_way.sign_in_name
    if not form.validate():
        return render_page(_KEEP, status=422, form=form, sign_in_name=sign_in_name)
    entrance = Entrance(
        {"yes": True, "no": False}.get(form.phone_is_hers.data),
        look_of(request.user_agent.string),
        request.cookies.get(cookies.DEVICE),
    )
    try:
        outcome = join(current_deps(), under_way, form.passphrase.data, Arrival(language_of_request(), entrance))
    except HashingBusyError:
        return try_when_quieter(_KEEP, form, sign_in_name=sign_in_name)
    if outcome is JoiningRefusal.NOT_THE_SAME:
        form.passphrase.errors = [
            gettext("This is not the passphrase you picked. Try again, or go back and pick another.")
        ]
        return render_page(_KEEP, status=422, form=form, sign_in_name=sign_in_name)
    if isinstance(outcome, Wait):
        return try_again_in(outcome, _KEEP, form, sign_in_name=sign_in_name)
    return _begin_again(outcome) if isinstance(outcome, JoiningRefusal) else let_in(outcome, None)


def _code_page(form: CodeForm, status: int = 200) -> "ResponseReturnValue":
    return render_page(_CODE, status=status, form=form, unknown=_unknown())


def _unknown() -> str:
    return gettext(
        "We do not know this code. Look at it again. Each code works once, for three days. "
        "Your advocate can give you a new one."
    )


def _under_way() -> JoiningUnderWay | JoiningRefusal:
    token = request.cookies.get(cookies.JOINING)
    return joining_under_way(current_deps(), token) if token else JoiningRefusal.BEGIN_AGAIN


def _with_new_name(language_code: str) -> JoiningRefusal | None:
    under_way = _under_way()
    if isinstance(under_way, JoiningRefusal):
        return under_way
    return issue_sign_in_name(current_deps(), under_way, language_code)


def _drawn(*, is_digits: bool) -> "ResponseReturnValue":
    under_way = _under_way()
    if isinstance(under_way, JoiningRefusal):
        return _not_now(under_way)
    deps = current_deps()
    drawn = draw_digits(deps.chance) if is_digits else draw_passphrase(deps.chance, language_of_request())
    form = DrawnPassphraseForm(formdata=None, drawn=drawn, seal=drawn_seal(deps, under_way, drawn))
    return render_page(_DRAWN, form=form, is_digits=is_digits)


def _not_now(refusal: JoiningRefusal) -> "ResponseReturnValue":
    """Lead to where to go on, from a page that cannot be shown."""
    return leave_to("/" if refusal is JoiningRefusal.ALREADY_IN else "/join")


def _begin_again(refusal: JoiningRefusal) -> "ResponseReturnValue":
    """Say why a step did not count, and that nothing is lost."""
    if refusal is JoiningRefusal.ALREADY_IN:
        # Sent twice: the first one made the account, and this browser may hold its session.
        return leave_to("/")
    if refusal is JoiningRefusal.NAME_TAKEN:
        # Hers alone again: the code and the passphrase stand, and only the name is drawn anew.
        draw = _with_new_name(language_of_request())
        return leave_to("/join/name") if draw is None else _begin_again(draw)
    form = CodeForm(formdata=None)
    form.form_errors.append(
        gettext("That took a while, so we began again. Your code still works if nobody has used it.")
    )
    return _code_page(form, status=422)
