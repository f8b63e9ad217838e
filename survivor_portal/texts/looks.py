"""Why a supervisor looks at what one person shares: as it is picked at the office, and as she reads it."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext

from survivor_portal.domain.looks import LookReason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

LOOK_REASONS: "Final[Mapping[LookReason, LazyString]]" = MappingProxyType(
    {
        LookReason.SPOKEN_STOP: lazy_gettext("Somebody told us of a stop"),
        LookReason.ASKED: lazy_gettext("This person asked us to"),
        LookReason.PRESSURE: lazy_gettext("Somebody may have put pressure on this person"),
        LookReason.SIGNATURE: lazy_gettext("A signature may not be right"),
        LookReason.MISTAKE: lazy_gettext("To correct a mistake"),
        LookReason.TO_WRITE_DOWN: lazy_gettext("To write down something else, such as an order"),
    }
)
"""In the order in which they are offered: what cannot wait stands first."""

LOOK_REASONS_FOR_HER: "Final[Mapping[LookReason, LazyString]]" = MappingProxyType(
    {
        LookReason.SPOKEN_STOP: lazy_gettext("We heard that you want to stop something."),
        LookReason.ASKED: lazy_gettext("You asked us to."),
        LookReason.PRESSURE: lazy_gettext("To look after your choices."),
        LookReason.SIGNATURE: lazy_gettext("To check a signature."),
        LookReason.MISTAKE: lazy_gettext("To correct a mistake of ours."),
        LookReason.TO_WRITE_DOWN: lazy_gettext("To write something down."),
    }
)
"""Said so that somebody who reads along learns nothing by which to blame her."""
