"""Why a text was not sent, told to whoever wrote it; what they wrote stays in front of them."""

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext

from survivor_portal.domain.messages import BodyRefusal, Sending

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

BODY_REFUSALS: "Final[Mapping[BodyRefusal, LazyString]]" = MappingProxyType(
    {
        BodyRefusal.EMPTY: lazy_gettext("There is nothing to send yet. Write your message, then press Send."),
        BodyRefusal.TOO_LONG: lazy_gettext(
            "A message can have 4,000 characters, and this one has more. Make it shorter, or send it in parts."
        ),
        BodyRefusal.NOT_TEXT: lazy_gettext(
            "One sign in your message could not be sent. We took it out. Check the message and send it again."
        ),
    }
)

REWORDED: Final = lazy_gettext(
    "You sent a message from this page before, and it is in the list. These words are new. Press Send to send them too."
)
"""The same form was sent a second time with other words: neither message may get lost."""

PAUSED: Final = lazy_gettext(
    "This person has paused, so nothing was sent. Your words are still here. Keep them and send them later."
)
"""Told to staff alone: she herself can always write."""

NOT_SENT: "Final[Mapping[Sending, LazyString]]" = MappingProxyType({Sending.REWORDED: REWORDED, Sending.PAUSED: PAUSED})
