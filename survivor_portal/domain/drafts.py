"""Words that were typed and not sent: how long and how much of them is kept, and which make room for others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import Final

KEPT_FOR: Final = timedelta(days=30)
"""How long a draft is kept that nobody comes back to."""

AT_MOST_EVERY: Final = timedelta(seconds=1)
"""How often an open page may save by itself, for each person: a script gone wrong must not keep the database busy."""

LARGEST: Final = 64 * 1024
"""Bytes of one draft: four times the longest message, in a script that takes four bytes a character."""

LONGEST_PAGE: Final = 80
"""How many characters are looked at of what names an open page, or the draft it was opened with."""

MOST_OF_ONE_FORM: Final = 4
"""How many open pages of one form keep a draft each, for each person."""

MOST_OF_ONE_PERSON: Final = 60
"""How many drafts one person has at most."""


@unique
class Keeping(StrEnum):
    """What became of words that were to be kept."""

    KEPT = "kept"
    TOO_SOON = "too_soon"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft that is there: of which form, typed on which page, and when it was saved. All but the time are opaque."""

    ref: str
    form: str
    page: str
    saved_at: datetime


def is_too_soon(kept: Sequence[Kept], now: datetime) -> bool:
    """Say whether something was saved so shortly ago that a page has to wait before it saves by itself again.

    A moment that lies ahead, since the clock was set back, keeps nobody waiting.
    """
    return any(draft.saved_at <= now < draft.saved_at + AT_MOST_EVERY for draft in kept)


def replaced(kept: Sequence[Kept], *, form: str, page: str, seen: str) -> frozenset[str]:
    """Give the drafts that what is typed on a page takes the place of, by reference.

    These are the page's own, and the one it was opened with. A draft gets a new reference each time it is saved: so
    what another page has typed since is not this one's to replace, and both stand.
    """
    return frozenset(draft.ref for draft in kept if draft.form == form and (draft.page == page or draft.ref == seen))


def crowded_out(kept: Sequence[Kept], *, form: str) -> frozenset[str]:
    """Give the drafts that go to make room for one more of this form: the ones saved longest ago, by reference."""
    newest_first = sorted(kept, key=lambda draft: (draft.saved_at, draft.ref), reverse=True)
    of_form = [draft for draft in newest_first if draft.form == form]
    crowd = {draft.ref for draft in of_form[MOST_OF_ONE_FORM - 1 :]}
    staying = [draft for draft in newest_first if draft.ref not in crowd]
    return frozenset(crowd | {draft.ref for draft in staying[MOST_OF_ONE_PERSON - 1 :]})
