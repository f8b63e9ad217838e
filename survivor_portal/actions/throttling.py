"""Throttling what can be guessed: each try counts before it is looked at, and the next ones wait. Nothing is locked."""

import math
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum, unique
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from survivor_portal.actions.tally import Happening
from survivor_portal.domain import throttling
from survivor_portal.domain.devices import REMEMBERED_FOR
from survivor_portal.models import KnownDevice, Survivor, Throttle
from survivor_portal.security.passphrases import Line
from survivor_portal.security.tokens import Digest, digest, keyed_digest

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.security.passphrases import PassphraseHash

_NOTHING = timedelta(0)

_COLLISIONS = 20
"""More than there are threads to try at once."""


@unique
class ThrottleKind(StrEnum):
    """What is tried. Each kind counts by itself."""

    SURVIVOR_SIGN_IN = "survivor sign-in"
    KNOWN_DEVICE = "known device"
    STAFF_SIGN_IN = "staff sign-in"
    STAFF_STEP_UP = "staff step-up"
    PASSPHRASE_CHANGE = "passphrase change"  # noqa: S105 (a name for tries)
    INVITE_CODE = "invite code"
    DELETION = "deletion"
    AGREED_WORDS = "agreed words"
    HEARD_WORDS = "heard words"
    SIGNATURE = "signature"
    PICKING = "picking a passphrase"
    JOINING = "joining"
    NEW_START = "new start"
    SET_UP = "set-up"
    ASKING = "asking to get back in"
    ASKING_ON_KNOWN_DEVICE = "asking on a known device"


@dataclass(frozen=True, slots=True)
class Wait:
    """A try was not looked at: the next one is, in so many whole seconds, never more than a minute."""

    seconds: int


def throttle_key(deps: "Deps", kind: ThrottleKind, name: str) -> Digest:
    """Give the key that tries of this kind, for this name, count under; it tells nobody the name, nor if it is known.

    A sign-in name goes in as `Deps.sign_in_digest` gives it, so that capitals and spaces make no new name.
    """
    return keyed_digest(deps.key_ring.key_file.lookup_key, f"throttle {kind}", name)


def wait_needed(deps: "Deps", key: Digest) -> Wait | None:
    """Say how long to wait, without counting a try; None when one would be looked at. Costs one look-up."""
    with deps.storage.read() as connection:
        row = connection.execute(
            select(Throttle.attempts, Throttle.last_at).where(Throttle.key_digest == key)
        ).one_or_none()
    if row is None:
        return None
    return _wait(deps, throttling.wait_needed(attempts=row.attempts, last_at=row.last_at, now=deps.clock()))


def note_attempt(deps: "Deps", key: Digest) -> Wait | None:
    """Count a try before it is looked at, in a transaction of its own, or say how long to wait and count nothing.

    However many tries come at once, each sees those before it. Tries that nobody added to for a day are forgotten on
    the way.
    """
    for _ in range(_COLLISIONS):
        try:
            return _note_once(deps, key)
        except IntegrityError:
            # First tries at once, on a database that lets all look before any writes; one that succeeded may have
            # cleared the key again meanwhile.
            continue
    return _note_once(deps, key)


def clear(session: "Session", key: Digest) -> None:
    """Forget the tries, in the caller's transaction: one succeeded."""
    session.execute(delete(Throttle).where(Throttle.key_digest == key))


def check_passphrase(
    deps: "Deps", key: Digest, stored: "PassphraseHash | None", passphrase: str, *, line: Line = Line.FIRST
) -> bool | Wait:
    """Check a passphrase as one try that counts; None stands for a name nobody has, at the same cost.

    While a wait stands nothing is hashed. The caller clears the key when everything else is right, too. Raises
    `HashingBusyError`; for strangers, the try does not count then.
    """
    if line is Line.FIRST:
        # Counted before it waits for a turn: so nobody ever fills the places that others need.
        wait = note_attempt(deps, key)
        if wait:
            return wait
        with deps.hasher.turn(line) as turn:
            return turn.matches(stored, passphrase)
    wait = wait_needed(deps, key)
    if wait:
        return wait
    with deps.hasher.turn(line) as turn:
        return note_attempt(deps, key) or turn.matches(stored, passphrase)


def count_asking(deps: "Deps", sign_in_name: str, known_device: str | None) -> Wait | None:
    """Count somebody's asking to get back in, before anything is done for it, or say how long to wait.

    The same for a name that nobody has. It counts for the name and takes no turn to hash: it checks no secret, and
    nobody who signs in or asks should keep others from asking. `known_device` is the token in the browser's cookie: a
    phone known as hers counts for itself, so that nobody who keeps asking with her name keeps her out there. Nothing
    ever clears these counts: to whoever watches them, her signing in would show.
    """
    name_digest = deps.sign_in_digest(sign_in_name)
    device_digest = digest(known_device or "")
    if _is_known_device(deps, name_digest, device_digest):
        return note_attempt(deps, throttle_key(deps, ThrottleKind.ASKING_ON_KNOWN_DEVICE, device_digest))
    return note_attempt(deps, throttle_key(deps, ThrottleKind.ASKING, name_digest))


def _is_known_device(deps: "Deps", name_digest: Digest, device_digest: Digest) -> bool:
    statement = (
        select(KnownDevice.token_digest)
        .join(Survivor, Survivor.id == KnownDevice.survivor_id)
        .where(
            Survivor.sign_in_digest == name_digest,
            KnownDevice.token_digest == device_digest,
            KnownDevice.used_at > deps.clock() - REMEMBERED_FOR,
        )
    )
    with deps.storage.read() as connection:
        return connection.scalar(statement) is not None


def _note_once(deps: "Deps", key: Digest) -> Wait | None:
    with deps.storage.write() as session:
        now = deps.clock()
        session.execute(delete(Throttle).where(Throttle.last_at <= now - throttling.FORGOTTEN_AFTER))
        found = session.get(Throttle, key, with_for_update=True)
        if found is None:
            session.add(Throttle(key_digest=key, attempts=1, last_at=now))
        else:
            wait = throttling.wait_needed(attempts=found.attempts, last_at=found.last_at, now=now)
            if wait > _NOTHING:
                return _wait(deps, wait)
            found.attempts += 1
            found.last_at = now
        session.commit()
    return None


def _wait(deps: "Deps", span: timedelta) -> Wait | None:
    if span <= _NOTHING:
        return None
    deps.note(Happening.MADE_TO_WAIT)
    return Wait(math.ceil(span.total_seconds()))
