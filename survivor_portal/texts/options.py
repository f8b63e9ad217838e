"""Words about options: how one came to her, her answers, and what follows each."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext

from survivor_portal.domain.options import Answer, Origin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

ORIGIN_LABELS: "Final[Mapping[Origin, LazyString]]" = MappingProxyType(
    {
        Origin.OFFERED: lazy_gettext("Your advocate offers this."),
        Origin.PICKED: lazy_gettext("You picked this."),
    }
)

ANSWER_LABELS: "Final[Mapping[Answer, LazyString]]" = MappingProxyType(
    {
        Answer.WANTED: lazy_gettext("I want this"),
        Answer.NOT_NOW: lazy_gettext("Not now"),
        Answer.NO_THANKS: lazy_gettext("No thanks"),
        Answer.TELL_ME_MORE: lazy_gettext("Tell me more"),
        Answer.NOT_ANSWERED: lazy_gettext("No answer yet"),
    }
)

ANSWERS_OFFERED: "Final[tuple[Answer, ...]]" = (
    Answer.WANTED,
    Answer.NOT_NOW,
    Answer.NO_THANKS,
    Answer.TELL_ME_MORE,
)
"""Always in this order, all of one look."""

WHAT_FOLLOWS: "Final[Mapping[Answer, LazyString]]" = MappingProxyType(
    {
        Answer.WANTED: lazy_gettext("Your team can see that you want this. They ask you before each next step."),
        Answer.NOT_NOW: lazy_gettext("That is fine. It stays under See all for later."),
        Answer.NO_THANKS: lazy_gettext("That is fine. It stays under See all. You can change your mind."),
        Answer.TELL_ME_MORE: lazy_gettext("Your team can see that you want to know more."),
        Answer.NOT_ANSWERED: lazy_gettext("You can answer at any time, or not at all."),
    }
)

TAKEN_BACK: "Final[LazyString]" = lazy_gettext("You took your answer back")
"""How her history names the answer `NOT_ANSWERED`."""
