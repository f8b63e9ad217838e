"""Inviting someone, and joining: how long a code works, and how long joining may take."""

import unicodedata
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

CODE_WORKS_FOR: Final = timedelta(hours=72)
JOINING_LASTS: Final = timedelta(minutes=30)
"""From typing the code to being in; afterwards the code is typed again, and nothing is lost but the words drawn."""

LONGEST_CHOSEN_NAME: Final = 60


class JoiningRefusal(Enum):
    """Why someone did not join, or not yet. Nothing has changed, and the code is as good as it was."""

    CODE_NOT_KNOWN = auto()
    """Nobody was given it, or it was used, cancelled, or its three days are over: which one is not told."""
    BEGIN_AGAIN = auto()
    """There is no joining under way here: it took too long, or the code was used or cancelled meanwhile."""
    ALREADY_IN = auto()
    """This very joining was finished before: a form was sent twice."""
    NOT_THE_SAME = auto()
    """What was typed once again is not the passphrase that was picked."""
    NAME_TAKEN = auto()
    """Somebody got the same sign-in name meanwhile."""


def is_under_way(*, began_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Say whether a code works, or a joining goes on, at `now`.

    Before it began it does not: the clock was set back, and what had ended must not come back to life.
    """
    return began_at <= now < ends_at


def chosen_name(typed: str) -> str | None:
    """Give a chosen name as it is kept: one line, single spaces, composed; None when nothing is left to read."""
    plain = " ".join(unicodedata.normalize("NFC", typed).split())
    has_sign = any(not unicodedata.category(sign).startswith(("C", "Z")) for sign in plain)
    return plain if has_sign and len(plain) <= LONGEST_CHOSEN_NAME else None
