"""Stepping up: a staff member shows a factor again before doing what asks for a recent one."""

from enum import Enum, auto
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select, update

from survivor_portal.actions.places import place_of
from survivor_portal.actions.sessions import OpenedSession, renew_session, still_stands
from survivor_portal.actions.staff.passkeys import Ceremony, proof_of, use_passkey
from survivor_portal.actions.tally import Happening
from survivor_portal.actions.throttling import ThrottleKind, Wait, clear, note_attempt, throttle_key
from survivor_portal.domain.staff import step_up_stands
from survivor_portal.models import SignedInSession, Staff
from survivor_portal.security.tokens import Digest
from survivor_portal.security.totp import matching_step

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer
    from survivor_portal.security.passkeys import Site


class StepUpRefusal(Enum):
    """Why a session is no fresher than before."""

    NOT_RECOGNISED = auto()


_Outcome = TypeVar("_Outcome", bound=OpenedSession | StepUpRefusal | Wait)


def has_stepped_up(deps: "Deps", viewer: "Viewer") -> bool:
    """Say whether this session was shown a factor, at sign-in or since, within the last ten minutes.

    Once it is found over it is forgotten, so that no clock brings it back.
    """
    statement = select(SignedInSession.stepped_up_at).where(SignedInSession.sid_digest == viewer.sid_digest)
    with deps.storage.read() as connection:
        stepped_up_at = connection.scalar(statement)
    stands = step_up_stands(stepped_up_at, deps.clock())
    if stepped_up_at is not None and not stands:
        with deps.storage.write() as session:
            session.execute(
                update(SignedInSession)
                .where(SignedInSession.sid_digest == viewer.sid_digest, SignedInSession.stepped_up_at == stepped_up_at)
                .values(stepped_up_at=None)
            )
            session.commit()
    return stands


def step_up_with_code(deps: "Deps", viewer: "Viewer", app_code: str) -> OpenedSession | StepUpRefusal | Wait:
    """Take a code from the viewer's app, each once, and give the session fresh tokens. Tries count, and then wait."""
    return _noted(deps, _with_code(deps, viewer, app_code))


def _with_code(deps: "Deps", viewer: "Viewer", app_code: str) -> OpenedSession | StepUpRefusal | Wait:
    key = throttle_key(deps, ThrottleKind.STAFF_STEP_UP, viewer.id)
    wait = note_attempt(deps, key)
    if wait:
        return wait
    statement = select(Staff.totp_secret, Staff.totp_used_step).where(Staff.id == viewer.id)
    with deps.storage.read() as connection:
        row = connection.execute(statement).one_or_none()
    if row is None or row.totp_secret is None:
        return StepUpRefusal.NOT_RECOGNISED
    now = deps.clock()
    secret = deps.vault.open(place_of(Staff.totp_secret, viewer.id, viewer.id), row.totp_secret)
    step = matching_step(secret, app_code, now, row.totp_used_step)
    if step is None:
        return StepUpRefusal.NOT_RECOGNISED
    with deps.storage.write() as session:
        if not still_stands(session, viewer) or not use_step(session, viewer.id, step):
            return StepUpRefusal.NOT_RECOGNISED
        clear(session, key)
        opened = _freshened(deps, session, viewer)
        session.commit()
    return opened


def step_up_with_passkey(deps: "Deps", site: "Site", viewer: "Viewer", answer: str) -> OpenedSession | StepUpRefusal:
    """Take a proof by one of the viewer's own passkeys, and give the session fresh tokens."""
    proof = proof_of(deps, site, Ceremony.STEPPING_UP, viewer.sid_digest, answer)
    if proof is None or proof.staff_id != viewer.id:
        return _noted(deps, StepUpRefusal.NOT_RECOGNISED)
    with deps.storage.write() as session:
        opened = (
            _freshened(deps, session, viewer)
            if still_stands(session, viewer) and use_passkey(session, proof, deps.clock())
            else StepUpRefusal.NOT_RECOGNISED
        )
        session.commit()
    return _noted(deps, opened)


def use_step(session: "Session", staff_id: str, step: int) -> bool:
    """Use a code's time step up in the caller's transaction; of two at once, one succeeds."""
    statement = (
        update(Staff)
        .where(Staff.id == staff_id, Staff.totp_used_step < step, Staff.totp_secret.is_not(None))
        .values(totp_used_step=step)
        .returning(Staff.id)
    )
    return session.scalar(statement) is not None


def note_factor(session: "Session", sid_digest: Digest, now: "datetime") -> None:
    """Note in the caller's transaction that a session was shown a factor now."""
    session.execute(update(SignedInSession).where(SignedInSession.sid_digest == sid_digest).values(stepped_up_at=now))


def _noted(deps: "Deps", outcome: _Outcome) -> _Outcome:
    """Count how it went, for the log."""
    if isinstance(outcome, OpenedSession):
        deps.note(Happening.STEPPED_UP)
    elif isinstance(outcome, StepUpRefusal):
        deps.note(Happening.STEP_UP_REFUSED)
    return outcome


def _freshened(deps: "Deps", session: "Session", viewer: "Viewer") -> OpenedSession:
    note_factor(session, viewer.sid_digest, deps.clock())
    sid, k = renew_session(deps, session, viewer.sid_digest)
    return OpenedSession(sid, k, viewer.audience)
