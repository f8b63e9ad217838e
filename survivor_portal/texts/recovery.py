"""Words about getting back in: why there is no code yet, why words are not taken, and what was done for a sign-in."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import gettext, lazy_gettext

from survivor_portal.actions.recovery import EventKind
from survivor_portal.domain.recovery import HelpRefusal, WordsProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

    from survivor_portal.actions.recovery import HistoryLine

HELP_REFUSALS: "Final[Mapping[HelpRefusal, LazyString]]" = MappingProxyType(
    {
        HelpRefusal.NO_REQUEST: lazy_gettext(
            "No open request has this number. Ask for the number again. A request can also be made anew."
        ),
        HelpRefusal.WRONG_WORDS: lazy_gettext("These are not the agreed words. Ask again, or meet face to face."),
        HelpRefusal.NOTHING_TO_GO_BY: lazy_gettext(
            "A voice alone is not enough. Ask for the agreed words, or meet face to face."
        ),
        HelpRefusal.SECOND_PERSON: lazy_gettext(
            "A second person on the team agrees first. They see it at the desk under Second person. "
            "Then write all of this once more, and press again."
        ),
    }
)

WORDS_PROBLEMS: "Final[Mapping[WordsProblem, LazyString]]" = MappingProxyType(
    {
        WordsProblem.TOO_SHORT: lazy_gettext("Use more letters. Three or four words are good."),
        WordsProblem.TOO_LONG: lazy_gettext("That is too long. Use fewer words."),
        WordsProblem.KNOWN: lazy_gettext("These words have a name in them that others know. Pick other words."),
        WordsProblem.OPENS_SOMETHING: lazy_gettext("That is your passphrase. Pick words that open nothing."),
    }
)


def history_words(line: "HistoryLine") -> str:
    """Say what was done for her sign-in, and by whom."""
    name = line.staff_name or ""
    sentences = {
        EventKind.CODE_GIVEN: gettext("%(name)s gave a code to get back in.", name=name),
        EventKind.AGREED: gettext("%(name)s agreed as the second person on your team.", name=name),
        EventKind.RECOVERED: gettext("Someone at your team helped you back in: %(name)s.", name=name),
        EventKind.FROZEN: gettext("%(name)s stopped all sign-ins with your name.", name=name)
        if line.staff_name
        else gettext("You stopped all sign-ins with your name."),
        EventKind.WORDS_SET: gettext("You set the words your team knows you by."),
        EventKind.WORDS_USED: gettext("%(name)s heard the words your team knows you by. They are used up.", name=name),
        EventKind.REQUESTS_STOPPED: gettext("You stopped a request to get in with your name."),
    }
    return sentences[line.kind]
