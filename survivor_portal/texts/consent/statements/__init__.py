"""The statements she signs: versioned words, one file a language, published once and never edited.

They stand apart from the catalogues, because a catalogue may be improved any day and what somebody approved may not.
What she picks is told with the labels of the day; her record keeps the whole as she read it.
"""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from survivor_portal.texts import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

CURRENT_VERSION: Final = "1"


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a statement: its heading, its words, and where she has to say she knows them, how she says it."""

    heading: str
    words: tuple[str, ...]
    agreed: str | None = None


@dataclass(frozen=True, slots=True)
class PublishedWords:
    """One version in one language: its sections by name, in the order they are read."""

    version: str
    language: str
    sections: "Mapping[str, Section]"

    @property
    def ref(self) -> str:
        """Its version and language, as "1:en"."""
        return f"{self.version}:{self.language}"


def current_words(language: str) -> PublishedWords:
    """Give the newest version in a language, or in English where nobody has written it yet."""
    known = language if _file(CURRENT_VERSION, language).is_file() else SOURCE_LANGUAGE
    return published_words(CURRENT_VERSION, known)


@lru_cache
def published_words(version: str, language: str) -> PublishedWords:
    """Read one version in one language. Raises `FileNotFoundError` when it was never published."""
    table = tomllib.loads(_file(version, language).read_text(encoding="utf-8"))
    sections = {
        name: Section(section["heading"], tuple(section["words"]), section.get("agreed"))
        for name, section in table.items()
    }
    return PublishedWords(version, language, MappingProxyType(sections))


def _file(version: str, language: str) -> "Traversable":
    return files(__name__) / f"{version}.{language}.toml"
