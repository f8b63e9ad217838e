"""Codes that people read out and type: Crockford's base 32, in which no two characters look or sound alike."""

import unicodedata
from typing import Final

from survivor_portal.security.tokens import Chance

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_GROUP: Final = 4


def draw(chance: Chance, length: int) -> str:
    """Draw a code of `length` characters, five bits of chance each."""
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in chance(length))


def normalised(typed: str, length: int) -> str | None:
    """Give the code someone typed, in any digits, however grouped and misread; None when it cannot be one."""
    plain = "".join(_plain(sign) for sign in typed if not _is_between_groups(sign))
    code = plain.upper().translate(_MISREAD)
    return code if plain.isascii() and len(code) == length and set(code) <= set(_ALPHABET) else None


def grouped(code: str) -> str:
    """Give a code as it is shown: in groups of four, joined by hyphens, so that it stays one word when copied."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def _is_between_groups(sign: str) -> bool:
    # Whichever of its dashes a keyboard, or a program it was pasted through, made of ours.
    return sign.isspace() or unicodedata.category(sign) == "Pd"


def _plain(sign: str) -> str:
    # Keyboards of other scripts type digits of their own.
    return str(int(sign)) if sign.isdecimal() else sign
