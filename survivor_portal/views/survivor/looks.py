"""Who of the office looked at what she shares, when and why: hers to read, and nobody's to take away."""

from typing import TYPE_CHECKING

from flask import Blueprint

from survivor_portal.actions.looks import looks_page
from survivor_portal.domain.people import Role
from survivor_portal.texts.looks import LOOK_REASONS_FOR_HER
from survivor_portal.texts.staff import ROLE_LABELS
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

looks = Blueprint("looks", __name__, url_prefix="/choices/looks")


@looks.get("")
@looks.get("/<int:page>")
def who_looked(page: int = 1) -> "ResponseReturnValue":
    """Show one page of the looks, the newest first."""
    return render_page(
        "survivor/looks.html",
        listed=looks_page(current_deps(), current_viewer().id, page),
        # Nobody else looks like this.
        role=ROLE_LABELS[Role.SUPERVISOR],
        reasons=LOOK_REASONS_FOR_HER,
    )
