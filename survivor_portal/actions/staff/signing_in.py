"""Signing staff in: by name, passphrase and a second factor, or by a passkey alone."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select, update

from survivor_portal.actions.places import place_of
from survivor_portal.actions.sessions import OpenedSession, add_session, staff_owner
from survivor_portal.actions.sign_in import SignInRefusal
from survivor_portal.actions.staff.codes import recovery_digest
from survivor_portal.actions.staff.passkeys import Ceremony, proof_of, use_passkey
from survivor_portal.actions.staff.recovery_codes import use_recovery_code
from survivor_portal.actions.staff.stepping_up import note_factor, use_step
from survivor_portal.actions.tally import Happening
from survivor_portal.actions.throttling import ThrottleKind, Wait, check_passphrase, clear, throttle_key
from survivor_portal.domain import sessions
from survivor_portal.domain.people import Audience
from survivor_portal.models import RecoveryCode, Staff
from survivor_portal.security.passphrases import Line, PassphraseHash
from survivor_portal.security.tokens import Digest, digest
from survivor_portal.security.totp import matching_step

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.security.passkeys import Site

_Outcome = TypeVar("_Outcome", bound=OpenedSession | SignInRefusal | Wait)

_NOBODY = ""
_NOBODYS_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 (nobody's: unknown names are checked against it)


@dataclass(frozen=True, slots=True, repr=False)
class StaffAttempt:
    """What a staff member typed, and the language picked before signing in.

    `code` is the app's code of the moment, or a recovery code in its place.
    """

    sign_in_name: str
    passphrase: str
    code: str
    language: str | None = None


def sign_in_staff(deps: "Deps", attempt: StaffAttempt) -> OpenedSession | SignInRefusal | Wait:
    """Open a session for a staff member, or refuse with the same work whichever part was wrong.

    Tries count for the name, so that whoever guesses waits. A code is used up in the transaction that opens the
    session: of two requests with one code, one succeeds. Raises `HashingBusyError` when no turn to hash came free.
    """
    return _noted(deps, _sign_in(deps, attempt))


def _sign_in(deps: "Deps", attempt: StaffAttempt) -> OpenedSession | SignInRefusal | Wait:
    name_digest = deps.sign_in_digest(attempt.sign_in_name)
    statement = select(Staff.id, Staff.passphrase_hash, Staff.role, Staff.totp_secret, Staff.totp_used_step).where(
        Staff.sign_in_digest == name_digest,
        Staff.left_at.is_(None),
        Staff.totp_secret.is_not(None),
    )
    with deps.storage.read() as connection:
        row = connection.execute(statement).one_or_none()
    secret = (
        _NOBODYS_SECRET
        if row is None
        else deps.vault.open(place_of(Staff.totp_secret, row.id, row.id), row.totp_secret)
    )
    step = matching_step(secret, attempt.code, deps.clock(), 0 if row is None else row.totp_used_step)
    recovery = _recovery_code(deps, _NOBODY if row is None else row.id, attempt.code)
    stored = None if row is None else PassphraseHash(row.passphrase_hash)
    key = throttle_key(deps, ThrottleKind.STAFF_SIGN_IN, name_digest)
    outcome = check_passphrase(deps, key, stored, attempt.passphrase, line=Line.STRANGERS)
    if isinstance(outcome, Wait):
        return outcome
    if row is None or not outcome or (step is None and recovery is None):
        return SignInRefusal.NOT_RECOGNISED
    with deps.storage.write() as session:
        is_used = (
            use_step(session, row.id, step)
            if step is not None
            else recovery is not None and use_recovery_code(session, recovery, deps.clock())
        )
        if not is_used:
            return SignInRefusal.NOT_RECOGNISED
        clear(session, key)
        opened = _opened(deps, session, row.id, Audience(row.role), attempt.language)
        session.commit()
    return opened


def sign_in_with_passkey(
    deps: "Deps", site: "Site", browser: str, answer: str, language: str | None = None
) -> OpenedSession | SignInRefusal:
    """Open a session for whoever's passkey answered what this browser was asked.

    The passkey is both factors in one: a device held, and its owner verified by it.
    """
    proof = proof_of(deps, site, Ceremony.SIGNING_IN, browser, answer)
    if proof is None:
        return _noted(deps, SignInRefusal.NOT_RECOGNISED)
    with deps.storage.write() as session:
        opened = (
            _opened(deps, session, proof.staff_id, Audience(proof.role), language)
            if use_passkey(session, proof, deps.clock())
            else SignInRefusal.NOT_RECOGNISED
        )
        session.commit()
    return _noted(deps, opened)


def _noted(deps: "Deps", outcome: _Outcome) -> _Outcome:
    """Count how it went, for the log."""
    if isinstance(outcome, OpenedSession):
        deps.note(Happening.STAFF_SIGNED_IN)
    elif isinstance(outcome, SignInRefusal):
        deps.note(Happening.STAFF_REFUSED)
    return outcome


def _recovery_code(deps: "Deps", staff_id: str, typed: str) -> Digest | None:
    """Find the recovery code that was typed, if it is one that is still good."""
    code_digest = recovery_digest(deps, staff_id, typed)
    statement = select(RecoveryCode.staff_id).where(
        RecoveryCode.code_digest == code_digest, RecoveryCode.used_at.is_(None)
    )
    with deps.storage.read() as connection:
        return code_digest if connection.scalar(statement) else None


def _opened(deps: "Deps", session: "Session", staff_id: str, audience: Audience, language: str | None) -> OpenedSession:
    now = deps.clock()
    sid, k = add_session(deps, session, staff_owner(staff_id), sessions.STAFF)
    note_factor(session, digest(sid), now)
    values = {Staff.last_signed_in_at: now} | ({Staff.language: language} if language else {})
    session.execute(update(Staff).where(Staff.id == staff_id).values(values))
    return OpenedSession(sid, k, audience)
