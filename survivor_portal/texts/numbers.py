"""Numbers that someone who needs a person now can call: the operator's, or those that work in the United States."""

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from babel import Locale
from babel.lists import format_list
from flask_babel import gettext

from survivor_portal.config import Number
from survivor_portal.texts.locales import current_locale

if TYPE_CHECKING:
    from survivor_portal.config import Config


@dataclass(frozen=True, slots=True)
class ListedNumbers:
    """Numbers as a page lists them: those for everywhere first (under None), then by place; and their language."""

    places: tuple[tuple[str | None, tuple[Number, ...]], ...]
    language: str
    direction: str


def numbers_for(config: "Config", language: str) -> ListedNumbers:
    """Give the numbers for someone who reads this language; English stands in where the operator has written none."""
    written_in = language if language in config.numbers or not config.numbers else "en"
    numbers = config.numbers[written_in] if config.numbers else built_in_numbers()
    order = list(dict.fromkeys([None, *(number.place for number in numbers)]))
    by_place = sorted(numbers, key=lambda number: order.index(number.place))
    return ListedNumbers(
        places=tuple((place, tuple(listed)) for place, listed in groupby(by_place, lambda number: number.place)),
        language=written_in,
        direction=Locale.parse(written_in).text_direction,
    )


def languages_named(codes: tuple[str, ...]) -> str:
    """Name languages in the language of the request: "English and Spanish"."""
    locale = current_locale()
    return format_list([Locale.parse(code).get_display_name(locale) or code for code in codes], locale=locale)


def built_in_numbers() -> tuple[Number, ...]:
    """Give the numbers of the United States, in the language of the request. Nobody here has tried them."""
    return (
        Number(
            name=gettext("Emergency"),
            use=gettext("You or someone else is in danger right now. This line reaches police, fire and ambulance."),
            call="911",
            hours=gettext("Every day, day and night."),
        ),
        Number(
            name=gettext("Talk to someone, day or night"),
            use=gettext("You feel you cannot go on, or you need to talk."),
            call="988",
            text="988",
            hours=gettext("Every day, day and night."),
            languages=("en", "es"),
            may_tell_police=True,
        ),
        Number(
            name=gettext("National line, day or night"),
            full_name=gettext("National Human Trafficking Hotline"),
            use=gettext("People who listen, explain your options and find help near you."),
            call="+1 888-373-7888",
            text="233733",
            words="HELP",
            hours=gettext("Every day, day and night."),
            languages=("en", "es"),
            may_tell_police=True,
        ),
    )
