"""The words in which her receipt and her copy tell of what she signed: the same on both."""

from typing import Any

from survivor_portal.texts.consent.labels import (
    EVENT_LABELS,
    EVENT_METHOD_LABELS,
    PURPOSE_LABELS,
    REASON_LABELS,
    STATE_LABELS,
    item_labels,
    method_labels,
)
from survivor_portal.texts.consent.moments import day_and_hour
from survivor_portal.texts.stops import INVALIDATIONS_FOR_HER


def words_for_her() -> dict[str, Any]:
    """Give what the macros of `components/choices.html` name a whole consent with."""
    return {
        "purpose_labels": PURPOSE_LABELS,
        "state_labels": STATE_LABELS,
        "item_labels": item_labels,
        "method_labels": method_labels,
        "length_labels": REASON_LABELS,
        "event_labels": EVENT_LABELS,
        "event_methods": EVENT_METHOD_LABELS,
        "invalidation_labels": INVALIDATIONS_FOR_HER,
        "day_and_hour": day_and_hour,
    }
