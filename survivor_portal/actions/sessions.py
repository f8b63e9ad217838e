"""Opening, recognising and ending signed-in sessions."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, delete, select, update
from sqlalchemy.exc import SQLAlchemyError

from survivor_portal.actions.places import place_of
from survivor_portal.domain import sessions
from survivor_portal.domain.people import Audience, Role
from survivor_portal.models import SignedInSession, Staff, Survivor
from survivor_portal.security.tokens import Digest, Token, digest, new_token, same

if TYPE_CHECKING:
    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.security.encryption import Envelope


_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, repr=False)
class OpenedSession:
    """A fresh session: the two tokens its browser is to hold, and whose pages it opens."""

    sid: Token
    k: Token
    audience: Audience


@dataclass(frozen=True, slots=True, repr=False)
class Viewer:
    """Who is looking: one survivor or one staff member, recognised by both tokens of a session that has not ended."""

    id: str
    audience: Audience
    language: str | None
    sealed_name: "Envelope"
    sid_digest: Digest


@dataclass(frozen=True, slots=True)
class _Owner:
    """Whose session is opened: exactly one of the two is set."""

    survivor_id: str | None = None
    staff_id: str | None = None


def survivor_owner(survivor_id: str) -> _Owner:
    """Name a survivor as the owner of a session."""
    return _Owner(survivor_id=survivor_id)


def staff_owner(staff_id: str) -> _Owner:
    """Name a staff member as the owner of a session."""
    return _Owner(staff_id=staff_id)


def add_session(deps: "Deps", session: "Session", owner: _Owner, limits: sessions.Limits) -> tuple[Token, Token]:
    """Add a session with two fresh tokens to a transaction the caller commits; clear sessions long over on the way."""
    now = deps.clock()
    sid, k = new_token(deps.chance), new_token(deps.chance)
    session.execute(delete(SignedInSession).where(SignedInSession.ends_at <= now))
    session.add(
        SignedInSession(
            sid_digest=digest(sid),
            k_digest=digest(k),
            survivor_id=owner.survivor_id,
            staff_id=owner.staff_id,
            idle_seconds=int(limits.idle.total_seconds()),
            started_at=now,
            seen_at=now,
            ends_at=now + limits.absolute,
        )
    )
    return sid, k


def find_viewer(deps: "Deps", *, desk: bool, sid: str, k: str, note_use: bool = True) -> Viewer | None:
    """Recognise who holds these two tokens, and note the use; None when no session of that side stands.

    Reads once; writes only when the last use noted is stale, and not without `note_use`: what a page asks by itself
    does not keep a session alive. A session found over is deleted, so that a clock set back
    later cannot revive it.
    """
    sid_digest = digest(sid)
    with deps.storage.read() as connection:
        row = connection.execute(_session_with_person(sid_digest, desk=desk)).one_or_none()
    if row is None or not same(row.k_digest, digest(k)):
        return None
    now = deps.clock()
    if _is_over(row, now):
        end_session(deps, sid)
        return None
    if note_use and sessions.use_is_worth_noting(seen_at=row.seen_at, now=now):
        _note_use(deps, sid_digest, now)
    audience = Audience(Role(row.role)) if desk else Audience.SURVIVOR
    return Viewer(row.id, audience, row.language, row.sealed_name, sid_digest)


def end_session_if_possible(deps: "Deps", sid: str) -> None:
    """End a session as `end_session` does, or where the database refuses, say so in the log and let her leave."""
    try:
        end_session(deps, sid)
    except SQLAlchemyError as problem:
        _log.error("a session could not be ended: %s", type(problem).__name__)


def end_session(deps: "Deps", sid: str) -> None:
    """End a session by its first token alone, for good; ending it twice equals once."""
    with deps.storage.write() as session:
        session.execute(delete(SignedInSession).where(SignedInSession.sid_digest == digest(sid)))
        session.commit()


def viewer_name(deps: "Deps", viewer: Viewer) -> str:
    """Open the name the viewer is called by."""
    column = Survivor.chosen_name if viewer.audience is Audience.SURVIVOR else Staff.name
    return deps.vault.open(place_of(column, viewer.id, viewer.id), viewer.sealed_name)


def _session_with_person(sid_digest: Digest, *, desk: bool) -> Select[*tuple[Any, ...]]:
    times = (
        SignedInSession.k_digest,
        SignedInSession.idle_seconds,
        SignedInSession.started_at,
        SignedInSession.seen_at,
        SignedInSession.ends_at,
    )
    if desk:
        statement: Select[*tuple[Any, ...]] = select(
            *times, Staff.id, Staff.language, Staff.role, Staff.name.label("sealed_name")
        ).join(Staff, Staff.id == SignedInSession.staff_id)
    else:
        statement = select(*times, Survivor.id, Survivor.language, Survivor.chosen_name.label("sealed_name")).join(
            Survivor, Survivor.id == SignedInSession.survivor_id
        )
    return statement.where(SignedInSession.sid_digest == sid_digest)


def _is_over(row: "Row[*tuple[Any, ...]]", now: datetime) -> bool:
    return sessions.is_over(
        started_at=row.started_at,
        seen_at=row.seen_at,
        ends_at=row.ends_at,
        idle=timedelta(seconds=row.idle_seconds),
        now=now,
    )


def _note_use(deps: "Deps", sid_digest: Digest, now: datetime) -> None:
    statement = (
        update(SignedInSession)
        # Two requests at once: the later moment stands, whichever commits last.
        .where(SignedInSession.sid_digest == sid_digest, SignedInSession.seen_at < now)
        .values(seen_at=now)
    )
    try:
        with deps.storage.write() as session:
            session.execute(statement)
            session.commit()
    except SQLAlchemyError as problem:
        # A full disk must not keep anyone from reading; the session then only ends sooner.
        _log.error("the use of a session could not be noted: %s", type(problem).__name__)
