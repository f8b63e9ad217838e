"""The devices she is signed in on: seeing them, ending one or all, and calling this one shared."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.notices import add_notice
from survivor_portal.actions.recovery.requests import end_open_requests
from survivor_portal.actions.sessions import end_sessions_of, survivor_owner
from survivor_portal.domain import sessions
from survivor_portal.domain.devices import DeviceLook
from survivor_portal.domain.leaving import idle_limit
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.models import KnownDevice, SignedInSession, Survivor

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer
    from survivor_portal.security.tokens import Digest


@dataclass(frozen=True, slots=True)
class SignedInDevice:
    """One session of hers that has not ended. `last_used_at` is right within half a minute."""

    ref: str
    look: DeviceLook
    signed_in_at: "datetime"
    last_used_at: "datetime"
    is_shared: bool
    is_this: bool


def signed_in_devices(deps: "Deps", viewer: "Viewer") -> tuple[SignedInDevice, ...]:
    """Give the devices she is signed in on, this one first, then the last used. Costs one statement."""
    statement = select(
        SignedInSession.ref,
        SignedInSession.device,
        SignedInSession.is_shared,
        SignedInSession.idle_seconds,
        SignedInSession.started_at,
        SignedInSession.seen_at,
        SignedInSession.ends_at,
    ).where(SignedInSession.survivor_id == viewer.id)
    with deps.storage.read() as connection:
        rows = connection.execute(statement).all()
    now = deps.clock()
    devices = [
        SignedInDevice(
            ref=row.ref,
            look=DeviceLook.parse(row.device),
            signed_in_at=row.started_at,
            last_used_at=row.seen_at,
            is_shared=row.is_shared,
            is_this=row.ref == viewer.session_ref,
        )
        for row in rows
        if not sessions.is_over(
            started_at=row.started_at,
            seen_at=row.seen_at,
            ends_at=row.ends_at,
            idle=timedelta(seconds=row.idle_seconds),
            now=now,
        )
    ]
    return tuple(sorted(devices, key=lambda device: (device.is_this, device.last_used_at), reverse=True))


def end_on_device(deps: "Deps", viewer: "Viewer", ref: str) -> None:
    """Sign her out on one device and forget it, from its next request on; a session other than this one is told.

    Raises `NotFoundError` when no session of hers is called that.
    """
    with deps.storage.write() as session:
        # Her row first, then her sessions: the order in which freezing takes them, too.
        session.execute(select(Survivor.id).where(Survivor.id == viewer.id).with_for_update())
        found = session.execute(
            delete(SignedInSession)
            .where(SignedInSession.survivor_id == viewer.id, SignedInSession.ref == ref)
            .returning(SignedInSession.known_device_digest)
        ).one_or_none()
        if found is None:
            raise NotFoundError
        _forget(session, found.known_device_digest)
        if ref != viewer.session_ref:
            _tell(deps, session, viewer)
        session.commit()


def sign_out_everywhere(deps: "Deps", viewer: "Viewer", *, keep_this: bool) -> None:
    """Sign her out on every device, or on every other one, and forget them, from their next request on."""
    keep = viewer.sid_digest if keep_this else None
    with deps.storage.write() as session:
        _tell(deps, session, viewer)
        end_sessions_of(session, survivor_owner(viewer.id), keep=keep)
        end_open_requests(session, viewer.id, deps.clock())
        session.commit()


def call_shared(deps: "Deps", viewer: "Viewer") -> None:
    """Treat this device as one that others use, too: forget it, and let her session end sooner from now on."""
    now = deps.clock()
    limits = sessions.SHARED_PHONE
    with deps.storage.write() as session:
        found = session.execute(
            select(SignedInSession.known_device_digest, SignedInSession.ends_at).where(
                SignedInSession.sid_digest == viewer.sid_digest
            )
        ).one_or_none()
        if found is None:
            raise NotFoundError
        _forget(session, found.known_device_digest)
        session.execute(
            update(SignedInSession)
            .where(SignedInSession.sid_digest == viewer.sid_digest)
            .values(
                is_shared=True,
                idle_seconds=int(idle_limit(limits, viewer.leaving.hides_after).total_seconds()),
                ends_at=min(found.ends_at, now + limits.absolute),
            )
        )
        session.commit()


def _forget(session: "Session", known_device_digest: "Digest | None") -> None:
    if known_device_digest is not None:
        session.execute(delete(KnownDevice).where(KnownDevice.token_digest == known_device_digest))


def _tell(deps: "Deps", session: "Session", viewer: "Viewer") -> None:
    add_notice(deps, session, viewer.id, NoticeKind.DEVICES_SIGNED_OUT, except_session=viewer.sid_digest)
