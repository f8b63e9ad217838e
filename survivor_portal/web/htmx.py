"""The only place that knows whether htmx asked: pages or their parts, and leaving a page."""

import json
from typing import TYPE_CHECKING, Any, Final

from flask import Response, make_response, redirect, render_template, request

from survivor_portal.domain.places import is_local_place

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

LEAVE_HEADER: Final = "Portal-Leave"
"""Tells our script to replace the whole page with the local address given."""

ENDED_HEADER: Final = "Portal-Ended"
"""Tells our script that the session has ended, so that it says so instead of losing what was typed."""

TYPED_HEADER: Final = "Portal-Typed"
"""Our script's word that someone has typed since it last asked for news."""

BY_ITSELF_HEADER: Final = "Portal-By-Itself"
"""Our script's word that it sends a form by itself and shows no page in answer.

"again" while somebody types: more may follow. "last" when the page goes away, or when somebody pressed a button.
"""

CONFIGURATION: Final = json.dumps(
    {
        # htmx's own history calls replaceState, which lists an entry a plain replacing navigation does not.
        "history": False,
        # These answers would be put in place of what was typed; the status line tells of them instead.
        "noSwap": [204, 304, "5xx", 403, 413, 429],
        "includeIndicatorCSS": False,
        "extensions": "portal",
    },
    separators=(",", ":"),
)


def asked_for_part() -> bool:
    """Say whether the answer will be swapped into a page that stands already."""
    return request.headers.get("HX-Request") == "true"


def render_page(template: str, *, status: int = 200, **context: Any) -> Response:  # noqa: ANN401 (a template's context)
    """Render a page ("survivor/home.html"), or for htmx its one swappable part ("survivor/_home.html")."""
    folder, _, name = template.rpartition("/")
    chosen = f"{folder}/_{name}" if asked_for_part() else template
    response = make_response(render_template(chosen, **context), status)
    response.vary.add("HX-Request")
    return response


def not_done_since_signed_out() -> Response:
    """Answer a form sent by htmx after its session ended: the page keeps what was typed, and our script says why."""
    return Response(status=403, headers={ENDED_HEADER: "1"})


def somebody_typed() -> bool:
    """Say whether our script has seen typing since it last asked: a session does not end under someone's hands."""
    return request.headers.get(TYPED_HEADER) == "1"


def sent_by_itself() -> bool:
    """Say whether our script sent this form by itself, and shows no page in answer."""
    return BY_ITSELF_HEADER in request.headers


def will_come_again() -> bool:
    """Say whether our script sends the form anew where it is refused: somebody is typing into it still."""
    return request.headers.get(BY_ITSELF_HEADER) == "again"


def leave_to(place: str, at: str = "") -> "ResponseReturnValue":
    """Leave the page for another of ours: 303, or for htmx an order to our script to replace the whole page.

    `at` is the id of the element that a browser without script shows first. Raises `ValueError` for anything but a
    plain local path.
    """
    if not is_local_place(place):
        msg = "pages are left for local places only"
        raise ValueError(msg)
    if not asked_for_part():
        return redirect(f"{place}#{at}" if at else place, 303)
    response = Response(status=204, headers={LEAVE_HEADER: place})
    response.vary.add("HX-Request")
    return response
