"""Who may ask for what: every address belongs to one audience, and what belongs to none is never served."""

from typing import TYPE_CHECKING, Final

from flask import Blueprint, Flask, abort, current_app, request
from werkzeug.exceptions import HTTPException

from survivor_portal.domain.people import Audience
from survivor_portal.domain.places import is_local_place
from survivor_portal.extensions import csrf
from survivor_portal.web.cookies import has_left
from survivor_portal.web.leaving import gone_page
from survivor_portal.web.sessions import recognise_viewer, viewer_if_any

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue
    from werkzeug.datastructures import MultiDict

_AUDIENCES: Final = "survivor_portal_audiences"
_ASK_TO_SIGN_IN: Final = "survivor_portal_ask_to_sign_in"
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_MOST_FIELDS: Final = 100
_TOLD_APART: Final = {
    Audience.SURVIVOR: frozenset({Audience.SURVIVOR}),
    Audience.ADVOCATE: frozenset({Audience.ADVOCATE}),
    Audience.SUPERVISOR: frozenset({Audience.SUPERVISOR}),
    Audience.STAFF: frozenset({Audience.ADVOCATE, Audience.SUPERVISOR}),
}

WITHOUT_VIEWER: Final = frozenset({"public.static_file", "public.healthz", "public.leave", "public.gone"})
"""Endpoints that answer without looking for a session: they show nobody's page, or must work when storage does not."""

WITHOUT_FORM_TOKEN: Final = frozenset({"public.leave"})
"""Leaving needs no token: it must work from any page, however old, and can only ever end a session."""


def register(app: Flask, blueprint: Blueprint, audience: Audience) -> None:
    """Add a blueprint to the application for exactly one audience."""
    app.register_blueprint(blueprint)
    app.extensions.setdefault(_AUDIENCES, {})[blueprint.name] = audience


def init_app(app: Flask, ask_to_sign_in: "Callable[[Audience], ResponseReturnValue]") -> None:
    """Put the guard before every request; `ask_to_sign_in` answers where a session is needed and none stands.

    Raises `LookupError` when an address belongs to no audience.
    """
    for rule in app.url_map.iter_rules():
        audience_of(app, rule.endpoint)
    app.extensions[_ASK_TO_SIGN_IN] = ask_to_sign_in
    app.before_request(_admit)


def audience_of(app: Flask, endpoint: str) -> Audience:
    """Give the audience of an endpoint. Raises `LookupError` when nobody classified it."""
    blueprint = endpoint.rpartition(".")[0]
    try:
        found: Audience = app.extensions[_AUDIENCES][blueprint]
    except KeyError:
        msg = f"the endpoint {endpoint} belongs to no audience"
        raise LookupError(msg) from None
    return found


def place_for(place: str, audiences: frozenset[Audience], otherwise: str) -> str:
    """Give the place someone asked to return to, if it is a page of theirs that can be visited, else `otherwise`."""
    if not is_local_place(place):
        return otherwise
    try:
        endpoint, _ = current_app.create_url_adapter(request).match(place, method="GET")  # type: ignore[union-attr]
    except HTTPException:
        return otherwise
    return place if audience_of(current_app, endpoint) in audiences else otherwise


def _admit() -> "ResponseReturnValue | None":
    """Refuse, turn away or let through. What it lets through has the right audience and a valid form token."""
    _refuse_other_sites()
    _refuse_garbled()
    endpoint = request.endpoint
    if endpoint in WITHOUT_VIEWER:
        return None
    recognise_viewer()
    if endpoint is None:
        return None
    audience = audience_of(current_app, endpoint)
    if audience is not Audience.PUBLIC:
        if has_left():
            return gone_page()
        viewer = viewer_if_any()
        if viewer is None:
            answer: ResponseReturnValue = current_app.extensions[_ASK_TO_SIGN_IN](audience)
            return answer
        if viewer.audience not in _TOLD_APART[audience]:
            abort(404)
    if request.method not in _SAFE_METHODS:
        csrf.protect()
    return None


def _refuse_other_sites() -> None:
    """Refuse what another site asks for, but for plain visits. Browsers too old to say are held by cookies and tokens.

    Fetch Metadata Request Headers, W3C Working Draft: `Sec-Fetch-Site`, `Sec-Fetch-Mode`.
    """
    if request.headers.get("Sec-Fetch-Site", "none") in {"same-origin", "none"}:
        return
    is_plain_visit = request.method in _SAFE_METHODS and request.headers.get("Sec-Fetch-Mode") == "navigate"
    if not is_plain_visit:
        abort(403)


def _refuse_garbled() -> None:
    """Refuse what no form of ours sends: NULs, broken UTF-8, files, or more fields than any form has."""
    if len(request.args) > _MOST_FIELDS or len(request.form) > _MOST_FIELDS:
        abort(413)
    if _has_garble(request.args) or _has_garble(request.form) or request.files:
        abort(400)


def _has_garble(values: "MultiDict[str, str]") -> bool:
    # Broken UTF-8 has become replacement characters by now; nobody types one.
    return any("\0" in text or "\ufffd" in text for pair in values.items(multi=True) for text in pair)
