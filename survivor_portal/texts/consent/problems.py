"""What she reads when the form is not ready to sign, beside the line it is about."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext

from survivor_portal.domain.consent import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

_START_AGAIN: Final = lazy_gettext(
    "Something on this page does not fit together. Nothing was shared. Please start again."
)

PROBLEM_WORDS: "Final[Mapping[Problem, LazyString]]" = MappingProxyType(
    {
        Problem.NO_ITEMS: lazy_gettext("Pick what we may tell them. If nothing is picked, nothing is shared."),
        Problem.NO_RECIPIENT: lazy_gettext("Choose one place."),
        Problem.NO_METHODS: lazy_gettext("Pick how we may tell them."),
        Problem.NO_STATEMENT: _START_AGAIN,
        Problem.NO_USES: _START_AGAIN,
        Problem.ENDS_BEFORE_START: _START_AGAIN,
        Problem.ENDS_BEFORE_SIGNATURE: _START_AGAIN,
        Problem.TOO_LONG: lazy_gettext("The longest time is 90 days."),
        Problem.NO_REASON_FOR_LENGTH: lazy_gettext("For more than 30 days, pick your reason. Or pick a shorter time."),
        Problem.WRONG_CONSENTERS: _START_AGAIN,
        Problem.RISK_NOT_ACKNOWLEDGED: lazy_gettext("Tick this if you know the risk."),
        Problem.ALTERNATIVES_NOT_ACKNOWLEDGED: lazy_gettext("Tick this if you know the other ways."),
        Problem.NOT_SIGNED: lazy_gettext("Write your passphrase."),
        Problem.EXCLUDED_ITEM_ASKED: lazy_gettext("Something is picked here and also picked to be told. Pick it once."),
        Problem.RECIPIENT_BLOCKED: lazy_gettext("Nothing may go to this place now. Choose another one."),
        Problem.CONSENTER_MARKED: _START_AGAIN,
        Problem.NO_INTERPRETER: lazy_gettext("Write the name of your interpreter."),
    }
)

WRONG_PASSPHRASE: Final = lazy_gettext("That is not your passphrase. Write it again. What you picked is still here.")

SIGNED_BEFORE: Final = lazy_gettext(
    "You signed something else on this page before, and it stands. What is picked now is not signed. "
    "Sign again if you want it too."
)
"""The same form was sent a second time with other contents: she must not think that she signed them."""

CHANGED_SINCE_READ: Final = lazy_gettext(
    "The words or the dates have changed since you opened this page. Please read them again."
)
"""She signs only what she has read: where that is no longer what stands there, nothing is made."""
