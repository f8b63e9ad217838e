"""Keeping hidden addresses out of every text, wherever the directory repeats them."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from sqlalchemy import select, union_all

from survivor_portal.models.directory import Location, Provider, Service, ServiceAtLocation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from sqlalchemy import Connection

_WORD = re.compile(r"[^\W_]+")
_HAS_A_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Withholding:
    """Tells a text, or None where it holds a hidden address, however that is spaced, punctuated or cut short.

    `telling` are the words that give a hidden address away, `lines` the whole first lines of hidden addresses.
    """

    telling: frozenset[str]
    lines: frozenset[str]

    @classmethod
    def of(cls, addresses: "Iterable[Mapping[str, str | None]]") -> "Withholding":
        """Withhold the street lines of these addresses."""
        telling: set[str] = set()
        lines: set[str] = set()
        for address in addresses:
            first, second, city = (_plain(address[name] or "") for name in ("address_1", "address_2", "city"))
            # A village alone gives no house away, and stands in many a harmless text.
            if first.strip() and first != city:
                lines.add(first)
                telling.update(_telling(first))
            # Nor does a single word such as "Rear".
            if len(second.split()) > 1 and second != city:
                telling.update(_telling(second))
        return cls(frozenset(telling), frozenset(lines))

    def __call__(self, text: str | None) -> str | None:
        """Give the text, or None."""
        return None if text is None or self._is_in(_plain(text)) else text

    def each(self, texts: "Iterable[str | None]") -> "Iterator[str]":
        """Give the texts that may be told."""
        yield from (text for text in map(self, texts) if text)

    def hides(self, address: "Mapping[str, str | None]") -> bool:
        """Say whether an address is one of those hidden."""
        first, second = (_plain(address[name] or "") for name in ("address_1", "address_2"))
        return first in self.lines or self._is_in(first) or self._is_in(second)

    def _is_in(self, plain: str) -> bool:
        return any(words in plain for words in self.telling)


def withholdings(connection: "Connection", service_ids: "Collection[str]") -> dict[str, Withholding]:
    """Give for each service what withholds the hidden addresses of its places and of all its provider has.

    One statement, however many services.
    """
    asked = Service.id.in_(service_ids)
    at_its_places = (
        select(ServiceAtLocation.service_id.label("service_id"), Location.facts.label("facts"))
        .join(Location, Location.id == ServiceAtLocation.location_id)
        .where(ServiceAtLocation.service_id.in_(service_ids), Location.address_hidden)
    )
    # Not given there, but its address must not slip out either.
    elsewhere = (
        select(Service.id, Location.facts)
        .join(Location, Location.provider_id == Service.provider_id)
        .where(asked, Location.address_hidden)
    )
    of_the_provider = (
        select(Service.id, Provider.facts)
        .join(Provider, Provider.id == Service.provider_id)
        .where(asked, Provider.address_hidden)
    )
    hidden: dict[str, list[Mapping[str, str | None]]] = defaultdict(list)
    for row in connection.execute(union_all(at_its_places, elsewhere, of_the_provider)):
        hidden[row.service_id] += row.facts["addresses"]
    return {service_id: Withholding.of(hidden.get(service_id, ())) for service_id in service_ids}


def _plain(text: str) -> str:
    return f" {' '.join(_WORD.findall(unicodedata.normalize('NFKC', text).casefold()))} "


def _telling(line: str) -> "Iterator[str]":
    """Give a house number with the word after it, since "Street" is "St" elsewhere; or else the whole line."""
    words = line.split()
    numbered = [f" {number} {word} " for number, word in pairwise(words) if _HAS_A_NUMBER.search(number)]
    if numbered:
        yield from numbered
    elif len(words) > 1 or not _HAS_A_NUMBER.search(line):
        yield line
