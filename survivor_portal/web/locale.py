"""Which language a page speaks."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from babel import Locale, negotiate_locale
from flask import request

from survivor_portal.texts import SOURCE_LANGUAGE
from survivor_portal.web.cookies import LANGUAGE
from survivor_portal.web.sessions import viewer_if_any


@dataclass(frozen=True, slots=True)
class Language:
    """A language as the switch shows it: its code, its own name for itself and its direction."""

    code: str
    name: str
    direction: str


def translations_folder() -> Path:
    """Give the folder of catalogues; a language is offered when its compiled catalogue lies there."""
    return Path(__file__).resolve().parent.parent / "translations"


@lru_cache
def offered_languages() -> tuple[Language, ...]:
    """Give every language there is a compiled catalogue for, the source language first."""
    compiled = translations_folder().glob("*/LC_MESSAGES/messages.mo")
    codes = [SOURCE_LANGUAGE, *sorted(path.parent.parent.name for path in compiled)]
    return tuple(_language(code) for code in codes)


def is_offered(code: str | None) -> bool:
    """Say whether a language can be switched to."""
    return any(language.code == code for language in offered_languages())


def language_of_request() -> str:
    """Choose the language: the one picked in this browser or kept for the viewer, else the browser's own, else English.

    A language picked before sign-in is kept for the viewer at sign-in, so the two never disagree for long.
    """
    viewer = viewer_if_any()
    for choice in (viewer.language if viewer else None, request.cookies.get(LANGUAGE)):
        if choice and is_offered(choice):
            return choice
    wished = [code.replace("-", "_") for code in request.accept_languages.values()]
    return negotiate_locale(wished, [language.code for language in offered_languages()]) or SOURCE_LANGUAGE


def language_called(code: str) -> Language:
    """Give the language with this code, as the switch shows it."""
    return next(language for language in offered_languages() if language.code == code)


def _language(code: str) -> Language:
    locale = Locale.parse(code)
    name = locale.get_display_name(code) or code
    return Language(code, name[0].upper() + name[1:], locale.text_direction)
