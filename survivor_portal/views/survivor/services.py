"""Services: what is on her list, what she says to each, and the directory to look around in.

Nothing here asks what she shares or with whom, so the pages are the same whatever she chose there.
"""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort
from flask_babel import gettext

from survivor_portal.actions.directory import service_for, services_by_need, shelves
from survivor_portal.actions.options import (
    OptionPage,
    answer_option,
    open_cards,
    option_for,
    option_of,
    options_of,
    pick_service,
)
from survivor_portal.domain.options import Answer
from survivor_portal.domain.taxonomy import Need
from survivor_portal.forms.services import AnswerForm
from survivor_portal.texts.needs import NEEDS_BY_PLACE, need_label, place_of_need
from survivor_portal.texts.options import ANSWER_LABELS, ANSWERS_OFFERED, ORIGIN_LABELS, TAKEN_BACK, WHAT_FOLLOWS
from survivor_portal.texts.services import facts_of, not_told
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import asked_for_part, leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.directory import ServicePage
    from survivor_portal.actions.options import OptionCard

services = Blueprint("services", __name__)


@services.get("/list")
def index() -> "ResponseReturnValue":
    """Show the open ones of her options, and how many there are in all."""
    cards = options_of(current_deps(), current_viewer().id)
    shown = open_cards(cards)
    return _listing("survivor/services.html", shown, shown=len(shown), total=len(cards))


@services.get("/list/all")
def everything() -> "ResponseReturnValue":
    """Show all of her options, set aside or not."""
    return _listing("survivor/services_all.html", options_of(current_deps(), current_viewer().id))


@services.get("/list/<ref>")
def option(ref: str) -> "ResponseReturnValue":
    """Show one of her options, and ask what she says to it."""
    return _option(option_for(current_deps(), current_viewer().id, ref), AnswerForm())


@services.post("/list/<ref>/answer")
def answer(ref: str) -> "ResponseReturnValue":
    """Keep what she says to one of her options, and show the option with it."""
    form = AnswerForm()
    her = current_viewer().id
    if not form.validate():
        form.form_errors.append(gettext("Nothing was changed. Choose one of the answers below."))
        return _option(option_for(current_deps(), her, ref), form, status=422)
    answer_option(current_deps(), her, ref, Answer(form.answer.data))
    if not asked_for_part():
        return leave_to(f"/list/{ref}")
    return _option(option_for(current_deps(), her, ref), form, has_answered=True)


@services.get("/list/directory")
def directory() -> "ResponseReturnValue":
    """Show what kinds of help there are."""
    kinds = [(place_of_need(shelf.need), need_label(shelf.need), shelf.count) for shelf in shelves(current_deps())]
    return render_page("survivor/directory.html", kinds=kinds)


@services.get("/list/directory/<int:kind>")
@services.get("/list/directory/<int:kind>/<int:page>")
def directory_kind(kind: int, page: int = 1) -> "ResponseReturnValue":
    """Show one page of the services of a kind."""
    if kind not in NEEDS_BY_PLACE:
        abort(404)
    need = NEEDS_BY_PLACE[kind]
    listed = services_by_need(current_deps(), need, page)
    return render_page("survivor/directory_kind.html", kind=kind, label=need_label(need), listed=listed)


@services.get("/list/service/<ref>")
def service(ref: str) -> "ResponseReturnValue":
    """Show one service of the directory, which she may put on her list."""
    deps = current_deps()
    found = service_for(deps, ref)
    mine = option_of(deps, current_viewer().id, ref)
    back = place_of_need(found.needs[0] if found.needs else None)
    return render_page("survivor/directory_service.html", service=found, mine=mine, back=back, **_told(found))


@services.post("/list/service/<ref>/pick")
def pick(ref: str) -> "ResponseReturnValue":
    """Put a service on her list and show it there; pressing twice equals once."""
    return leave_to(f"/list/{pick_service(current_deps(), current_viewer().id, ref)}")


def _listing(template: str, cards: "list[OptionCard]", **context: Any) -> "ResponseReturnValue":  # noqa: ANN401 (a template's context)
    return render_page(
        template, groups=_by_need(cards), answer_labels=ANSWER_LABELS, origin_labels=ORIGIN_LABELS, **context
    )


def _option(
    page: OptionPage, form: AnswerForm, *, status: int = 200, has_answered: bool = False
) -> "ResponseReturnValue":
    labels = {**ANSWER_LABELS, Answer.NOT_ANSWERED: TAKEN_BACK}
    return render_page(
        "survivor/option.html",
        status=status,
        option=page.card,
        service=page.service,
        history=[(entry.answered_at, labels[entry.answer]) for entry in page.history],
        form=form,
        has_answered=has_answered,
        answers=[(choice.value, ANSWER_LABELS[choice]) for choice in ANSWERS_OFFERED],
        answer_now=ANSWER_LABELS[page.card.answer],
        is_answered=page.card.answer is not Answer.NOT_ANSWERED,
        what_follows=WHAT_FOLLOWS[page.card.answer],
        origin_label=ORIGIN_LABELS[page.card.origin],
        **_told(page.service),
    )


def _told(service: "ServicePage") -> dict[str, Any]:
    facts = facts_of(service)
    return {"facts": facts, "not_told": not_told(facts)}


def _by_need(cards: "Iterable[OptionCard]") -> "list[tuple[object, list[OptionCard]]]":
    """Group options by the first need of each, in the order of `Need`, those without one last."""
    groups: dict[Need | None, list[OptionCard]] = {}
    for card in cards:
        groups.setdefault(card.needs[0] if card.needs else None, []).append(card)
    return [(need_label(need), groups[need]) for need in (*Need, None) if need in groups]
