"""The words that the desk's templates say about consents."""

from typing import Any

from babel import Locale
from flask_babel import get_locale

from survivor_portal.texts.compelled import BASIS_LABELS, REASON_LABELS
from survivor_portal.texts.consent.labels import method_labels
from survivor_portal.texts.consent.moments import day_and_hour
from survivor_portal.texts.desk import PURPOSES_AT_DESK, STATES_AT_DESK, items_at_desk


def consent_words() -> dict[str, Any]:
    """Give what `components/desk.html` names consents with."""
    return {
        "purpose_labels": PURPOSES_AT_DESK,
        "state_labels": STATES_AT_DESK,
        "item_labels": items_at_desk,
        "method_labels": method_labels,
        "basis_labels": BASIS_LABELS,
        "reason_labels": REASON_LABELS,
        "day_and_hour": day_and_hour,
    }


def language_name(code: str | None) -> str | None:
    """Name a language in the language of whoever reads the page."""
    return Locale.parse(code).get_display_name(get_locale()) if code else None
