"""Her choices: what is shared now, what waits for her answer, what was told and what ended; stopping at once."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint

from survivor_portal.actions.consents import (
    DamagedConsent,
    all_consents_of,
    any_consent_for,
    compelled_for_her,
    followers_of,
    withdraw_consent,
)
from survivor_portal.actions.desk import staff_names
from survivor_portal.domain.consent import EventState, Method, State, ban_end
from survivor_portal.texts.compelled import BASIS_LABELS, REASONS_FOR_HER
from survivor_portal.texts.consent.labels import PURPOSE_LABELS, STATE_LABELS, item_labels, method_labels
from survivor_portal.texts.consent.moments import day_and_hour
from survivor_portal.texts.stops import INVALIDATIONS_FOR_HER
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import leave_to, render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from survivor_portal.actions.consents import ConsentCard

choices = Blueprint("choices", __name__)

_WORDS: "Final[Mapping[str, Any]]" = MappingProxyType(
    {
        "purpose_labels": PURPOSE_LABELS,
        "state_labels": STATE_LABELS,
        "item_labels": item_labels,
        "method_labels": method_labels,
        "day_and_hour": day_and_hour,
    }
)


@choices.get("/choices")
def all_choices() -> "ResponseReturnValue":
    """Show what is shared now, what is not for now, what waits for her or for its day, what was told, what ended."""
    deps, her = current_deps(), current_viewer()
    consents = all_consents_of(deps, her.id)
    cards = consents.cards
    told = [(card, disclosure) for card in cards for disclosure in card.disclosures]
    standing = [card for card in cards if not card.has_ended]
    return render_page(
        "survivor/choices.html",
        told_now=[card for card in standing if card.is_told_now],
        not_told_now=[card for card in standing if card.is_given and not card.is_told_now],
        waiting=[card for card in standing if card.waits_for_her],
        not_started=[card for card in standing if not (card.is_given or card.waits_for_her)],
        ended=[card for card in cards if card.has_ended],
        damaged=consents.damaged,
        told=sorted(told, key=lambda pair: pair[1].at, reverse=True),
        compelled=compelled_for_her(deps, her.id),
        basis_labels=BASIS_LABELS,
        reason_labels=REASONS_FOR_HER,
        ban_end=ban_end,
        **_WORDS,
    )


@choices.get("/choices/<ref>")
def choice(ref: str) -> "ResponseReturnValue":
    """Show one consent: where it stands, what was told under it, and the very words she signed.

    A draft that waits for her is shown to be answered. Of one that is damaged, what can be read is shown.
    """
    deps, her = current_deps(), current_viewer()
    page = any_consent_for(deps, her.id, ref)
    if isinstance(page, DamagedConsent):
        return _rest(page)
    card = page.card
    if card.waits_for_her:
        return leave_to(f"/choices/{ref}/answer")
    recorder = _spoken_to(card)
    staff = {seen.seen_by for seen in card.acknowledgements} | ({recorder} if recorder else set())
    return render_page(
        "survivor/choices_one.html",
        page=page,
        card=card,
        is_stopped=card.state is State.WITHDRAWN,
        followers=followers_of(deps, her.id, card),
        names=staff_names(deps, staff) if staff else {},
        recorder=recorder,
        invalidation_labels=INVALIDATIONS_FOR_HER,
        **_WORDS,
    )


@choices.post("/choices/<ref>/withdrawal")
def stop_choice(ref: str) -> "ResponseReturnValue":
    """Stop one consent at once, and show that it has stopped."""
    withdraw_consent(current_deps(), current_viewer().id, ref)
    return leave_to(f"/choices/{ref}")


def _rest(damaged: DamagedConsent) -> "ResponseReturnValue":
    staff = {seen.seen_by for seen in damaged.acknowledgements} | {told.by for told in damaged.told}
    return render_page(
        "survivor/choices_rest.html",
        found=damaged,
        names=staff_names(current_deps(), staff) if staff else {},
        **_WORDS,
    )


def _spoken_to(card: "ConsentCard") -> str | None:
    """Give the member of staff who wrote down that she said stop; None when she pressed it herself."""
    return next(
        (
            event.recorded_by
            for event in card.events
            if event.event_state is EventState.WITHDRAWN and event.method is Method.ORAL
        ),
        None,
    )
