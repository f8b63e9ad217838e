"""Which needs a service meets, told from its names and its taxonomy terms, and from nothing else.

A wrong need sends a person to the wrong door, so the rules are short and a doubt gives no need:

1. A term of the portal's own taxonomy (`PORTAL_TAXONOMY`) whose code is a `Need` says it outright. If there is one,
   nothing is guessed.
2. Otherwise a need is met when the name, the alternate name or a term's name holds one of its phrases (`phrases`) as
   whole words.
3. Plain legal help ("legal aid", "legal information") is civil legal help, unless a narrower legal need was found.

Descriptions are not read: they also say what a service does not do.
"""

import re

from survivor_portal.directory.phrases import PHRASES, PLAIN_LEGAL_HELP
from survivor_portal.directory.records import Service
from survivor_portal.domain.taxonomy import Need

PORTAL_TAXONOMY = "survivor-portal"

_NEED_OF = {f" {phrase} ": need for need, phrases in PHRASES.items() for phrase in phrases}
_LEGAL = frozenset(need for need in Need if need.startswith("legal_"))

_APOSTROPHE = re.compile("['\N{RIGHT SINGLE QUOTATION MARK}]")
_WORD = re.compile(r"[^\W_]+")


def needs_of(service: Service) -> tuple[Need, ...]:
    """Return the needs that the service surely meets, in the order of `Need`; empty where there is doubt."""
    stated = {term.code for term in service.terms if term.taxonomy == PORTAL_TAXONOMY}
    found = {need for need in Need if need in stated}
    if not found:
        said = "|".join(_words(name) for name in _names(service))
        found = {need for phrase, need in _NEED_OF.items() if phrase in said}
        if not found & _LEGAL and any(f" {phrase} " in said for phrase in PLAIN_LEGAL_HELP):
            found.add(Need.LEGAL_CIVIL)
    return tuple(need for need in Need if need in found)


def _names(service: Service) -> list[str]:
    written = [service.name, service.alternate_name, *(term.name for term in service.terms)]
    return [name for name in written if name]


def _words(text: str) -> str:
    without_apostrophes = _APOSTROPHE.sub("", text.casefold()).replace("counselling", "counseling")
    return f" {' '.join(_WORD.findall(without_apostrophes))} "
