"""How easily English reads: the Flesch-Kincaid grade of what a screen says.

Kincaid, Fishburne, Rogers and Chissom, "Derivation of new readability formulas for Navy enlisted personnel", 1975:
grade = 0.39 x words per sentence + 11.8 x syllables per word - 15.59.

Counted here rather than by a library: those on offer bring a language toolkit and its downloads along for one formula.
"""

import re
from typing import Final

_WORD: Final = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)*")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+|\n+")
_VOWELS: Final = re.compile(r"[aeiouy]+")
# Two sounds written with neighbouring vowels.
_APART: Final = re.compile(r"i[ao](?!n|l$|us)|eo|ui[nt]|uou|uie|oing|[^gq]ua|ying|creat|being|riet|sci[ae]")
_SILENT_END: Final = re.compile(r"(?<![aeiouyl])es$|(?<![td])ed$|(?<![aeiouy])e$|(?<=[aeiouy]l)es?$")
_SOUNDED_END: Final = re.compile(r"(?:[bcdfghkpstvxz]les?|[cgsxz]es|[sc]hes|[bcdfgkpt]led)$")
_SILENT_INSIDE: Final = re.compile(r"(?<=[aeiouy][^aeiouy])e(?=ful|ly$|ment|less|time|body|where|thing)")

_EXCEPTIONS: Final = {
    "area": 3,
    "chooses": 3,
    "every": 2,
    "everyone": 3,
    "everything": 3,
    "idea": 3,
    "people": 2,
    "someone": 2,
    "something": 2,
    "somebody": 3,
    "police": 2,
    "used": 1,
    "business": 2,
    "different": 3,
    "language": 2,
    "once": 1,
    "science": 2,
    "phone": 1,
}


def words_in(text: str) -> list[str]:
    """Give the words of a text, without numbers and signs."""
    return _WORD.findall(text)


def sentences_in(text: str) -> list[str]:
    """Give the sentences of a text; a line that ends without a full stop, as a heading does, is one too."""
    return [part for part in _SENTENCE_END.split(text) if words_in(part)]


def syllables_in(word: str) -> int:
    """Count the syllables of an English word, rightly for nearly all plain ones."""
    plain = re.sub(r"['\u2019].*", "", word.lower())
    if plain in _EXCEPTIONS:
        return _EXCEPTIONS[plain]
    plain = _SILENT_INSIDE.sub("", plain)
    count = len(_VOWELS.findall(plain)) + len(_APART.findall(plain))
    if _SILENT_END.search(plain) and not _SOUNDED_END.search(plain):
        count -= 1
    return max(count, 1)


def grade(text: str) -> float:
    """Give the school grade, in the United States, of someone who reads this text easily."""
    words, sentences = words_in(text), sentences_in(text)
    syllables = sum(map(syllables_in, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
