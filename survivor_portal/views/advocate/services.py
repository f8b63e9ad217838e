"""Offering services to a person of the caseload."""

from contextlib import suppress
from typing import TYPE_CHECKING

from flask import Blueprint, abort

from survivor_portal.actions.cases import survivor_for
from survivor_portal.actions.directory import services_by_need, shelves
from survivor_portal.actions.lookups import PausedError
from survivor_portal.actions.options import offer_service, options_of
from survivor_portal.forms.desk import OfferForm
from survivor_portal.texts.needs import NEEDS_BY_PLACE, need_label, place_of_need
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

people_services = Blueprint("people_services", __name__, url_prefix="/desk/people")


@people_services.get("/<ref>/offers")
def offers(ref: str) -> "ResponseReturnValue":
    """Show what kinds of help there are to offer."""
    deps = current_deps()
    found = survivor_for(deps, current_viewer().id, ref)
    kinds = [(place_of_need(shelf.need), need_label(shelf.need), shelf.count) for shelf in shelves(deps)]
    return render_page("advocate/offers.html", person=found, kinds=kinds)


@people_services.get("/<ref>/offers/<int:kind>")
@people_services.get("/<ref>/offers/<int:kind>/<int:page>")
def offers_of_kind(ref: str, kind: int, page: int = 1) -> "ResponseReturnValue":
    """Show one page of the services of a kind, each to be offered with one press."""
    deps = current_deps()
    found = survivor_for(deps, current_viewer().id, ref)
    if kind not in NEEDS_BY_PLACE:
        abort(404)
    need = NEEDS_BY_PLACE[kind]
    return render_page(
        "advocate/offers_kind.html",
        person=found,
        kind=kind,
        label=need_label(need),
        listed=services_by_need(deps, need, page),
        on_list={card.service_id for card in options_of(deps, ref)},
    )


@people_services.post("/<ref>/offers")
def offer(ref: str) -> "ResponseReturnValue":
    """Put a service on her list; pressing twice equals once."""
    form = OfferForm()
    deps, viewer = current_deps(), current_viewer()
    survivor_for(deps, viewer.id, ref)
    if not form.validate():
        abort(400)
    # Who paused meanwhile is shown to have paused, and nothing is offered.
    with suppress(PausedError):
        offer_service(deps, viewer.id, ref, form.service.data)
    return leave_to(f"/desk/people/{ref}", at="services")
