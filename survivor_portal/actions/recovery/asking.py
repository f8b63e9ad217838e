"""Asking to get back in: a request bound to one browser, with a number to read out, for any name whatsoever."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from survivor_portal.actions.recovery.history import EventKind, note_event
from survivor_portal.actions.recovery.requests import end_open_requests, is_open, request_from
from survivor_portal.actions.throttling import Wait, count_asking
from survivor_portal.actions.timekeeping import note_moment
from survivor_portal.domain.recovery import KEPT_FOR, MOST_UNHELPED, REQUEST_LASTS, Stage, shown_stage
from survivor_portal.models import Recovery, Survivor
from survivor_portal.security.tokens import Token, digest, new_ref, new_token

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer

_NUMBERS: Final = 1_000_000
_DRAWN_BYTES: Final = 8
_MOST_DRAWS: Final = 20


@dataclass(frozen=True, slots=True, repr=False)
class AskedRequest:
    """A request as the browser that made it sees it: the same for a name that nobody has, from asking to its end."""

    number: str
    stage: Stage
    ends_at: "datetime"


def ask_to_get_in(
    deps: "Deps", sign_in_name: str, *, former: str | None = None, known_device: str | None = None
) -> Token | Wait:
    """Make a request for whoever has this name, and give the token that the asking browser is to hold.

    The same work and the same answer for a name that nobody has. Asking counts, as `count_asking` says, so that nobody
    fills the database, or takes the turns that signing in needs. `former` is the token of the request the browser held
    before: that one ends. `known_device` is the token in its long-lived cookie.
    """
    wait = count_asking(deps, sign_in_name, known_device)
    if wait:
        return wait
    statement = select(Survivor.id).where(Survivor.sign_in_digest == deps.sign_in_digest(sign_in_name))
    with deps.storage.read() as connection:
        survivor_id = connection.scalar(statement)
    for _ in range(_MOST_DRAWS):
        try:
            return _ask(deps, survivor_id, former)
        except IntegrityError:
            # She has a request of this number already.
            continue
    return _ask(deps, survivor_id, former)


def asked_with(deps: "Deps", token: str) -> AskedRequest | None:
    """Give the request that a browser's token stands for; None when there is none, or it is over."""
    statement = select(
        Recovery.number,
        Recovery.asked_at,
        Recovery.code_given_at,
        Recovery.code_taken_at,
        Recovery.wrong_codes,
        Recovery.over_at,
        Recovery.closed_at,
    ).where(Recovery.token_digest == digest(token))
    with deps.storage.read() as connection:
        row = connection.execute(statement).one_or_none()
    if row is None:
        return None
    found = shown_stage(request_from(row), deps.clock())
    return None if found is Stage.OVER else AskedRequest(row.number, found, row.asked_at + REQUEST_LASTS)


def give_up(deps: "Deps", token: str) -> None:
    """End the request a browser made; ending it twice equals once."""
    with deps.storage.write() as session:
        session.execute(
            update(Recovery)
            .where(Recovery.token_digest == digest(token), Recovery.over_at.is_(None))
            .values(over_at=deps.clock(), code_digest=None, words_hash=None)
        )
        session.commit()


def asked_since(deps: "Deps", survivor_id: str) -> "datetime | None":
    """Say since when somebody asks to get in with her name; None when nobody does. Costs one statement."""
    statement = select(func.min(Recovery.asked_at)).where(is_open(survivor_id, deps.clock()))
    with deps.storage.read() as connection:
        return connection.scalar(statement)


def stop_requests(deps: "Deps", viewer: "Viewer") -> None:
    """Close every request made with her name: it was not she who asked. Stopping twice equals once."""
    with deps.storage.write() as session:
        # Her row first, then the requests: the order in which freezing takes them, too.
        session.execute(select(Survivor.id).where(Survivor.id == viewer.id).with_for_update())
        if end_open_requests(session, viewer.id, deps.clock()):
            note_event(deps, session, viewer.id, EventKind.REQUESTS_STOPPED, by=None)
        session.commit()


def _make_room(session: "Session") -> None:
    """Let go of the oldest requests that nobody helps with, when there are too many; for any name alike."""
    unhelped = Recovery.staff_id.is_(None)
    newest_to_go = (
        select(Recovery.asked_at)
        .where(unhelped)
        .order_by(Recovery.asked_at.desc())
        .offset(MOST_UNHELPED - 1)
        .limit(1)
        .scalar_subquery()
    )
    session.execute(delete(Recovery).where(unhelped, Recovery.asked_at <= newest_to_go))


def _ask(deps: "Deps", survivor_id: str | None, former: str | None) -> Token:
    now, token = deps.clock(), new_token(deps.chance)
    with deps.storage.write() as session:
        # Her row first, then requests, then the moment: the order in which everything that helps her in takes them. Who
        # was erased meanwhile is nobody, and nobody is looked for in the same words.
        hers = select(Survivor.id).where(Survivor.id == (survivor_id or ""))
        still_hers = session.scalar(hers.with_for_update(read=True, key_share=True))
        session.execute(delete(Recovery).where(Recovery.asked_at <= now - KEPT_FOR))
        session.execute(
            update(Recovery)
            .where(Recovery.token_digest == digest(former or ""), Recovery.over_at.is_(None))
            .values(over_at=now, code_digest=None, words_hash=None)
        )
        _make_room(session)
        note_moment(session, now)
        session.add(
            Recovery(
                id=new_ref(deps.chance),
                token_digest=digest(token),
                survivor_id=still_hers,
                number=f"{int.from_bytes(deps.chance(_DRAWN_BYTES)) % _NUMBERS:06}",
                asked_at=now,
                wrong_codes=0,
            )
        )
        session.commit()
    return token
