"""Exceptions, made into pages that say what happened and what to do, and that carry Exit now."""

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import make_response, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound, ServiceUnavailable

from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.tally import Happening
from survivor_portal.domain.places import is_local_place
from survivor_portal.forms.typed import showable
from survivor_portal.security.keyring import KeyGoneError
from survivor_portal.security.passphrases import HashingBusyError
from survivor_portal.texts.errors import explanation
from survivor_portal.texts.fields import FIELD_LABELS, LONG_FIELDS, SECRET_FIELDS, SIGNING_FIELDS, SILENT_FIELDS
from survivor_portal.web import cookies
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import sign_out_whose_key_is_gone

if TYPE_CHECKING:
    from flask import Flask, Response

_log = logging.getLogger(__name__)
_RETRY_SECONDS = 30


@dataclass(frozen=True, slots=True)
class TypedField:
    """One field of a form that could not be sent, to be sent again. A secret comes back empty."""

    name: str
    label: str
    value: str
    is_secret: bool
    is_silent: bool
    is_long: bool


def init_app(app: "Flask") -> None:
    """Register a page for every way a request can go wrong."""
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HashingBusyError, _busy)
    app.register_error_handler(NotFoundError, _not_found)
    app.register_error_handler(KeyGoneError, _key_gone)
    app.register_error_handler(SQLAlchemyError, _storage_trouble)
    app.register_error_handler(HTTPException, _plain)
    app.register_error_handler(Exception, _unexpected)


def _plain(problem: HTTPException) -> "Response":
    status = problem.code or InternalServerError.code
    response = render_page("errors/error.html", status=status, said=explanation(status))
    if problem.get_response().headers.get("Allow"):
        response.headers["Allow"] = problem.get_response().headers["Allow"]
    return response


def _not_found(_problem: NotFoundError) -> "Response":
    return _plain(NotFound())


def _key_gone(_problem: KeyGoneError) -> "Response":
    """Answer as if nobody were there any more: erased while somebody looked, or cut short."""
    if not sign_out_whose_key_is_gone():
        return _plain(NotFound())
    # The viewer's own: no page of theirs can be shown, not even one that says so.
    side = cookies.side_of(request.path)
    response = make_response(leave_to("/" if side is cookies.SURVIVOR else "/desk/sign-in"))
    cookies.drop_session(response, side)
    return response


def _stale_form(problem: CSRFError) -> "Response":
    """Give back what was typed, ready to be sent again.

    Only our own pages get here: what another site sends was refused before, so its words are never shown as hers.
    """
    current_deps().note(Happening.FORM_REFUSED)
    return render_page(
        "errors/stale_form.html",
        status=problem.code or 400,
        fields=_typed_fields(),
        action=request.path if is_local_place(request.path) else "/",
    )


def _busy(_problem: HashingBusyError) -> "Response":
    return _try_later()


def _storage_trouble(problem: SQLAlchemyError) -> "Response":
    # The kind of trouble only: the statement's values may be a person's.
    _log.error("the database refused: %s", type(problem).__name__)
    return _try_later()


def _unexpected(problem: Exception) -> "Response":
    origin = problem.__traceback__
    while origin and origin.tb_next:
        origin = origin.tb_next
    where = f"{origin.tb_frame.f_globals.get('__name__')}:{origin.tb_lineno}" if origin else "unknown"
    # No traceback: its last line would quote values.
    _log.error("unexpected %s at %s", type(problem).__name__, where)
    return render_page("errors/error.html", status=500, said=explanation(500))


def _try_later() -> "Response":
    response = render_page("errors/error.html", status=ServiceUnavailable.code, said=explanation(503))
    response.headers["Retry-After"] = str(_RETRY_SECONDS)
    return response


def _typed_fields() -> list[TypedField]:
    return [
        TypedField(
            name=name,
            label=str(FIELD_LABELS.get(name, gettext("What you wrote"))),
            value="" if name in SECRET_FIELDS else showable(value),
            is_secret=name in SECRET_FIELDS,
            is_silent=name in SILENT_FIELDS,
            is_long=name in LONG_FIELDS,
        )
        for name, value in request.form.items(multi=True)
        if name != "csrf_token" and name not in SIGNING_FIELDS
    ]
