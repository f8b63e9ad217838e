"""Words about ends of consents that staff write down."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext

from survivor_portal.actions.consents import InvalidationReason, SpokenStopRefusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

STOP_REFUSALS: "Final[Mapping[SpokenStopRefusal, LazyString]]" = MappingProxyType(
    {
        SpokenStopRefusal.NOTHING_PICKED: lazy_gettext("Pick what the person said stop to."),
        SpokenStopRefusal.NOT_YET: lazy_gettext("That time has not come yet. Write when it was said."),
        SpokenStopRefusal.ALL_HAD_ENDED: lazy_gettext("It had already ended. So no stop is written down for it."),
        SpokenStopRefusal.SOME_HAD_ENDED: lazy_gettext(
            "Some of it had already ended. So no stop is written down for that. The rest is stopped."
        ),
    }
)

INVALIDATION_LABELS: "Final[Mapping[InvalidationReason, LazyString]]" = MappingProxyType(
    {
        InvalidationReason.SIGNED_BY_OTHER: lazy_gettext("Somebody else signed it"),
        InvalidationReason.UNDER_PRESSURE: lazy_gettext("It was signed under pressure"),
        InvalidationReason.NOT_UNDERSTOOD: lazy_gettext("The words were not understood"),
        InvalidationReason.CONSENTER_MARKED: lazy_gettext("Somebody who signed it does harm"),
    }
)

INVALIDATIONS_FOR_HER: "Final[Mapping[InvalidationReason, LazyString]]" = MappingProxyType(
    {
        **dict.fromkeys(
            InvalidationReason, lazy_gettext("It did not meet our rules for signing. Your team can tell you more.")
        ),
        InvalidationReason.NOT_UNDERSTOOD: lazy_gettext(
            "The words were not clear enough. Your team can go through them with you."
        ),
    }
)
"""Why a signature did not count, as her phone says it: whoever looks at it must not read of pressure or of harm.

Her team knows the reason as it is, and tells her when she is alone with them.
"""

NOBODY_CALLED: Final = lazy_gettext("Nobody is called that here.")

PAUSED: Final = lazy_gettext("This person has paused. Nobody asks them anything now.")
"""Said at the desk when something would be put before a person who wants to be left alone."""

ASKED_BEFORE: Final = lazy_gettext(
    "You asked for something else from this page before, and it stands. What is picked now is not asked yet. "
    "Send it again to ask for it too."
)
"""The same form was sent a second time with other contents: neither draft may get lost."""

HERS_ALONE: Final = lazy_gettext("Only the person can begin that.")
