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
        "present_passphrase": lazy_gettext("Your passphrase now"),
        "new_passphrase": lazy_gettext("Your new passphrase"),
        "new_passphrase_again": lazy_gettext("The new passphrase once more"),
        "own_passphrase": lazy_gettext("Your own passphrase"),
        "invite_code": lazy_gettext("Your code"),
        "chosen_name": lazy_gettext("The name they chose"),
        "advocate": lazy_gettext("Advocate"),
        "code": lazy_gettext("The 6 numbers from your app"),
        "step_up_code": lazy_gettext("The 6 numbers from your app"),
        "set_up_code": lazy_gettext("Your set-up code"),
        "staff_name": lazy_gettext("Name"),
        "staff_sign_in_name": lazy_gettext("Sign-in name"),
        "role": lazy_gettext("What this person does"),
        "get_in_code": lazy_gettext("The code you hear"),
        "agreed_words": lazy_gettext("The words for your team"),
        "request_number": lazy_gettext("The number on their screen"),
        "heard_words": lazy_gettext("The words they say"),
        "name_or_number": lazy_gettext("Their sign-in name, or the number on their screen"),
        "together": lazy_gettext("Are you together in one room?"),
        "phone_is_hers": lazy_gettext("Is this phone only yours?"),
        "held_name": lazy_gettext("Whose name"),
        "basis": lazy_gettext("The order in writing"),
        "asked_by": lazy_gettext("Who asked for it"),
        "kept_until": lazy_gettext("Last day"),
        "told": lazy_gettext("May the person read of it?"),
        "language": lazy_gettext("Language"),
        "body": lazy_gettext("Your message"),
        "written": lazy_gettext("What you wrote"),
        "recipient": lazy_gettext("The place"),
        "purpose": lazy_gettext("The reason"),
        "items": lazy_gettext("What we may tell them"),
        "never": lazy_gettext("What we may never tell them"),
        "methods": lazy_gettext("How we may tell them"),
        "length": lazy_gettext("How long"),
        "reason": lazy_gettext("Your reason, if you want more than 30 days"),
        "interpreter": lazy_gettext("Your interpreter's name"),
    }
)

SECRET_FIELDS: Final = frozenset(
    {
        "passphrase",
        "present_passphrase",
        "new_passphrase",
        "new_passphrase_again",
        "own_passphrase",
        "drawn",
        "seal",
        "invite_code",
        "code",
        "set_up_code",
        "step_up_code",
        "get_in_code",
        "agreed_words",
        "heard_words",
    }
)
"""Never shown again once typed."""

SILENT_FIELDS: Final = frozenset(
    {
        "place",
        "language",
        "phone_is_hers",
        "token",
        "recipient",
        "purpose",
        "items",
        "never",
        "methods",
        "length",
        "reason",
        "answer",
        "role",
        "advocate",
        "consent",
        "service",
        "statement",
        "shown_on",
        "together",
        "told",
        "seen",
        "begun",
    }
)
"""Carried by a form without being typed: they are sent again as they were, unseen."""

SIGNING_FIELDS: Final = frozenset({"risk", "ways", "signature", "method", "credential", "step_up_passkey"})
"""Given only on the page that shows the words they belong to, so a form sent again starts without them."""

LONG_FIELDS: Final = frozenset({"body", "written"})
"""Typed into over several lines."""

CLEANED_FIELDS: Final = LONG_FIELDS | {"interpreter"}
"""Often pasted: their forms take out what nobody sees, or give it back for correction."""
