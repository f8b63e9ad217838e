"""Why a passphrase of her own is not taken, and what would be."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext

from survivor_portal.security.passphrase_rules import PassphraseProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

PASSPHRASE_PROBLEMS: "Final[Mapping[PassphraseProblem, LazyString]]" = MappingProxyType(
    {
        PassphraseProblem.TOO_SHORT: lazy_gettext("Make it 15 letters or more. Four or five words are good."),
        PassphraseProblem.TOO_LONG: lazy_gettext("Make it shorter. It can have 128 letters."),
        PassphraseProblem.REPEATS: lazy_gettext("The same letters come again and again. Pick other words."),
        PassphraseProblem.COMMON: lazy_gettext("Many people use these words, so they are easy to guess. Pick others."),
        PassphraseProblem.KNOWN: lazy_gettext("It has a name in it that others know. Pick other words."),
    }
)
