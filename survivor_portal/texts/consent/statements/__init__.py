"""The statements she signs: versioned words, one file a language, published once and never edited.

They stand apart from the catalogues, because a catalogue may be improved any day and what somebody approved may not.
What she picks is told with the labels of the day; her record keeps the whole as she read it.
"""

import hashlib
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
    """One version in one language: its sections by name, in the order they are read, and the digest of its file."""

    version: str
    language: str
    sections: "Mapping[str, Section]"
    digest: str

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
    written = _file(version, language).read_bytes()
    table = tomllib.loads(written.decode())
    sections = {
        name: Section(section["heading"], tuple(section["words"]), section.get("agreed"))
        for name, section in table.items()
    }
    return PublishedWords(version, language, MappingProxyType(sections), hashlib.sha256(written).hexdigest())


@lru_cache
def all_published() -> tuple[PublishedWords, ...]:
    """Give every statement ever published, the newest version first, its languages by their codes."""
    names = [
        path.name.removesuffix(".toml").split(".") for path in files(__name__).iterdir() if path.name.endswith(".toml")
    ]
    found = [published_words(version, language) for version, language in names]
    return tuple(sorted(found, key=lambda words: (-int(words.version), words.language)))


def _file(version: str, language: str) -> "Traversable":
    return files(__name__) / f"{version}.{language}.toml"
