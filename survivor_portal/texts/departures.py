"""Words about leaving, said where more than one screen needs them."""

from typing import Final

from flask_babel import lazy_gettext

NOT_NOW: Final = lazy_gettext(
    "We could not delete it right now. It stays asked for, and we delete it as soon as we can."
)
"""Said whatever keeps it: where a court forbids to tell her, this neither tells nor lies."""
