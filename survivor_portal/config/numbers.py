"""The numbers to call, as the operator lists them for each language."""

import re
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from babel import Locale, UnknownLocaleError

from survivor_portal.config.problems import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST: Final = 200
_CALLED: Final = re.compile(r"\+?[0-9(][0-9 ().\-]*")
_TEXTED: Final = re.compile(r"\+?[0-9]{3,15}")
_DIGITS: Final = range(3, 16)
"""How many digits a number has: 911 to the fifteen of ITU-T E.164."""


@dataclass(frozen=True, slots=True)
class Number:
    """One line to call or to text.

    `name`, `use`, `hours` and `place` are read by anyone, so they are neutral; `full_name` is for someone signed in
    alone. `call` is the number as it is shown, `text` the number that messages go to, `words` what to write to it.
    `languages` are the codes of the languages spoken there. `checked_on` is the day someone last tried the number,
    None when nobody here has.
    """

    name: str
    call: str | None = None
    text: str | None = None
    words: str | None = None
    use: str | None = None
    hours: str | None = None
    full_name: str | None = None
    place: str | None = None
    languages: tuple[str, ...] = ()
    may_tell_police: bool = False
    checked_on: date | None = None

    @property
    def dialled(self) -> str:
        """What a phone dials: the number without what only helps to read it."""
        return re.sub(r"[^+0-9]", "", self.call or "")


def read_numbers(table: dict[str, Any]) -> "Mapping[str, tuple[Number, ...]]":
    """Build the numbers of each language. Raises `ConfigError` naming the language, the entry and the field."""
    if "en" not in table:
        msg = 'numbers needs a list for "en", which stands in for languages that have none'
        raise ConfigError(msg)
    found = {}
    for language, entries in table.items():
        if not _is_language(language):
            msg = f"numbers.{language}: this is no language code, such as en or es"
            raise ConfigError(msg)
        if type(entries) is not list or not entries or not all(isinstance(entry, dict) for entry in entries):
            msg = f"numbers.{language} must be a list of entries, each begun with [[numbers.{language}]]"
            raise ConfigError(msg)
        found[language] = tuple(
            _number(entry, f"numbers.{language}, entry {place}") for place, entry in enumerate(entries, start=1)
        )
    return MappingProxyType(found)


def _number(entry: dict[str, Any], where: str) -> Number:
    name = entry.get("name")
    where = f"{where} ({name!r})" if isinstance(name, str) and name.isprintable() else where
    for field, value in entry.items():
        wrong = f"{field} is not a field of a number" if field not in _FIELDS else _wrong(field, value)
        if wrong:
            msg = f"{where}: {wrong}"
            raise ConfigError(msg)
    missing = [field for field in ("name", "hours", "may_tell_police", "checked_on") if field not in entry]
    if missing:
        msg = f"{where}: {missing[0]} is not set"
        raise ConfigError(msg)
    if "call" not in entry and "text" not in entry:
        msg = f"{where}: neither call nor text is set, so nobody could be reached"
        raise ConfigError(msg)
    if "words" in entry and "text" not in entry:
        msg = f"{where}: words are what to text, and text is not set"
        raise ConfigError(msg)
    return Number(**{**entry, "languages": tuple(entry.get("languages", ()))})


def _wrong(field: str, value: object) -> str | None:
    """Say what is wrong with one field's value; None for one that is right."""
    if type(value) is not _FIELDS[field]:
        return f"{field} must be {_KINDS[_FIELDS[field]]}"
    if isinstance(value, str):
        if not value.strip() or not value.isprintable() or len(value) > _LONGEST:
            return f"{field} must be one line of 1 to {_LONGEST} characters"
        if field == "call" and not (_CALLED.fullmatch(value) and sum(map(str.isdigit, value)) in _DIGITS):
            return "call must be a number as it is dialled, such as 911 or +1 888-373-7888"
        if field == "text" and not _TEXTED.fullmatch(value):
            return "text must be a number without spaces, such as 233733"
    if isinstance(value, list) and not all(isinstance(code, str) and _is_language(code) for code in value):
        return 'languages must list language codes, as ["en", "es"]'
    return None


def _is_language(code: str) -> bool:
    try:
        Locale.parse(code)
    except (ValueError, UnknownLocaleError):
        return False
    return True


_FIELDS: Final[dict[str, type]] = {
    "name": str,
    "full_name": str,
    "use": str,
    "call": str,
    "text": str,
    "words": str,
    "hours": str,
    "place": str,
    "languages": list,
    "may_tell_police": bool,
    "checked_on": date,
}

_KINDS: Final[dict[type, str]] = {
    str: "text in quotes",
    list: "a list",
    bool: "true or false",
    date: "a day without quotes, as 2026-11-01",
}
