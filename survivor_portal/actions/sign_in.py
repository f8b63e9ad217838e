"""Signing her in, by name and passphrase."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, select, update

from survivor_portal.actions.departures import has_left
from survivor_portal.actions.entering import Entrance, enter
from survivor_portal.actions.recovery.requests import end_open_requests
from survivor_portal.actions.tally import Happening
from survivor_portal.actions.throttling import ThrottleKind, Wait, check_passphrase, clear, throttle_key
from survivor_portal.domain.devices import REMEMBERED_FOR, UNKNOWN_LOOK, DeviceLook
from survivor_portal.models import KnownDevice, Survivor
from survivor_portal.security.passphrases import Line, PassphraseHash
from survivor_portal.security.tokens import digest

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import OpenedSession
    from survivor_portal.security.tokens import Digest


@dataclass(frozen=True, slots=True, repr=False)
class SurvivorAttempt:
    """What she typed, her answer to "Is this phone only yours?", and the language she picked before signing in.

    `look` and `known_device` are what her browser tells by itself: see `Entrance`.
    """

    sign_in_name: str
    passphrase: str
    phone_is_hers: bool | None
    language: str | None = None
    look: DeviceLook = UNKNOWN_LOOK
    known_device: str | None = None


class SignInRefusal(Enum):
    """Why nobody was signed in. There is one answer, so that nobody learns which part was wrong."""

    NOT_RECOGNISED = auto()


def sign_in_survivor(deps: "Deps", attempt: SurvivorAttempt) -> "OpenedSession | SignInRefusal | Wait":
    """Open a session for her, or refuse with the same work whichever part was wrong.

    Tries count for the name, so that whoever guesses waits, and so does everyone on an unknown device; a phone she
    said is hers counts its own, and goes first. A frozen account answers as if the passphrase were wrong. Raises
    `HashingBusyError` when no turn to hash came free.
    """
    outcome = _sign_in(deps, attempt)
    if isinstance(outcome, SignInRefusal):
        deps.note(Happening.SURVIVOR_REFUSED)
    return outcome


def _sign_in(deps: "Deps", attempt: SurvivorAttempt) -> "OpenedSession | SignInRefusal | Wait":
    name_digest = deps.sign_in_digest(attempt.sign_in_name)
    row = _survivor_called(deps, name_digest, digest(attempt.known_device or ""))
    if row is not None and row.device_digest is not None:
        key, line = throttle_key(deps, ThrottleKind.KNOWN_DEVICE, row.device_digest), Line.FIRST
    else:
        key, line = throttle_key(deps, ThrottleKind.SURVIVOR_SIGN_IN, name_digest), Line.STRANGERS
    stored = None if row is None else PassphraseHash(row.passphrase_hash)
    outcome = check_passphrase(deps, key, stored, attempt.passphrase, line=line)
    if isinstance(outcome, Wait):
        return outcome
    if row is None or not outcome or row.frozen_at is not None:
        return SignInRefusal.NOT_RECOGNISED
    if has_left(deps, row.id):
        return SignInRefusal.NOT_RECOGNISED
    with deps.storage.write() as session:
        # Changed or frozen since it was checked, on another device: then what was typed is no longer good.
        is_still_hers = session.scalar(
            update(Survivor)
            .where(
                Survivor.id == row.id,
                Survivor.passphrase_hash == row.passphrase_hash,
                Survivor.frozen_at.is_(None),
            )
            .values(language=attempt.language or Survivor.language)
            .returning(Survivor.id)
        )
        if is_still_hers is None:
            return SignInRefusal.NOT_RECOGNISED
        clear(session, key)
        # She is in, so nobody is to be helped in with her name.
        end_open_requests(session, row.id, deps.clock())
        opened = enter(deps, session, row.id, Entrance(attempt.phone_is_hers, attempt.look, attempt.known_device))
        session.commit()
    return opened


def _survivor_called(deps: "Deps", name_digest: "Digest", device_digest: "Digest") -> "Row[*tuple[Any, ...]] | None":
    """Find her by name, and whether the phone is known as hers, in one statement whether or not there is anyone."""
    is_hers = (
        (KnownDevice.survivor_id == Survivor.id)
        & (KnownDevice.token_digest == device_digest)
        & (KnownDevice.used_at > deps.clock() - REMEMBERED_FOR)
    )
    statement = (
        select(
            Survivor.id, Survivor.passphrase_hash, Survivor.frozen_at, KnownDevice.token_digest.label("device_digest")
        )
        .outerjoin(KnownDevice, is_hers)
        .where(Survivor.sign_in_digest == name_digest)
    )
    with deps.storage.read() as connection:
        return connection.execute(statement).one_or_none()
