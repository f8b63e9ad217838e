"""Changing her passphrase: every other device is signed out, and this one goes on under new tokens."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from survivor_portal.actions.notices import add_notice
from survivor_portal.actions.recovery.requests import end_open_requests
from survivor_portal.actions.sessions import (
    OpenedSession,
    end_sessions_of,
    renew_session,
    still_stands,
    survivor_owner,
    viewer_name,
)
from survivor_portal.actions.throttling import ThrottleKind, clear, note_attempt, throttle_key
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.domain.people import Audience
from survivor_portal.models import Survivor
from survivor_portal.security.passphrase_rules import PassphraseProblem, passphrase_problem
from survivor_portal.security.passphrases import PassphraseHash
from survivor_portal.security.tokens import digest

if TYPE_CHECKING:
    from collections.abc import Collection

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer
    from survivor_portal.actions.throttling import Wait
    from survivor_portal.security.tokens import Digest


@dataclass(frozen=True, slots=True, repr=False)
class PassphraseChange:
    """What she typed: the passphrase she has, and the one she wants. `known` are texts that others know."""

    present: str
    new: str
    known: "Collection[str]" = ()


class PassphraseRefusal(Enum):
    """Why nothing was changed."""

    NOT_HERS = auto()


def change_passphrase(
    deps: "Deps", viewer: "Viewer", change: PassphraseChange
) -> "OpenedSession | PassphraseRefusal | PassphraseProblem | Wait":
    """Change her passphrase and give this session's new tokens, or say why not.

    In one transaction every other session of hers ends, their phones are forgotten, and a notice is added. Tries with
    a wrong passphrase count, since somebody else may hold her phone. Raises `HashingBusyError`.
    """
    problem = passphrase_problem(change.new, known=[viewer_name(deps, viewer), *change.known])
    if problem:
        return problem
    key = throttle_key(deps, ThrottleKind.PASSPHRASE_CHANGE, viewer.id)
    wait = note_attempt(deps, key)
    if wait:
        return wait
    with deps.storage.read() as connection:
        stored = connection.scalar(select(Survivor.passphrase_hash).where(Survivor.id == viewer.id))
    with deps.hasher.turn() as turn:
        if stored is None or not turn.matches(PassphraseHash(stored), change.present):
            return PassphraseRefusal.NOT_HERS
        new_hash = turn.hash(change.new)
    return _replace(deps, viewer, key, stored, new_hash)


def _replace(
    deps: "Deps", viewer: "Viewer", key: "Digest", stored: str, new_hash: PassphraseHash
) -> OpenedSession | PassphraseRefusal:
    with deps.storage.write() as session:
        # Her row first, then her sessions: the order in which freezing takes them, too.
        is_still_hers = session.scalar(
            update(Survivor)
            .where(Survivor.id == viewer.id, Survivor.passphrase_hash == stored)
            .values(passphrase_hash=new_hash)
            .returning(Survivor.id)
        )
        # Changed meanwhile from another device: then this one does not know the passphrase any more.
        if is_still_hers is None or not still_stands(session, viewer):
            return PassphraseRefusal.NOT_HERS
        clear(session, key)
        end_sessions_of(session, survivor_owner(viewer.id), keep=viewer.sid_digest)
        # A code somebody else typed before must set nothing over this.
        end_open_requests(session, viewer.id, deps.clock())
        sid, k = renew_session(deps, session, viewer.sid_digest)
        add_notice(deps, session, viewer.id, NoticeKind.PASSPHRASE_CHANGED, except_session=digest(sid))
        session.commit()
    return OpenedSession(sid, k, Audience.SURVIVOR)
