"""The operator's pages that Exit now may open."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

from survivor_portal.config.problems import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ExitDestination:
    """Where Exit now leads: an ordinary public page, and the name it goes by in a page title."""

    address: str
    name: str

    @property
    def ref(self) -> str:
        """What it is kept as where somebody picked it: the same as long as its address is, wherever in the list."""
        return f"{crc32(self.address.encode()):08x}"


DEFAULT_DESTINATIONS: Final = (
    ExitDestination("https://www.weather.gov/", "Weather"),
    ExitDestination("https://www.nps.gov/", "Parks"),
    ExitDestination("https://www.wikipedia.org/", "Wikipedia"),
)
"""None needs a sign-in, shows earlier searches or differs from visitor to visitor."""


def read_destinations(table: dict[str, Any]) -> "Mapping[str, tuple[ExitDestination, ...]]":
    """Read the operator's pages, by language; a single one may be written without a list around it.

    Raises `ConfigError` for what is no page with an address and a name.
    """
    lists = {language: entries if isinstance(entries, list) else [entries] for language, entries in table.items()}
    return MappingProxyType({language: tuple(map(_destination, entries)) for language, entries in lists.items()})


def _destination(entry: object) -> ExitDestination:
    address, name = (entry.get(key) if isinstance(entry, dict) else None for key in ("address", "name"))
    if not isinstance(address, str) or not isinstance(name, str) or not name.strip():
        msg = "exit_destinations must give an address and a name for each page"
        raise ConfigError(msg)
    return ExitDestination(address, name)
