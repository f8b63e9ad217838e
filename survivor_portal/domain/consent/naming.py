"""What a place or a person that may be told can be called, and when two names are one."""

import unicodedata
from enum import StrEnum, unique
from typing import Final

LONGEST_RECIPIENT_NAME: Final = 120
"""Characters."""

_UNSHOWN: Final = frozenset({"Cc", "Cs", "Cn", "Co", "Zl", "Zp"})
"""Kinds of characters that no name has: control characters, halves of characters, and ends of lines."""
_TURNING: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
"""Characters that turn the direction of what follows, and so could make a name look like another one."""


@unique
class NameProblem(StrEnum):
    """Why nothing is called like this."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    UNSHOWN = "unshown"


def name_problem(name: str) -> NameProblem | None:
    """Say what is wrong with the name of a recipient, without the spaces around it; None when nothing is."""
    if any(unicodedata.category(sign) in _UNSHOWN or unicodedata.bidirectional(sign) in _TURNING for sign in name):
        return NameProblem.UNSHOWN
    if not any(sign.isalnum() for sign in name):
        return NameProblem.MISSING
    return NameProblem.TOO_LONG if len(name.strip()) > LONGEST_RECIPIENT_NAME else None


def folded(name: str) -> str:
    """Give what all names have in common that are the same to whoever reads them, whatever their letters' case."""
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", name) if unicodedata.category(sign) != "Cf")
    return unicodedata.normalize("NFKC", " ".join(seen.split()).casefold())
