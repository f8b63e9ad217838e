"""The label of every field, in one place: forms show them, and so does the page that gives typed words back."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

FIELD_LABELS: "Final[Mapping[str, LazyString]]" = MappingProxyType(
    {
        "sign_in_name": lazy_gettext("Your sign-in name"),
        "passphrase": lazy_gettext("Your passphrase"),
        "code": lazy_gettext("The 6 numbers from your app"),
        "phone_is_hers": lazy_gettext("Is this phone only yours?"),
        "language": lazy_gettext("Language"),
    }
)

SECRET_FIELDS: Final = frozenset({"passphrase", "code"})
"""Never shown again once typed."""

SILENT_FIELDS: Final = frozenset({"place", "language", "phone_is_hers"})
"""Carried by a form without being typed: they are sent again as they were, unseen."""
