"""What her portal tells her about her own account, inside the portal only, until she has seen it."""

from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import Final

SHOWN_FOR: Final = timedelta(days=7)
"""How long a notice shows that nobody has said was seen."""


@unique
class NoticeKind(StrEnum):
    """What happened to her account."""

    NEW_SIGN_IN = "new_sign_in"
    PASSPHRASE_CHANGED = "passphrase_changed"  # noqa: S105 (a name for what happened)
    RECOVERED = "recovered"
    FROZEN = "frozen"
    UNFROZEN = "unfrozen"
    COPY_MADE = "copy_made"
    DEVICES_SIGNED_OUT = "devices_signed_out"
    DELETION_ASKED = "deletion_asked"
    DELETION_PUT_OFF = "deletion_put_off"
    WORDS_SET = "words_set"
    WORDS_USED = "words_used"
    TOLD_BY_LAW = "told_by_law"
    CONSENT_VOID = "consent_void"
    LOOKED_AT = "looked_at"


def may_clear(*, number: int, about: str | None, session: str, clears_after: int | None) -> bool:
    """Say whether a session may clear a notice with this number, about the session `about`.

    Notices are numbered in the order in which things happened. `clears_after` is the last number of the sign-in that
    the session began with, or that its phone became known as hers by. So whoever signs in as her cannot take away the
    word of it, however often they sign in: the first notice of theirs is older than any session and phone of theirs.
    """
    return about != session and clears_after is not None and number > clears_after


def is_shown(*, added_at: datetime, seen_at: datetime | None, now: datetime) -> bool:
    """Say whether a notice still shows: not once it was seen, and not after seven days.

    One that lies ahead of `now`, since the clock was set back, shows.
    """
    return seen_at is None and now < added_at + SHOWN_FOR
