"""The thread of one survivor: reading it a page at a time, and sending one message however often Send is pressed."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, select, tuple_
from sqlalchemy.exc import IntegrityError

from survivor_portal.actions.drafts import forget_sent, forget_sent_again
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.pausing import is_paused
from survivor_portal.actions.places import place_of
from survivor_portal.actions.recovery.old_messages import MessagesWait, messages_wait
from survivor_portal.domain.messages import (
    BodyRefusal,
    Composition,
    Sending,
    Thread,
    body_refusal,
    may_write,
    sending,
    tidied,
)
from survivor_portal.domain.people import PersonId
from survivor_portal.models import Assignment, Message, Staff, Survivor
from survivor_portal.security.tokens import Token, digest, new_ref, new_token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.drafts import DraftPage

LINES_ON_A_PAGE: Final = 40
"""How many messages one page shows, so that a long thread stays light on her phone."""


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """One message as it stands in a thread: what was written, by whom, when."""

    id: str
    body: str
    is_hers: bool
    author_id: str
    author_name: str
    sent_at: datetime


@dataclass(frozen=True, slots=True, repr=False)
class ThreadPage:
    """Up to `LINES_ON_A_PAGE` messages of one thread, oldest first, and whether there are earlier ones to read."""

    survivor_id: str
    lines: tuple[Line, ...]
    has_earlier: bool
    waits: MessagesWait | None = None
    """Set on her own pages while her older messages wait."""


def thread_of(deps: "Deps", survivor_id: str, *, before: str | None = None, is_at_desk: bool = False) -> ThreadPage:
    """Read the newest messages of her thread, or the newest of those `before` one of its messages.

    On her own pages, messages from before her latest recovery may have to wait; `is_at_desk` is for her team's. Costs
    one statement for the rows, one for the keys and one to know what waits, however many messages there are; `before`
    costs one more. Raises `NotFoundError` when `before` is no message of this thread that shows.
    """
    waits = None if is_at_desk else messages_wait(deps, survivor_id)
    shows = _shows(survivor_id, waits)
    statement = _newest_first(shows).limit(LINES_ON_A_PAGE + 1)
    with deps.storage.read() as connection:
        if before is not None:
            at = select(Message.sent_at).where(Message.id == before, shows)
            sent_at = connection.execute(at).scalar_one_or_none()
            if sent_at is None:
                raise NotFoundError
            statement = statement.where(tuple_(Message.sent_at, Message.id) < (sent_at, before))
        rows = connection.execute(statement).all()
    shown = rows[:LINES_ON_A_PAGE]
    return ThreadPage(survivor_id, _lines(deps, survivor_id, shown), len(rows) > len(shown), waits)


def whole_thread(deps: "Deps", survivor_id: str) -> tuple[Line, ...]:
    """Read every message of her thread that shows on her own pages, oldest first. Costs as much as one page of it."""
    shows = _shows(survivor_id, messages_wait(deps, survivor_id))
    with deps.storage.read() as connection:
        rows = connection.execute(_newest_first(shows)).all()
    return _lines(deps, survivor_id, rows)


def _shows(survivor_id: str, waits: MessagesWait | None) -> "ColumnElement[bool]":
    hers = Message.survivor_id == survivor_id
    return hers & (Message.sent_at > waits.since) if waits else hers


def _newest_first(shows: "ColumnElement[bool]") -> Select[*tuple[Any, ...]]:
    return (
        select(
            Message.id,
            Message.body,
            Message.staff_id,
            Message.author,
            Message.sent_at,
            Survivor.chosen_name,
            Staff.name.label("staff_name"),
        )
        .join(Survivor, Survivor.id == Message.survivor_id)
        .outerjoin(Staff, Staff.id == Message.staff_id)
        .where(shows)
        .order_by(Message.sent_at.desc(), Message.id.desc())
    )


def _lines(deps: "Deps", survivor_id: str, newest_first: "Sequence[Row[Any]]") -> tuple[Line, ...]:
    opener = deps.vault.opener(survivor_id, *{row.staff_id for row in newest_first if row.staff_id})
    return tuple(
        Line(
            id=row.id,
            body=opener.open(place_of(Message.body, row.id, survivor_id), row.body),
            is_hers=row.staff_id is None,
            author_id=row.author,
            author_name=opener.open(place_of(Staff.name, row.staff_id, row.staff_id), row.staff_name)
            if row.staff_id
            else opener.open(place_of(Survivor.chosen_name, survivor_id, survivor_id), row.chosen_name),
            sent_at=row.sent_at,
        )
        for row in reversed(newest_first)
    )


def waits_for_her(deps: "Deps", survivor_id: str) -> bool:
    """Say whether the newest message of her thread was written by her team, and shows on her own pages."""
    return _of_newest(deps, Message.staff_id, _shows(survivor_id, messages_wait(deps, survivor_id))) is not None


def newest_ref(deps: "Deps", survivor_id: str) -> str | None:
    """Give the reference of her thread's newest message, None while there is none: all that an idle poll costs."""
    return _of_newest(deps, Message.id, Message.survivor_id == survivor_id)


def new_composition_token(deps: "Deps") -> Token:
    """Draw the token a fresh form carries; it stands for the one message that will be sent from that form."""
    return new_token(deps.chance)


def send_message(  # noqa: PLR0913 (who writes to whom, and what it is sent from)
    deps: "Deps", author_id: str, survivor_id: str, token: str, body: str, *, sent_from: "DraftPage | None" = None
) -> Sending | BodyRefusal:
    """Send one message into her thread, once for each author and token.

    `NEW` and `REPEATED` mean that it stands in the thread; with anything else nothing was written, and what was typed
    is the caller's to keep. `author_id` is her own reference, or that of the staff member who has her case: this is
    asked in the transaction that writes, and so is whether she has paused: then only she writes. The draft it was
    `sent_from` goes in that transaction. Raises `NotFoundError` when it is neither.
    """
    pressed = Composition(PersonId(author_id), token, tidied(body))
    refusal = body_refusal(pressed.body)
    if refusal is not None:
        return refusal
    try:
        return _add_once(deps, survivor_id, pressed, sent_from)
    except IntegrityError:
        # Two presses at once, on a database that lets both look before either writes: by now the other one stands.
        return _add_once(deps, survivor_id, pressed, sent_from)


def _of_newest(
    deps: "Deps",
    column: "InstrumentedAttribute[str] | InstrumentedAttribute[str | None]",
    shows: "ColumnElement[bool]",
) -> str | None:
    """Give one column of the newest message among those that show; None while there is none."""
    statement = select(column).where(shows).order_by(Message.sent_at.desc(), Message.id.desc()).limit(1)
    with deps.storage.read() as connection:
        return connection.scalar(statement)


def _add_once(deps: "Deps", survivor_id: str, pressed: Composition, sent_from: "DraftPage | None") -> Sending:
    """Add the message, or say what it is beside the one that its token has made already, or that she has paused."""
    message_id = new_ref(deps.chance)
    envelope = deps.vault.seal(place_of(Message.body, message_id, survivor_id), pressed.body)
    with deps.storage.write() as session:
        now = deps.clock()
        if not may_write(_thread(session, survivor_id), pressed.author, now):
            raise NotFoundError
        sent = session.execute(_sent_under(pressed)).one_or_none()
        if sent is not None:
            outcome = _beside(deps, survivor_id, sent, pressed)
            if outcome is Sending.REPEATED:
                forget_sent_again(deps, session, sent_from)
            return outcome
        if pressed.author != survivor_id and is_paused(session, survivor_id):
            return Sending.PAUSED
        session.add(
            Message(
                id=message_id,
                survivor_id=survivor_id,
                staff_id=None if pressed.author == survivor_id else pressed.author,
                author=pressed.author,
                token_digest=digest(pressed.token),
                body=envelope,
                sent_at=now,
            )
        )
        forget_sent(deps, session, sent_from)
        session.commit()
    return Sending.NEW


def _beside(deps: "Deps", survivor_id: str, sent: "Row[Any]", pressed: Composition) -> Sending:
    if sent.survivor_id != survivor_id:
        # The token was spent in another thread, so these words stand nowhere yet.
        return Sending.REWORDED
    body = deps.vault.open(place_of(Message.body, sent.id, survivor_id), sent.body)
    return sending(Composition(pressed.author, pressed.token, body), pressed)


def _thread(session: "Session", survivor_id: str) -> Thread:
    statement = select(Assignment.staff_id).where(Assignment.survivor_id == survivor_id, Assignment.ended_at.is_(None))
    staff_id = session.execute(statement).scalar_one_or_none()
    return Thread(survivor=PersonId(survivor_id), advocate=PersonId(staff_id) if staff_id else None)


def _sent_under(pressed: Composition) -> Select[*tuple[Any, ...]]:
    return select(Message.id, Message.survivor_id, Message.body).where(
        Message.author == pressed.author, Message.token_digest == digest(pressed.token)
    )
