"""Words about the police: her standing choice and her answers, as she reads them and as her advocate does.

They neither push nor promise: the seven choices are said with the same weight, and none of them opens anything.
"""

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext

from survivor_portal.domain.consent import LawEnforcementChoice, PoliceAnswer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

CHOICE_LABELS: "Final[Mapping[LawEnforcementChoice, LazyString]]" = MappingProxyType(
    {
        LawEnforcementChoice.UNDECIDED: lazy_gettext("I have not decided"),
        LawEnforcementChoice.NOT_NOW: lazy_gettext("Not now"),
        LawEnforcementChoice.ADVOCATE_FIRST: lazy_gettext("Talk with my advocate first"),
        LawEnforcementChoice.LAWYER_FIRST: lazy_gettext("Talk with a lawyer first, or only through my lawyer"),
        LawEnforcementChoice.INFORMATION_ONLY: lazy_gettext("Only pass on information, with or without my name"),
        LawEnforcementChoice.LIMITED: lazy_gettext("Take part in some of it"),
        LawEnforcementChoice.FULL: lazy_gettext("Take part in all of it"),
    }
)

POLICE_ANSWER_LABELS: "Final[Mapping[PoliceAnswer, LazyString]]" = MappingProxyType(
    {
        PoliceAnswer.YES: lazy_gettext("Yes"),
        PoliceAnswer.NO: lazy_gettext("No"),
        PoliceAnswer.NOT_NOW: lazy_gettext("Not now"),
    }
)

NOTHING_PICKED: Final = lazy_gettext("Nothing is picked, so nothing has changed. You can leave it like this.")

NOTHING_ANSWERED: Final = lazy_gettext("Nothing was changed. Choose one of the answers below, or leave it open.")

WRITTEN_BEFORE: Final = lazy_gettext(
    "You wrote something down from this page before, and it stands. What is here now is not the same. "
    "Press Write it down to add this too."
)
"""The same form was sent a second time with other words: neither request may get lost."""
