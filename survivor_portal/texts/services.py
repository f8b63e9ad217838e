"""What a service's page says: the directory's own words as they stand, and ours around them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from babel.lists import format_list
from flask_babel import format_currency, format_decimal, gettext, lazy_gettext

from survivor_portal.texts.hours import hours_in_words
from survivor_portal.texts.locales import current_locale

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask_babel.speaklater import LazyString

    from survivor_portal.actions.directory.pages import Cost, ServicePage, Spoken

WHO: "Final[LazyString]" = lazy_gettext("Who it is for")
COST: "Final[LazyString]" = lazy_gettext("Cost")
WAIT: "Final[LazyString]" = lazy_gettext("How long the wait is")
LANGUAGES: "Final[LazyString]" = lazy_gettext("Languages")
ACCESS: "Final[LazyString]" = lazy_gettext("If you have a disability")
BRING: "Final[LazyString]" = lazy_gettext("What to bring")
BEGIN: "Final[LazyString]" = lazy_gettext("How to start")
AREAS: "Final[LazyString]" = lazy_gettext("Area")
HOURS: "Final[LazyString]" = lazy_gettext("Hours")

_ALWAYS_ASKED_FOR: Final = (WHO, COST, WAIT, LANGUAGES, ACCESS)
"""Where the directory is silent on one of these, the page says so."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a fact; `is_quoted` where it is the directory's own words, in whatever language they are."""

    words: str
    is_quoted: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to know about a service."""

    label: "LazyString"
    lines: tuple[Line, ...]


def facts_of(service: "ServicePage") -> list[Fact]:
    """Give what there is to know about a service, in the order people ask, each with at least one line."""
    told = (
        Fact(WHO, tuple(_lines([*_quoted([service.eligibility]), *_ours(_ages(service))]))),
        Fact(COST, tuple(_lines([*_quoted([service.fees]), *map(_cost, service.costs)]))),
        Fact(WAIT, tuple(_quoted([service.wait_time]))),
        Fact(LANGUAGES, tuple(_lines([*_ours(_spoken(service.languages)), *_quoted([service.interpretation])]))),
        Fact(ACCESS, tuple(_quoted(service.access))),
        Fact(BRING, tuple(_quoted(service.bring))),
        Fact(BEGIN, tuple(_quoted([service.how_to_apply]))),
        Fact(AREAS, tuple(_quoted(service.areas))),
        Fact(HOURS, tuple(_hours(service))),
    )
    return [fact for fact in told if fact.lines]


def not_told(facts: "Iterable[Fact]") -> "list[LazyString]":
    """Give the labels of what everyone asks and the directory does not say."""
    told = {fact.label for fact in facts}
    return [label for label in _ALWAYS_ASKED_FOR if label not in told]


def _quoted(texts: "Iterable[str | None]") -> "Iterator[Line]":
    for text in texts:
        for paragraph in (text or "").split("\n\n"):
            if paragraph:
                yield Line(paragraph, is_quoted=True)


def _ours(words: str) -> "Iterator[Line]":
    if words:
        # Days and languages are written small in many languages, but a line begins with a capital.
        yield Line(words[0].upper() + words[1:], is_quoted=False)


def _lines(lines: "Iterable[Line]") -> "Iterator[Line]":
    """Give each line once: a directory often says the same in two fields."""
    yield from dict.fromkeys(lines)


def _ages(service: "ServicePage") -> str:
    """Tell the ages, but for those that the directory's own words name already."""
    said = service.eligibility or ""
    youngest, oldest = (None if age and str(age) in said else age for age in (service.minimum_age, service.maximum_age))
    if youngest and oldest:
        return gettext("People aged %(youngest)s to %(oldest)s.", youngest=youngest, oldest=oldest)
    if youngest:
        return gettext("People aged %(youngest)s and older.", youngest=youngest)
    if oldest:
        return gettext("People aged %(oldest)s and younger.", oldest=oldest)
    return ""


def _cost(cost: "Cost") -> Line:
    parts = (cost.option, _amount(cost.amount, cost.currency), cost.description)
    return Line(" · ".join(part for part in parts if part), is_quoted=True)


def _amount(amount: Decimal | None, currency: str | None) -> str:
    if amount is None:
        return ""
    if not amount:
        return gettext("Free")
    return format_currency(amount, currency) if currency else format_decimal(amount)


def _spoken(languages: "Iterable[Spoken]") -> str:
    locale = current_locale()
    names = [locale.languages.get(spoken.code or "") or spoken.name or spoken.code or "" for spoken in languages]
    return format_list([name for name in names if name], locale=locale)


def _hours(service: "ServicePage") -> "Iterator[Line]":
    for hours in service.hours:
        yield from _ours(hours_in_words(hours, current_locale()))
        yield from _quoted(hours.notes)
