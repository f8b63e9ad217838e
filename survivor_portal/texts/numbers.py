"""Numbers that someone who needs a person now can call, in the United States."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString


@dataclass(frozen=True, slots=True)
class Number:
    """One line: a neutral label, when to use it, the number as dialled and as shown, and the number to text."""

    label: "LazyString"
    use: "LazyString"
    call: str
    call_shown: str
    text: str | None = None


NUMBERS: "Final[tuple[Number, ...]]" = (
    Number(
        lazy_gettext("Emergency"),
        lazy_gettext("You or someone else is in danger right now. This line reaches police, fire and ambulance."),
        call="911",
        call_shown="911",
    ),
    Number(
        lazy_gettext("Talk to someone, day or night"),
        lazy_gettext("You feel you cannot go on, or you need to talk."),
        call="988",
        call_shown="988",
        text="988",
    ),
    Number(
        lazy_gettext("National hotline, day or night"),
        lazy_gettext("People who listen, explain your options and find help near you."),
        call="+18883737888",
        call_shown="888-373-7888",
        text="233733",
    ),
)
