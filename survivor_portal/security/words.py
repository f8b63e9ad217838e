"""Names and passphrases drawn from plain words, a list of them for each language."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from survivor_portal.security import crockford
from survivor_portal.security.tokens import Chance

FALLBACK_LANGUAGE: Final = "en"
"""Whose words are drawn in a language that has no list yet."""

FEWEST_WORDS: Final = 1024
"""Ten bits a word."""

WORDS_IN_PASSPHRASE: Final = 5
CODE_LENGTH: Final = 12
"""Characters of an invite's code, five bits each."""

_DIGITS: Final = 20
_DIGIT_GROUP: Final = 4
_SMALLEST_NUMBER: Final = 10
_NUMBERS: Final = 90
_DRAWN_BYTES: Final = 4
_WORD: Final = re.compile(r"[^\W\d_]{3,9}")
_JOINERS: Final = frozenset("-\u2010\u2011\u2013")


class BadWordListError(Exception):
    """A word list cannot be drawn from; the message says which and why, in one line."""


@dataclass(frozen=True, slots=True)
class WordList:
    """Words that each are one word to type: short, in small letters, in their usual form (NFKC), none twice.

    Raises `BadWordListError` for a list that is anything else, or shorter than `FEWEST_WORDS`.
    """

    language: str
    words: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse a list that would make weak or doubtful passphrases."""
        if len(self.words) < FEWEST_WORDS:
            raise BadWordListError(f"the {self.language} word list has {len(self.words)} words, under {FEWEST_WORDS}")
        if len(set(self.words)) < len(self.words):
            raise BadWordListError(f"the {self.language} word list has a word twice")
        for word in self.words:
            plain = unicodedata.normalize("NFKC", word).casefold()
            if word != plain or not _WORD.fullmatch(word) or any(map(unicodedata.combining, word)):
                raise BadWordListError(f"the {self.language} word list has a line that is no plain word: {word!r}")

    def draw(self, chance: Chance) -> str:
        """Draw one word, each as likely as any other."""
        return self.words[_below(len(self.words), chance)]


def read_word_lists(folder: Path) -> Mapping[str, WordList]:
    """Read every list of a folder, a file a language, a line a word. Raises `BadWordListError` or `OSError`."""
    return MappingProxyType(
        {
            path.stem: WordList(path.stem, tuple(path.read_text(encoding="utf-8").split()))
            for path in sorted(folder.glob("*.txt"))
        }
    )


# Read when the portal starts: it does not start with a list that nobody could draw from.
WORD_LISTS: Final = read_word_lists(Path(__file__).with_name("words"))


def draw_passphrase(chance: Chance, language: str) -> str:
    """Draw five words of a language's list, with spaces between: at least 50 bits of chance."""
    words = _words_of(language)
    return " ".join(words.draw(chance) for _ in range(WORDS_IN_PASSPHRASE))


def draw_digits(chance: Chance) -> str:
    """Draw 20 digits in groups of four: 66 bits of chance, on any keyboard."""
    digits = "".join(str(_below(10, chance)) for _ in range(_DIGITS))
    return " ".join(digits[start : start + _DIGIT_GROUP] for start in range(0, _DIGITS, _DIGIT_GROUP))


def draw_sign_in_name(chance: Chance, language: str) -> str:
    """Draw two words of a language's list and a number of two digits: "maple river 41".

    It is no secret; it says nothing about who has it, and there are 94 million for each language.
    """
    words = _words_of(language)
    return f"{words.draw(chance)} {words.draw(chance)} {_SMALLEST_NUMBER + _below(_NUMBERS, chance)}"


def normalised_sign_in_name(typed: str) -> str:
    """Give the one form of a sign-in name, however it was typed: capitals, spaces, hyphens, a script's digits."""
    plain = unicodedata.normalize("NFKC", typed).casefold()
    kept = (sign for sign in plain if not (sign.isspace() or sign in _JOINERS))
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in kept)


def draw_code(chance: Chance) -> str:
    """Draw an invite's code: 12 Crockford characters, 60 bits of chance. `crockford.grouped` shows it."""
    return crockford.draw(chance, CODE_LENGTH)


def normalised_code(typed: str) -> str | None:
    """Give the code someone typed or pasted, in any case, digits and groups, O for 0; None when it cannot be one."""
    return crockford.normalised(typed, CODE_LENGTH)


def _words_of(language: str) -> WordList:
    return WORD_LISTS.get(language, WORD_LISTS[FALLBACK_LANGUAGE])


def _below(count: int, chance: Chance) -> int:
    """Draw a number from 0 to `count` - 1, each as likely: what would favour the first ones is drawn again."""
    span = 1 << (8 * _DRAWN_BYTES)
    fair = span - span % count
    while (drawn := int.from_bytes(chance(_DRAWN_BYTES))) >= fair:
        pass
    return drawn % count
