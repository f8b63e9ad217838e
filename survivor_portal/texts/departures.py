"""Words about leaving and about what the law keeps, said where more than one screen needs them."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext

from survivor_portal.domain.departures import HoldRefusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

HOLD_REFUSALS: "Final[Mapping[HoldRefusal, LazyString]]" = MappingProxyType(
    {
        HoldRefusal.NO_BASIS: lazy_gettext("Write the order this hold stands on."),
        HoldRefusal.BASIS_TOO_LONG: lazy_gettext("That is too long. Use fewer words."),
        HoldRefusal.NOBODY_ASKED: lazy_gettext("Write who asked for it."),
        HoldRefusal.ASKER_TOO_LONG: lazy_gettext("That is too long. Use fewer words."),
        HoldRefusal.STARTS_LATER: lazy_gettext("The clock was set back meanwhile. Please try again."),
        HoldRefusal.ENDS_BEFORE: lazy_gettext("Write a day that is still to come."),
    }
)

NOBODY_CALLED: Final = lazy_gettext("Nobody has this name. Write the whole name, or the sign-in name.")
SEVERAL_CALLED: Final = lazy_gettext("More than one person has this name. Pick by the day they came, below.")

NOT_NOW: Final = lazy_gettext(
    "We could not delete it right now. It stays asked for. When we can, a new day shows here. "
    "Until that day you can still stop it."
)
"""Said whatever keeps it: where a court forbids to tell her, this neither tells nor lies."""
