"""Who may ask for what: every address belongs to one audience, and what belongs to none is never served."""

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote_to_bytes

from flask import Blueprint, Flask, abort, current_app, request
from werkzeug.exceptions import BadRequest, HTTPException, RequestEntityTooLarge

from survivor_portal.actions.tally import Happening
from survivor_portal.domain.people import Audience
from survivor_portal.domain.places import is_local_place
from survivor_portal.extensions import csrf
from survivor_portal.texts.fields import CLEANED_FIELDS
from survivor_portal.web.cookies import SURVIVOR, has_left, side_of
from survivor_portal.web.deps import current_config, current_deps
from survivor_portal.web.htmx import leave_to, somebody_typed
from survivor_portal.web.leaving import gone_instead
from survivor_portal.web.origins import SAFE_METHODS, asks_for_one_of, is_from_elsewhere
from survivor_portal.web.sessions import recognise_viewer, viewer_if_any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask.typing import ResponseReturnValue

_AUDIENCES: Final = "survivor_portal_audiences"
_ASK_TO_SIGN_IN: Final = "survivor_portal_ask_to_sign_in"
_MOST_FIELDS: Final = 100
_OWN_ACCOUNT: Final = "/desk/me"
_LONGEST_ADDRESS: Final = 200
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Control characters but tab and line ends: no keyboard types them, and no page may repeat them."""
_TOLD_APART: Final = {
    Audience.SURVIVOR: frozenset({Audience.SURVIVOR}),
    Audience.ADVOCATE: frozenset({Audience.ADVOCATE}),
    Audience.SUPERVISOR: frozenset({Audience.SUPERVISOR}),
    Audience.STAFF: frozenset({Audience.ADVOCATE, Audience.SUPERVISOR}),
}

WITHOUT_VIEWER: Final = frozenset(
    {
        "public.static_file",
        "public.healthz",
        "public.leave",
        "public.gone",
        "pwa.manifest",
        "pwa.worker",
        "pwa.plain",
        "pwa.numbers",
    }
)
"""Endpoints that answer without looking for a session: they show nobody's page, or must work when storage does not."""

WITHOUT_USE: Final = frozenset({"messages.latest", "people.latest"})
"""Endpoints that open pages ask by themselves: nobody may be there, so the session runs out all the same."""

WITHOUT_FORM_TOKEN: Final = frozenset({"public.leave"})
"""Leaving needs no token: it must work from any page, however old, and can only ever end a session."""


OPEN_TO_NEWCOMERS: Final = frozenset({"staff", "desk_hiding"})
"""Blueprints of a staff member's own account: all that one opens until a third person has confirmed who set it up."""


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
    """Give the place someone asked to return to, if it is a page of theirs that can be visited, else `otherwise`.

    Her side never leads to the desk, nor the desk to her side.
    """
    return place if page_at(place, audiences) else otherwise


def page_at(place: str, audiences: frozenset[Audience]) -> "tuple[str, Mapping[str, Any]] | None":
    """Give the endpoint of the page at a place, with the parts of its address; None if it is no page of theirs."""
    if not is_local_place(place) or side_of(place) is not side_of(request.path):
        return None
    try:
        endpoint, parts = current_app.create_url_adapter(request).match(place, method="GET")  # type: ignore[union-attr]
    except HTTPException:
        return None
    return (endpoint, parts) if audience_of(current_app, endpoint) in audiences else None


def page_around(path: str) -> str:
    """Give the page an address is, or the nearest one above it that can be visited: a form's own address is none."""
    side = frozenset(Audience) - {Audience.PUBLIC}
    # No address of ours is longer; what a form sends may be.
    while path.strip("/") and len(path) <= _LONGEST_ADDRESS:
        if place_for(path, side, ""):
            return path
        path = path.rpartition("/")[0]
    return first_page()


def first_page() -> str:
    """Give the page on which people of the address's side sign in."""
    return "/" if side_of(request.path) is SURVIVOR else "/desk/sign-in"


def _admit() -> "ResponseReturnValue | None":
    """Refuse, turn away or let through. What it lets through has the right audience and a valid form token."""
    deps = current_deps()
    deps.tally.tell(deps.clock())
    if not asks_for_one_of(current_config().trusted_hosts, request):
        deps.note(Happening.HOST_REFUSED)
        abort(400)
    if is_from_elsewhere(request):
        deps.note(Happening.ELSEWHERE_REFUSED)
        abort(403)
    endpoint = request.endpoint
    audience = Audience.PUBLIC if endpoint is None else audience_of(current_app, endpoint)
    if endpoint not in WITHOUT_VIEWER:
        recognise_viewer(is_needed=audience is not Audience.PUBLIC, note_use=_counts_as_use())
    # After the viewer is known: a refusal speaks her language, too.
    try:
        _refuse_garbled()
    except (BadRequest, RequestEntityTooLarge):
        deps.note(Happening.GARBLED_REFUSED)
        raise
    if endpoint is None or endpoint in WITHOUT_VIEWER:
        return None
    elsewhere = None if audience is Audience.PUBLIC else _turn_away(audience)
    if elsewhere is None and request.method not in SAFE_METHODS:
        csrf.protect()
    return elsewhere


def _turn_away(audience: Audience) -> "ResponseReturnValue | None":
    """Answer whoever is not of this audience, or not yet; None for everyone else."""
    if has_left():
        return gone_instead()
    viewer = viewer_if_any()
    if viewer is None:
        answer: ResponseReturnValue = current_app.extensions[_ASK_TO_SIGN_IN](audience)
        return answer
    if viewer.audience not in _TOLD_APART[audience]:
        current_deps().note(Happening.NOT_THEIRS)
        abort(404)
    if not viewer.is_confirmed and request.blueprint not in OPEN_TO_NEWCOMERS:
        return leave_to(_OWN_ACCOUNT)
    return None


def _counts_as_use() -> bool:
    """Say whether someone is there: a page that asks for news by itself counts only when its writer has typed since."""
    return request.endpoint not in WITHOUT_USE or somebody_typed()


def _refuse_garbled() -> None:
    """Refuse what no form of ours sends: control characters, broken UTF-8, files, more fields than any form has."""
    # Before the form is read from it: reading makes something readable of anything.
    body = request.get_data()
    if body and request.mimetype != "application/x-www-form-urlencoded":
        abort(400)
    if max(request.query_string.count(b"&"), body.count(b"&")) >= _MOST_FIELDS:
        abort(413)
    if not (_is_utf_8(request.query_string) and _is_utf_8(body)):
        abort(400)
    typed = [(name, "" if name in CLEANED_FIELDS else value) for name, value in request.form.items(multi=True)]
    if any(_CONTROL.search(text) for pair in (*request.args.items(multi=True), *typed) for text in pair):
        abort(400)
    if _CONTROL.search(request.path):
        abort(404)


def _is_utf_8(encoded: bytes) -> bool:
    try:
        unquote_to_bytes(encoded).decode()
    except UnicodeDecodeError:
        return False
    return True
