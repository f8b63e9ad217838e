"""What her own passphrase may be: long, and not easy to guess. Nothing is asked of its capitals, digits or signs.

NIST SP 800-63B, 3.1.1.2: fifteen characters or more, compared with a list of common ones, and no composition rules. A
list of whole passphrases that long would be short: what people pick is glued together from well-known pieces. So the
pieces are taken out here, and so are runs of well-known sentences: prayers, proverbs, first lines, sayings of films
and names from sports. What is left has to carry the passphrase. The general estimator that others use (zxcvbn, looked
at in version 4.5) knows English alone and no sentences, so the Lord's Prayer gets its best mark; and of its 30,000
common passwords 31 are as long as what is asked here.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from enum import StrEnum, unique
from pathlib import Path
from typing import Final

from survivor_portal.security.passphrases import LONGEST_PASSPHRASE, normalised

SHORTEST_PASSPHRASE: Final = 15
"""Characters of a passphrase of her own, once they are normalised."""

_MOST_REPEATED: Final = 2
"""Signs of one kind in a row that count: a longer run is as easy to guess as this one."""

_LEFT_AT_LEAST: Final = 8
"""Signs that no list, no row and no name explains."""

_FEWEST_KINDS: Final = 6
_SHORTEST_KNOWN: Final = 4
_SHORTEST_RUN: Final = 4

_RUN_OF_A_SENTENCE: Final = 12
"""Signs in a row that nobody shares with a well-known sentence by chance."""

_ROWS: Final = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjklñ",
    "zxcvbnm",
    "azertyuiop",
    "qazwsxedcrfvtgbyhnujmikolp",
    "q1w2e3r4t5y6u7i8o9p0",
    "1qa2ws3ed4rf5tg6yh7uj8ik9ol0p",
    "1qazxsw23edcvfr45tgbnhy67ujm",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "ضصثقفغعهخحجد",
    "شسيبلاتنمكط",
)
"""Signs that follow one another in an alphabet or on a keyboard."""

_DISGUISES: Final = str.maketrans("013457@$!", "oieastasi")
"""Digits and signs that stand in for letters."""

_SPELLINGS: Final = str.maketrans(
    "ىةٱ۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩",
    "يها01234567890123456789",  # noqa: RUF001 (Arabic letters)
    "ـ",
)
"""Arabic letters that are written either way, digits of other keyboards, and the stroke that only stretches a word."""


@unique
class PassphraseProblem(StrEnum):
    """Why a passphrase of her own is not taken."""

    TOO_SHORT = "too short"
    TOO_LONG = "too long"
    REPEATS = "repeats"
    COMMON = "common"
    KNOWN = "known"
    """It holds what others know: her sign-in name, her code, what the portal is called."""


def passphrase_problem(passphrase: str, *, known: Collection[str]) -> PassphraseProblem | None:
    """Say what is wrong with a passphrase of her own, or None.

    Characters are counted as code points, after normalising: spaces at the ends and in a row do not count. `known` are
    texts that others may know; whoever types one of them, however written, has told them most of the passphrase.
    """
    if len(passphrase) > LONGEST_PASSPHRASE:
        return PassphraseProblem.TOO_LONG
    as_hashed = normalised(passphrase)
    if len(as_hashed) < SHORTEST_PASSPHRASE:
        return PassphraseProblem.TOO_SHORT
    if len(as_hashed) > LONGEST_PASSPHRASE:
        return PassphraseProblem.TOO_LONG
    plain = _plain(as_hashed)
    if any(text in plain for text in map(_plain, known) if len(text) >= _SHORTEST_KNOWN):
        return PassphraseProblem.KNOWN
    if len(set(plain)) < _FEWEST_KINDS or len(_without_repeats(plain)) < _LEFT_AT_LEAST:
        return PassphraseProblem.REPEATS
    # A year is one only while its digits stand for themselves, and a sentence in disguise only once they do not.
    is_common = any(_is_common(text) for text in (plain, plain.translate(_DISGUISES)))
    return PassphraseProblem.COMMON if is_common else None


def _is_common(plain: str) -> bool:
    left = _unexplained(_unexplained(_without_sentences(plain)).translate(_DISGUISES))
    return len(_without_repeats(left)) < _LEFT_AT_LEAST


def _plain(text: str) -> str:
    """Give the letters and digits of a text, without accents, capitals, spaces and signs that only decorate."""
    folded = unicodedata.normalize("NFKD", text).casefold().translate(_SPELLINGS)
    return "".join(sign for sign in folded if sign.isalnum() or sign in "@$!")


def _read(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _read_pieces() -> tuple[str, ...]:
    # The longest first: a long one may hold a short one.
    return tuple(sorted({_plain(piece) for piece in _read("common_pieces.txt").split()}, key=len, reverse=True))


def _runs(plain: str) -> Iterator[str]:
    """Give every run of `_RUN_OF_A_SENTENCE` signs in a text; a shorter text has none."""
    for start in range(len(plain) - _RUN_OF_A_SENTENCE + 1):
        yield plain[start : start + _RUN_OF_A_SENTENCE]


_PIECES: Final = _read_pieces()
_SENTENCES: Final = frozenset(run for line in _read("known_sentences.txt").splitlines() for run in _runs(_plain(line)))


def _without_repeats(text: str) -> str:
    """Give a text without runs of one sign, and once only if it is one piece over and over."""
    shortened = re.sub(rf"(.)\1{{{_MOST_REPEATED},}}", r"\1\1", text, flags=re.DOTALL)
    whole = re.fullmatch(r"(.+?)\1+.{0,3}", shortened, flags=re.DOTALL)
    return whole[1] if whole else shortened


def _without_sentences(text: str) -> str:
    """Give what is left of a text when every run that a well-known sentence has, too, is taken out."""
    is_known = [False] * len(text)
    for start, run in enumerate(_runs(text)):
        if run in _SENTENCES:
            is_known[start : start + len(run)] = [True] * len(run)
    return "".join(sign for sign, known in zip(text, is_known, strict=True) if not known)


def _unexplained(text: str) -> str:
    """Give what is left of a text when well-known pieces, rows of keys and years are taken out."""
    for piece in _PIECES:
        text = text.replace(piece, "")
    text = re.sub(r"(?:19|20)\d\d", "", text)
    return "".join(_without_rows(text))


def _without_rows(text: str) -> Iterator[str]:
    """Give the signs of a text that are in no run along a row, forwards or backwards."""
    start = 0
    while start < len(text):
        end = start + _SHORTEST_RUN
        if not _is_along_a_row(text[start:end]):
            yield text[start]
            start += 1
            continue
        while end < len(text) and _is_along_a_row(text[start : end + 1]):
            end += 1
        start = end


def _is_along_a_row(run: str) -> bool:
    return len(run) >= _SHORTEST_RUN and any(run in row or run[::-1] in row for row in _ROWS)
