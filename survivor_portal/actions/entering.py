"""Letting a survivor in, once it is sure who she is: her session, her phone if it is hers, and a notice of it."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import delete, update

from survivor_portal.actions.leaving import hides_after
from survivor_portal.actions.notices import add_notice
from survivor_portal.actions.sessions import Device, OpenedSession, add_session, survivor_owner
from survivor_portal.domain import sessions
from survivor_portal.domain.devices import REMEMBERED_FOR, UNKNOWN_LOOK, DeviceLook
from survivor_portal.domain.leaving import idle_limit
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.domain.people import Audience
from survivor_portal.models import KnownDevice, SignedInSession
from survivor_portal.security.tokens import Token, digest, new_token

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps


@dataclass(frozen=True, slots=True, repr=False)
class Entrance:
    """How she comes in: her answer to "Is this phone only yours?", what the phone looks like, and what it holds.

    `known_device` is the token in its long-lived cookie, whoever's it is.
    """

    phone_is_hers: bool | None
    look: DeviceLook = UNKNOWN_LOOK
    known_device: str | None = None


def enter(
    deps: "Deps",
    session: "Session",
    survivor_id: str,
    entrance: Entrance,
    *,
    also: "Collection[NoticeKind]" = (),
) -> OpenedSession:
    """Open a session for her in the caller's transaction, and note it for her other sessions.

    A phone that is only hers is known from then on; any other is forgotten, whoever said before that it was theirs.
    `also` is what else happened by her coming in: neither this session nor a phone that becomes known by it may ever
    clear the word of any of it.
    """
    device, clears_after = _phone_of(deps, session, survivor_id, entrance)
    limits = sessions.survivor_limits(phone_is_hers=entrance.phone_is_hers)
    sid, k = add_session(
        deps,
        session,
        survivor_owner(survivor_id),
        replace(limits, idle=idle_limit(limits, hides_after(session, survivor_id))),
        Device(entrance.look, not entrance.phone_is_hers, digest(device) if device else None),
    )
    noted = [
        add_notice(deps, session, survivor_id, kind, except_session=digest(sid))
        for kind in (NoticeKind.NEW_SIGN_IN, *also)
    ]
    if clears_after is None:
        clears_after = max(noted)
        session.execute(
            update(KnownDevice)
            .where(KnownDevice.token_digest == digest(device or ""))
            .values(clears_after=clears_after)
        )
    session.execute(
        update(SignedInSession).where(SignedInSession.sid_digest == digest(sid)).values(clears_after=clears_after)
    )
    return OpenedSession(sid, k, Audience.SURVIVOR, device)


def _phone_of(
    deps: "Deps", session: "Session", survivor_id: str, entrance: Entrance
) -> tuple[Token | None, int | None]:
    """Give the token that this phone is to hold, and after which notice it became known, if it was known before.

    Without a token, nothing is remembered on it.
    """
    now = deps.clock()
    session.execute(delete(KnownDevice).where(KnownDevice.used_at <= now - REMEMBERED_FOR))
    held = entrance.known_device
    if entrance.phone_is_hers and held is not None:
        known = session.execute(
            update(KnownDevice)
            .where(KnownDevice.token_digest == digest(held), KnownDevice.survivor_id == survivor_id)
            .values(used_at=now)
            .returning(KnownDevice.clears_after)
        ).one_or_none()
        if known is not None:
            return Token(held), known.clears_after
    if held is not None:
        session.execute(delete(KnownDevice).where(KnownDevice.token_digest == digest(held)))
    if not entrance.phone_is_hers:
        return None, None
    token = new_token(deps.chance)
    session.add(KnownDevice(token_digest=digest(token), survivor_id=survivor_id, added_at=now, used_at=now))
    session.flush()
    return token, None
