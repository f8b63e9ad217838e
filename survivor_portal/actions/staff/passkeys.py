"""Passkeys of staff: asked for with challenges that are good once, added, used and taken away."""

import logging
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.sessions import still_stands, viewer_name
from survivor_portal.actions.staff.events import StaffEventToNote, note_staff_event
from survivor_portal.actions.standing import require_standing
from survivor_portal.actions.timekeeping import note_moment
from survivor_portal.domain.staff import CHALLENGE_LASTS, StaffEventKind, is_usable
from survivor_portal.models import Passkey, PasskeyChallenge, Staff
from survivor_portal.security import passkeys
from survivor_portal.security.tokens import Digest, digest, new_ref

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer
    from survivor_portal.security.passkeys import Site

MOST_PASSKEYS: Final = 10
"""For one person: more than anybody has devices to keep them on."""

MOST_CHALLENGES: Final = 10_000
"""Challenges that stand at once; the oldest give way. In a flood of a hundred a second, each lasts long enough."""

_log = logging.getLogger(__name__)


@unique
class Ceremony(StrEnum):
    """What a challenge is asked for."""

    ADDING = "adding"
    SIGNING_IN = "signing in"
    STEPPING_UP = "stepping up"


@dataclass(frozen=True, slots=True)
class KeptPasskey:
    """One passkey as its owner sees it. A doubted one may have been copied, and opens nothing."""

    id: str
    made_at: "datetime"
    used_at: "datetime | None"
    is_doubted: bool


@dataclass(frozen=True, slots=True, repr=False)
class Proof:
    """A passkey that signed the challenge it was asked with, and how often it says it was used."""

    passkey_id: str
    staff_id: str
    role: str
    former_count: int
    count: int


def ask_to_add(deps: "Deps", site: "Site", viewer: "Viewer") -> str:
    """Give what a browser is asked to make a passkey with, as JSON, for one answer within five minutes."""
    name = viewer_name(deps, viewer)
    known = _credentials_of(deps, viewer.id)
    challenge = _new_challenge(deps, Ceremony.ADDING, viewer.sid_digest)
    return passkeys.creation_options(site, challenge, viewer.id, name, known)


def ask_to_sign_in(deps: "Deps", site: "Site", browser: str) -> str:
    """Give what a browser is asked to sign in with, as JSON; `browser` is something only this browser holds."""
    return passkeys.request_options(site, _new_challenge(deps, Ceremony.SIGNING_IN, browser))


def ask_to_step_up(deps: "Deps", site: "Site", viewer: "Viewer") -> str:
    """Give what the viewer's browser is asked to show one of their own passkeys with, as JSON."""
    known = _credentials_of(deps, viewer.id)
    return passkeys.request_options(site, _new_challenge(deps, Ceremony.STEPPING_UP, viewer.sid_digest), known)


def add_passkey(deps: "Deps", site: "Site", viewer: "Viewer", answer: str) -> bool:
    """Keep the passkey a browser made for the viewer; False, and nothing is kept, when anything about it is wrong."""
    claim = passkeys.claim_of(answer, is_new=True)
    if claim is None or not _take(deps, Ceremony.ADDING, viewer.sid_digest, claim.challenge):
        return False
    made = passkeys.made_passkey(site, answer, claim.challenge)
    if made is None:
        return False
    passkey = Passkey(
        id=new_ref(deps.chance),
        staff_id=viewer.id,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        made_at=deps.clock(),
    )
    try:
        with deps.storage.write() as session:
            if not still_stands(session, viewer):
                return False
            kept = session.scalar(select(func.count()).where(Passkey.staff_id == viewer.id))
            if kept is None or kept >= MOST_PASSKEYS:
                return False
            session.add(passkey)
            note_staff_event(deps, session, StaffEventToNote(StaffEventKind.PASSKEY_ADDED, viewer.id, viewer.id))
            session.commit()
    except IntegrityError:
        # Somebody has it already. Whoever it is, nobody else is told.
        return False
    return True


def passkeys_of(deps: "Deps", staff_id: str) -> tuple[KeptPasskey, ...]:
    """List someone's passkeys, the oldest first."""
    statement = (
        select(Passkey.id, Passkey.made_at, Passkey.used_at, Passkey.doubted_at)
        .where(Passkey.staff_id == staff_id)
        .order_by(Passkey.made_at, Passkey.id)
    )
    with deps.storage.read() as connection:
        rows = connection.execute(statement).all()
    return tuple(KeptPasskey(row.id, row.made_at, row.used_at, row.doubted_at is not None) for row in rows)


def remove_passkey(deps: "Deps", viewer: "Viewer", passkey_id: str) -> None:
    """Take one of the viewer's passkeys away.

    Raises `NotFoundError` when they have no such passkey, or the session that asks has ended meanwhile.
    """
    with deps.storage.write() as session:
        require_standing(session, viewer)
        removed = session.scalar(
            delete(Passkey).where(Passkey.id == passkey_id, Passkey.staff_id == viewer.id).returning(Passkey.id)
        )
        if removed is None:
            raise NotFoundError
        note_staff_event(deps, session, StaffEventToNote(StaffEventKind.PASSKEY_REMOVED, viewer.id, viewer.id))
        session.commit()


def proof_of(deps: "Deps", site: "Site", ceremony: Ceremony, holder: str, answer: str) -> Proof | None:
    """Check a browser's answer to a challenge asked of `holder`; None when anything is wrong.

    The challenge is used up, right or wrong. The proof counts only once `use_passkey` has taken it.
    """
    claim = passkeys.claim_of(answer, is_new=False)
    if claim is None or not _take(deps, ceremony, holder, claim.challenge):
        return None
    row = _passkey_called(deps, claim.credential_id)
    if row is None:
        return None
    count = passkeys.proven_count(site, answer, claim.challenge, row.public_key)
    return None if count is None else Proof(row.id, row.staff_id, row.role, row.sign_count, count)


def use_passkey(session: "Session", proof: Proof, now: "datetime") -> bool:
    """Take a proof in the caller's transaction, and say whether it opens anything; commit either way.

    A count that does not go up means that the passkey may have been copied: it is doubted, and opens nothing more.
    """
    goes_up = passkeys.count_goes_up(proof.former_count, proof.count)
    used = session.scalar(
        update(Passkey)
        .where(
            Passkey.id == proof.passkey_id,
            Passkey.doubted_at.is_(None),
            # Two uses at once read the same count, and only one of them is the later.
            Passkey.sign_count == proof.former_count,
        )
        .values({Passkey.sign_count: proof.count, Passkey.used_at: now} if goes_up else {Passkey.doubted_at: now})
        .returning(Passkey.id)
    )
    if used is not None and not goes_up:
        _log.warning("a passkey's count did not go up; it opens nothing any more")
    return used is not None and goes_up


def _credentials_of(deps: "Deps", staff_id: str) -> list[bytes]:
    with deps.storage.read() as connection:
        return list(connection.scalars(select(Passkey.credential_id).where(Passkey.staff_id == staff_id)))


def _passkey_called(deps: "Deps", credential_id: bytes) -> "Row[*tuple[Any, ...]] | None":
    statement = (
        select(Passkey.id, Passkey.staff_id, Passkey.public_key, Passkey.sign_count, Staff.role)
        .join(Staff, Staff.id == Passkey.staff_id)
        .where(
            Passkey.credential_id == credential_id,
            Passkey.doubted_at.is_(None),
            Staff.left_at.is_(None),
            Staff.passphrase_hash.is_not(None),
        )
    )
    with deps.storage.read() as connection:
        return connection.execute(statement).one_or_none()


def _new_challenge(deps: "Deps", ceremony: Ceremony, holder: str) -> bytes:
    """Keep a fresh challenge: one for each holder and purpose, and so many in all, since anyone may ask for one."""
    challenge, now = passkeys.new_challenge(deps.chance), deps.clock()
    with deps.storage.write() as session:
        note_moment(session, now)
        session.execute(
            delete(PasskeyChallenge).where(
                or_(PasskeyChallenge.usable_until <= now, PasskeyChallenge.asked_of == _asked_of(ceremony, holder))
            )
        )
        too_many = (session.scalar(select(func.count()).select_from(PasskeyChallenge)) or 0) - MOST_CHALLENGES + 1
        if too_many > 0:
            oldest = select(PasskeyChallenge.challenge_digest).order_by(PasskeyChallenge.usable_until).limit(too_many)
            session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.challenge_digest.in_(oldest)))
        session.add(
            PasskeyChallenge(
                challenge_digest=digest(challenge.hex()),
                asked_of=_asked_of(ceremony, holder),
                made_at=now,
                usable_until=now + CHALLENGE_LASTS,
            )
        )
        session.commit()
    return challenge


def _take(deps: "Deps", ceremony: Ceremony, holder: str, challenge: bytes) -> bool:
    """Use a challenge up, and say whether it was good: of two answers at once, one succeeds."""
    with deps.storage.write() as session:
        now = note_moment(session, deps.clock())
        row = session.execute(
            delete(PasskeyChallenge)
            .where(
                PasskeyChallenge.challenge_digest == digest(challenge.hex()),
                PasskeyChallenge.asked_of == _asked_of(ceremony, holder),
            )
            .returning(PasskeyChallenge.made_at, PasskeyChallenge.usable_until)
        ).one_or_none()
        session.commit()
    return row is not None and is_usable(made_at=row.made_at, usable_until=row.usable_until, now=now)


def _asked_of(ceremony: Ceremony, holder: str) -> Digest:
    return digest(f"{ceremony}\0{holder}")
