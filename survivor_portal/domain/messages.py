"""What may be written in a thread, by whom, and when it goes away by itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum, unique

from survivor_portal.domain.moments import Timed, require_utc
from survivor_portal.domain.people import PersonId

LONGEST_BODY = 4000
"""The most characters a body has, counted after ``tidied``."""


@unique
class BodyRefusal(StrEnum):
    """Why a text cannot be a message; what was typed is kept for her to change."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_TEXT = "not_text"


@unique
class Sending(StrEnum):
    """What one press of Send amounts to. ``PAUSED`` means that she wants to be left alone, so nothing was sent."""

    NEW = "new"
    REPEATED = "repeated"
    REWORDED = "reworded"
    PAUSED = "paused"


@unique
class AutoDelete(IntEnum):
    """After how many days her messages go away by themselves; 0 is never, and never is the default."""

    NEVER = 0
    ONE_DAY = 1
    SEVEN_DAYS = 7
    THIRTY_DAYS = 30


@dataclass(frozen=True, slots=True)
class Composition:
    """One message being written: a page's token stands for one message of one author, however often it is sent."""

    author: PersonId
    token: str
    body: str


@dataclass(frozen=True, slots=True)
class Thread(Timed):
    """The conversation of one survivor with whoever has her case; ``cover`` stands in until ``cover_until``."""

    survivor: PersonId
    advocate: PersonId | None = None
    cover: PersonId | None = None
    cover_until: datetime | None = None


def tidied(text: str) -> str:
    """Return the text as it would be stored: one kind of line end, no blank edges."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def body_refusal(body: str) -> BodyRefusal | None:
    """Return why a tidied body cannot be sent, or None when it can: 1 to 4000 characters that can be stored."""
    # Databases cut or refuse text at a NUL, and a lone surrogate has no UTF-8 form.
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in body):
        return BodyRefusal.NOT_TEXT
    if not body:
        return BodyRefusal.EMPTY
    return BodyRefusal.TOO_LONG if len(body) > LONGEST_BODY else None


def sending(sent: Composition | None, pressed: Composition) -> Sending:
    """Say what a press of Send amounts to, beside the message already ``sent`` under its token, if any.

    The same token and author make the same message: the first stands. ``REWORDED`` means the new words were not sent
    and must not be lost. Another author's token is worth nothing.
    """
    if sent is None or (sent.author, sent.token) != (pressed.author, pressed.token):
        return Sending.NEW
    return Sending.REPEATED if sent.body == pressed.body else Sending.REWORDED


def may_write(thread: Thread, person: PersonId, now: datetime) -> bool:
    """Say whether a person may write in the thread: she always, her advocate, and cover while it lasts.

    Raises ValueError if ``now`` is not UTC.
    """
    require_utc(now)
    if person in {thread.survivor, thread.advocate}:
        return True
    return person == thread.cover and thread.cover_until is not None and now < thread.cover_until


def may_delete(thread: Thread, person: PersonId) -> bool:
    """Say whether a person may delete messages of the thread: she alone, and for both."""
    return person == thread.survivor


def deletes_at(sent_at: datetime, choice: AutoDelete) -> datetime | None:
    """Return when a message goes away under her present choice, or None for never; raises ValueError if not UTC."""
    require_utc(sent_at)
    return None if choice is AutoDelete.NEVER else sent_at + timedelta(days=choice)
