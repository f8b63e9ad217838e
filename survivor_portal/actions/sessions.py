"""Opening, recognising and ending signed-in sessions."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import SQLAlchemyError

from survivor_portal.actions.leaving import at_desk, chosen
from survivor_portal.actions.places import place_of
from survivor_portal.actions.session_rows import session_with_person
from survivor_portal.actions.timekeeping import note_moment
from survivor_portal.domain import sessions
from survivor_portal.domain.devices import UNKNOWN_LOOK, DeviceLook
from survivor_portal.domain.leaving import AS_MADE, LeavingSettings
from survivor_portal.domain.people import Audience, Role
from survivor_portal.models import KnownDevice, SignedInSession, Staff, Survivor
from survivor_portal.security.tokens import Digest, Token, digest, new_ref, new_token, same
from survivor_portal.storage import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.security.encryption import Envelope

_log = logging.getLogger(__name__)

_SHORT_PATIENCE = timedelta(milliseconds=300)
"""How long somebody who leaves is kept waiting for the database."""


@dataclass(frozen=True, slots=True, repr=False)
class OpenedSession:
    """A fresh session: the two tokens its browser is to hold, and whose pages it opens.

    `known_device` is the token of a phone she said is hers, None for any other; staff have none.
    """

    sid: Token
    k: Token
    audience: Audience
    known_device: Token | None = None


@dataclass(frozen=True, slots=True)
class Device:
    """What a session is opened on; left out, it is a device that nothing is known of."""

    look: DeviceLook = UNKNOWN_LOOK
    is_shared: bool = False
    known_digest: Digest | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Viewer:
    """Who is looking: one survivor or one staff member, recognised by both tokens of a session that has not ended.

    A staff member is not confirmed as long as a third person has not said who set the account up. `idle` is how long
    the session lasts without use, `leaving` what the viewer set about leaving.
    """

    id: str
    audience: Audience
    language: str | None
    sealed_name: "Envelope"
    sid_digest: Digest
    session_ref: str
    is_on_shared_device: bool
    is_confirmed: bool = True
    idle: timedelta = sessions.SHARED_PHONE.idle
    leaving: LeavingSettings = AS_MADE


@dataclass(frozen=True, slots=True)
class _Owner:
    """Whose session it is: exactly one of the two is set."""

    survivor_id: str | None = None
    staff_id: str | None = None


def survivor_owner(survivor_id: str) -> _Owner:
    """Name a survivor as the owner of a session."""
    return _Owner(survivor_id=survivor_id)


def staff_owner(staff_id: str) -> _Owner:
    """Name a staff member as the owner of a session."""
    return _Owner(staff_id=staff_id)


def add_session(
    deps: "Deps", session: "Session", owner: _Owner, limits: sessions.Limits, device: Device = Device()
) -> tuple[Token, Token]:
    """Add a session with two fresh tokens to a transaction the caller commits; clear sessions long over on the way."""
    now = deps.clock()
    sid, k = new_token(deps.chance), new_token(deps.chance)
    note_moment(session, now)
    session.execute(delete(SignedInSession).where(SignedInSession.ends_at <= now))
    session.add(
        SignedInSession(
            sid_digest=digest(sid),
            k_digest=digest(k),
            survivor_id=owner.survivor_id,
            staff_id=owner.staff_id,
            ref=new_ref(deps.chance),
            device=str(device.look),
            is_shared=device.is_shared,
            known_device_digest=device.known_digest,
            idle_seconds=int(limits.idle.total_seconds()),
            started_at=now,
            seen_at=now,
            ends_at=now + limits.absolute,
        )
    )
    session.flush()
    return sid, k


def renew_session(deps: "Deps", session: "Session", sid_digest: Digest) -> tuple[Token, Token]:
    """Draw both tokens of a session anew, in the caller's transaction; the former ones are worth nothing after it."""
    sid, k = new_token(deps.chance), new_token(deps.chance)
    session.execute(
        update(SignedInSession)
        .where(SignedInSession.sid_digest == sid_digest)
        .values(sid_digest=digest(sid), k_digest=digest(k))
    )
    return sid, k


def find_viewer(deps: "Deps", *, desk: bool, sid: str, k: str, note_use: bool = True) -> Viewer | None:
    """Recognise who holds these two tokens, and note the use; None when no session of that side stands.

    Reads once; writes only when the last use noted is stale, and not without `note_use`: what a page asks by itself
    does not keep a session alive. A session found over is deleted, and every session when the clock is found set back,
    so that none can come back to life.
    """
    sid_digest = digest(sid)
    if sid_digest in deps.unended:
        return None
    with deps.storage.read() as connection:
        row = connection.execute(session_with_person(sid_digest, desk=desk)).one_or_none()
    if row is None or not same(row.k_digest, digest(k)):
        return None
    now = deps.clock()
    if row.newest_at is not None and sessions.clock_was_set_back(newest_at=row.newest_at, now=now):
        _note_set_back(deps, now)
        return None
    if _is_over(row, now):
        end_session(deps, sid)
        return None
    if note_use and sessions.use_is_worth_noting(seen_at=row.seen_at, now=now):
        _note_use(deps, sid_digest, now)
    audience = Audience(Role(row.role)) if desk else Audience.SURVIVOR
    is_confirmed = not desk or row.introduced_by is None
    known = (row.id, audience, row.language, row.sealed_name, sid_digest, row.ref, row.is_shared)
    leaving = at_desk(row.covered_at) if desk else chosen(row)
    return Viewer(*known, is_confirmed, timedelta(seconds=row.idle_seconds), leaving)


def still_stands(session: "Session", viewer: Viewer) -> bool:
    """Say, in the transaction of a press that had to wait, whether the session it came from has not ended meanwhile.

    The row is locked where the database locks rows: whoever ends it does so before this, or after what this allows.
    """
    statement = select(SignedInSession.sid_digest).where(SignedInSession.sid_digest == viewer.sid_digest)
    return session.scalar(statement.with_for_update()) is not None


def end_sessions_now_or_soon(deps: "Deps", sids: "Collection[str]") -> None:
    """End sessions without keeping anyone waiting who leaves.

    A database that does not take the change within 0.3 seconds is named in the log. The sessions count as over in this
    process all the same, and their rows go with the next session that ends, or is used, while it can be written.
    """
    digests = [digest(sid) for sid in sids]
    try:
        _end(deps, digests, patience=_SHORT_PATIENCE)
    except SQLAlchemyError as problem:
        deps.unended.add(digests)
        _log.error("a session could not be ended yet: %s", type(problem).__name__)


def end_session(deps: "Deps", sid: str) -> None:
    """End a session by its first token alone, for good; ending it twice equals once."""
    _end(deps, [digest(sid)])


def end_sessions_of(session: "Session", owner: _Owner, *, keep: Digest | None = None) -> int:
    """End a person's sessions in the caller's transaction, all or all but one, and say how many there were.

    The phones she said are hers are forgotten with them, all but the one of the session that is kept.
    """
    kept = select(SignedInSession.known_device_digest).where(
        SignedInSession.sid_digest == keep, SignedInSession.known_device_digest.is_not(None)
    )
    if owner.survivor_id is not None:
        session.execute(
            delete(KnownDevice).where(
                KnownDevice.survivor_id == owner.survivor_id, KnownDevice.token_digest.not_in(kept)
            )
        )
    ended = session.scalars(
        delete(SignedInSession)
        .where(
            SignedInSession.survivor_id == owner.survivor_id
            if owner.survivor_id is not None
            else SignedInSession.staff_id == owner.staff_id,
            SignedInSession.sid_digest != (keep or ""),
        )
        .returning(SignedInSession.ref)
    )
    return len(ended.all())


def has_no_key(deps: "Deps", viewer: Viewer) -> bool:
    """Say whether the viewer's data key is gone, so that nothing of theirs can be shown: erased, or lost."""
    return viewer.id not in deps.key_ring.keys_for([viewer.id])


def viewer_name(deps: "Deps", viewer: Viewer) -> str:
    """Open the name the viewer is called by."""
    column = Survivor.chosen_name if viewer.audience is Audience.SURVIVOR else Staff.name
    return deps.vault.open(place_of(column, viewer.id, viewer.id), viewer.sealed_name)


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
    waiting = deps.unended.waiting()
    try:
        with deps.storage.write() as session:
            note_moment(session, now)
            session.execute(statement)
            _delete(session, waiting)
            session.commit()
    except SQLAlchemyError as problem:
        # A full disk must not keep anyone from reading; the session then only ends sooner.
        _log.error("the use of a session could not be noted: %s", type(problem).__name__)
        return
    deps.unended.discard(waiting)


def _note_set_back(deps: "Deps", now: datetime) -> None:
    with deps.storage.write() as session:
        note_moment(session, now)
        session.commit()


def _end(deps: "Deps", sid_digests: "Collection[Digest]", patience: timedelta = PATIENCE) -> None:
    """Delete sessions, and with them those that could not be deleted before."""
    waiting = deps.unended.waiting()
    with deps.storage.write(patience=patience) as session:
        _delete(session, [*sid_digests, *waiting])
        session.commit()
    deps.unended.discard(waiting)


def _delete(session: "Session", sid_digests: "Collection[Digest]") -> None:
    if sid_digests:
        session.execute(delete(SignedInSession).where(SignedInSession.sid_digest.in_(sid_digests)))
