"""Signing in: her by name and passphrase, staff with a one-time code besides."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from survivor_portal.actions.places import place_of
from survivor_portal.actions.sessions import OpenedSession, add_session, staff_owner, survivor_owner
from survivor_portal.domain import sessions
from survivor_portal.domain.people import Audience
from survivor_portal.models import Staff, Survivor
from survivor_portal.security.passphrases import PassphraseHash
from survivor_portal.security.totp import matching_step

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps

_NOBODYS_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 (nobody's: unknown names are checked against it)


@dataclass(frozen=True, slots=True, repr=False)
class SurvivorAttempt:
    """What she typed, her answer to "Is this phone only yours?", and the language she picked before signing in."""

    sign_in_name: str
    passphrase: str
    phone_is_hers: bool | None
    language: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class StaffAttempt:
    """What a staff member typed, and the language picked before signing in."""

    sign_in_name: str
    passphrase: str
    code: str
    language: str | None = None


class SignInRefusal(Enum):
    """Why nobody was signed in. There is one answer, so that nobody learns which part was wrong."""

    NOT_RECOGNISED = auto()


def sign_in_survivor(deps: "Deps", attempt: SurvivorAttempt) -> OpenedSession | SignInRefusal:
    """Open a session for her, or refuse with the same work whichever part was wrong.

    Raises `HashingBusyError` when no turn to hash came free.
    """
    statement = select(Survivor.id, Survivor.passphrase_hash).where(
        Survivor.sign_in_digest == deps.sign_in_digest(attempt.sign_in_name)
    )
    with deps.storage.read() as connection:
        row = connection.execute(statement).one_or_none()
    stored = None if row is None else PassphraseHash(row.passphrase_hash)
    if not deps.hasher.matches(stored, attempt.passphrase) or row is None:
        return SignInRefusal.NOT_RECOGNISED
    limits = sessions.survivor_limits(phone_is_hers=attempt.phone_is_hers)
    with deps.storage.write() as session:
        sid, k = add_session(deps, session, survivor_owner(row.id), limits)
        if attempt.language:
            session.execute(update(Survivor).where(Survivor.id == row.id).values(language=attempt.language))
        session.commit()
    return OpenedSession(sid, k, Audience.SURVIVOR)


def sign_in_staff(deps: "Deps", attempt: StaffAttempt) -> OpenedSession | SignInRefusal:
    """Open a session for a staff member, or refuse with the same work whichever part was wrong.

    A code is used up in the transaction that opens the session: of two requests with one code, one succeeds. Raises
    `HashingBusyError` when no turn to hash came free.
    """
    statement = select(Staff.id, Staff.passphrase_hash, Staff.role, Staff.totp_secret, Staff.totp_used_step).where(
        Staff.sign_in_digest == deps.sign_in_digest(attempt.sign_in_name)
    )
    with deps.storage.read() as connection:
        row = connection.execute(statement).one_or_none()
    secret = (
        _NOBODYS_SECRET
        if row is None
        else deps.vault.open(place_of(Staff.totp_secret, row.id, row.id), row.totp_secret)
    )
    step = matching_step(secret, attempt.code, deps.clock(), 0 if row is None else row.totp_used_step)
    stored = None if row is None else PassphraseHash(row.passphrase_hash)
    passphrase_is_right = deps.hasher.matches(stored, attempt.passphrase)
    if row is None or step is None or not passphrase_is_right:
        return SignInRefusal.NOT_RECOGNISED
    with deps.storage.write() as session:
        used = session.scalar(
            update(Staff)
            .where(Staff.id == row.id, Staff.totp_used_step < step)
            .values(totp_used_step=step)
            .returning(Staff.id)
        )
        if used is None:
            return SignInRefusal.NOT_RECOGNISED
        sid, k = add_session(deps, session, staff_owner(row.id), sessions.STAFF)
        if attempt.language:
            session.execute(update(Staff).where(Staff.id == row.id).values(language=attempt.language))
        session.commit()
    return OpenedSession(sid, k, Audience(row.role))
