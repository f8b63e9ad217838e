"""The label of every field, in one place: forms show them, and so does the page that gives typed words back."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext

from survivor_portal.domain.consent import DataItem
from survivor_portal.texts.desk import ITEMS_AT_DESK

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
        "left_out": lazy_gettext("What to leave out"),
        "methods": lazy_gettext("How we may tell them"),
        "length": lazy_gettext("How long"),
        "reason": lazy_gettext("Your reason, if you want more than 30 days"),
        "interpreter": lazy_gettext("Your interpreter's name"),
        "choice": lazy_gettext("What do you want for now?"),
        "asker": lazy_gettext("Who asks"),
        "asked": lazy_gettext("What they ask for"),
        "days": lazy_gettext("On which days"),
        "hours": lazy_gettext("In which hours"),
        "voicemail": lazy_gettext("May we leave a message, if nobody answers?"),
        "ask_for": lazy_gettext("The name we ask for, or write on it"),
        "said_at": lazy_gettext("When it was said"),
        "called": lazy_gettext("A chosen name, or a sign-in name"),
        "demanded_by": lazy_gettext("Who asks for it"),
        "legal_basis": lazy_gettext("What it rests on"),
        "legal_reference": lazy_gettext("Which order, or which law"),
        "tried_at": lazy_gettext("When we tried to tell this person first"),
        "tried_by": lazy_gettext("Who tried"),
        "tried_again_at": lazy_gettext("When we tried again"),
        "tried_again_by": lazy_gettext("Who tried again"),
        "no_notice": lazy_gettext("If nobody tried: why"),
        "ban_until": lazy_gettext("Until when a court forbids to tell this person"),
        "steps": lazy_gettext("What was done to protect this person"),
        "place_name": lazy_gettext("The name of the place or person"),
        "approved_by": lazy_gettext("Who approved the words"),
        "profession": lazy_gettext("Their profession"),
        "approved_on": lazy_gettext("On which day"),
        **{f"words-{item}": label for item, label in ITEMS_AT_DESK.items()},
        "covers": lazy_gettext("Cover the page while you look at another one?"),
        "destination": lazy_gettext("What should open?"),
        "leaves_by": lazy_gettext("More ways to leave"),
        "few_traces": lazy_gettext("What should the phone's Back button do?"),
        "hides_after": lazy_gettext("When nobody uses the page, when should it go?"),
    }
)

SHEET_FIELDS: Final = frozenset(f"words-{item}" for item in DataItem)
"""What a sheet says of each fact about a person."""

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
        "opened_at",
        "place",
        "language",
        "phone_is_hers",
        "token",
        "recipient",
        "purpose",
        "items",
        "never",
        "left_out",
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
        "choice",
        "days",
        "hours",
        "voicemail",
        "paper",
        "stopped",
        "legal_basis",
        "no_notice",
        "look_reason",
        "tried_by",
        "tried_again_by",
        "unsent_at",
        "unsent_page",
        "unsent_seen",
        "unsent_shown",
        "unsent_typed",
        "destination",
        "leaves_by",
        "few_traces",
        "hides_after",
        "covers",
    }
)
"""Carried by a form without being typed: they are sent again as they were, unseen."""

SIGNING_FIELDS: Final = frozenset({"risk", "ways", "signature", "method", "as_file", "credential", "step_up_passkey"})
"""Given only on the page that shows the words they belong to, so a form sent again starts without them."""

LONG_FIELDS: Final = frozenset({"body", "written"}) | SHEET_FIELDS
"""Typed into over several lines."""

CLEANED_FIELDS: Final = LONG_FIELDS | {
    "approved_by",
    "ask_for",
    "asked",
    "asker",
    "demanded_by",
    "interpreter",
    "legal_reference",
    "place_name",
    "profession",
    "steps",
}
"""Often pasted: their forms take out what nobody sees, or give it back for correction."""
