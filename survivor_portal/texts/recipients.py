"""Words about the places that may be told, for the office."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext

from survivor_portal.actions.consents import BlockReason, RecipientChange
from survivor_portal.domain.consent import NameProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

BLOCK_REASONS: "Final[Mapping[BlockReason, LazyString]]" = MappingProxyType(
    {
        BlockReason.PASSED_ON: lazy_gettext("They passed something on"),
        BlockReason.CLOSED: lazy_gettext("They have closed"),
        BlockReason.NO_SAFE_WAY: lazy_gettext("We know no good way to reach them"),
        BlockReason.OTHER: lazy_gettext("Another reason"),
    }
)

RECIPIENT_CHANGES: "Final[Mapping[RecipientChange, LazyString]]" = MappingProxyType(
    {
        RecipientChange.ADDED: lazy_gettext("Added"),
        RecipientChange.BLOCKED: lazy_gettext("Blocked"),
        RecipientChange.UNBLOCKED: lazy_gettext("Not blocked any more"),
    }
)

NAME_PROBLEMS: "Final[Mapping[NameProblem, LazyString]]" = MappingProxyType(
    {
        NameProblem.MISSING: lazy_gettext("Write a name."),
        NameProblem.TOO_LONG: lazy_gettext("That name is too long. Check it and try again."),
        NameProblem.UNSHOWN: lazy_gettext("Something in that name cannot be shown. Please type it again."),
    }
)

ALREADY_KNOWN: "Final[LazyString]" = lazy_gettext("There is a place of that name already. Nothing was added.")
