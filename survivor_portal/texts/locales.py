"""The language and the zone that words are written in now."""

from typing import TYPE_CHECKING, TypeVar

from flask_babel import get_locale, get_timezone

if TYPE_CHECKING:
    from datetime import tzinfo

    from babel import Locale

_Found = TypeVar("_Found")


def current_locale() -> "Locale":
    """Give the language of the request that is answered. Raises `RuntimeError` outside one."""
    return _needed(get_locale())


def current_zone() -> "tzinfo":
    """Give the organisation's time zone. Raises `RuntimeError` outside a request."""
    zone: tzinfo = _needed(get_timezone())
    return zone


def _needed(found: _Found | None) -> _Found:
    if found is None:
        msg = "words are translated while a request is answered"
        raise RuntimeError(msg)
    return found
