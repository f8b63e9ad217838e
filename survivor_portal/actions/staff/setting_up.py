"""Setting an account up: its own person chooses a passphrase and confirms a second factor, with a code given once."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, delete, select, update

from survivor_portal.actions.places import place_of
from survivor_portal.actions.staff.codes import set_up_digest
from survivor_portal.actions.staff.events import StaffEventToNote, note_staff_event
from survivor_portal.actions.staff.recovery_codes import add_recovery_codes
from survivor_portal.actions.throttling import ThrottleKind, Wait, note_attempt, throttle_key
from survivor_portal.actions.timekeeping import moment_beside, newest_noted, note_moment
from survivor_portal.domain.staff import StaffEventKind, is_usable
from survivor_portal.models import Staff, StaffSetUp
from survivor_portal.security import totp
from survivor_portal.security.tokens import Digest, keyed_digest, same

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row

    from survivor_portal.actions.deps import Deps


class SetUpRefusal(Enum):
    """Why an account was not set up."""

    NOT_RECOGNISED = auto()
    """There is no such set-up code, or it was used, or its day is over."""
    BEGUN_ANEW = auto()
    """What waits under the code was begun elsewhere: another passphrase and another secret than the ones sealed."""
    WRONG_APP_CODE = auto()


@dataclass(frozen=True, slots=True, repr=False)
class BegunSetUp:
    """A passphrase is chosen; the secret is for the authenticator app, which is to confirm it.

    `seal` is for the form to carry: it proves that the form goes on with this passphrase, and is stored nowhere.
    """

    name: str
    totp_secret: str
    seal: Digest


def name_to_set_up(deps: "Deps", code: str) -> str | None:
    """Give the name of whoever a set-up code is for; None when it is good for nobody."""
    row = _waiting(deps, code)
    return None if row is None else _name(deps, row)


def begin_set_up(deps: "Deps", code: str, passphrase: str) -> BegunSetUp | SetUpRefusal | Wait:
    """Keep a chosen passphrase until it is confirmed, and draw a secret for the app.

    Beginning again draws another secret, so that one somebody saw before is of no use; it counts for the code, as tries
    do. Raises `HashingBusyError` when no turn to hash came free, and `ValueError` for a passphrase that is too long.
    """
    row = _waiting(deps, code)
    if row is None:
        return SetUpRefusal.NOT_RECOGNISED
    wait = note_attempt(deps, throttle_key(deps, ThrottleKind.SET_UP, row.code_digest))
    if wait:
        return wait
    passphrase_hash, secret = deps.hasher.hash(passphrase), totp.new_secret(deps.chance)
    sealed = deps.vault.seal(place_of(StaffSetUp.totp_secret, row.staff_id, row.staff_id), secret)
    with deps.storage.write() as session:
        begun = session.scalar(
            update(StaffSetUp)
            .where(_is_good(row.code_digest, note_moment(session, deps.clock())))
            .values(passphrase_hash=passphrase_hash, totp_secret=sealed)
            .returning(StaffSetUp.staff_id)
        )
        session.commit()
    if begun is None:
        return SetUpRefusal.NOT_RECOGNISED
    return BegunSetUp(_name(deps, row), secret, _seal(deps, passphrase_hash))


def begun_set_up(deps: "Deps", code: str, seal: str) -> BegunSetUp | SetUpRefusal:
    """Give what was begun with a set-up code to whoever holds its seal, or say why not."""
    row = _begun(deps, code, seal)
    return row if isinstance(row, SetUpRefusal) else BegunSetUp(_name(deps, row), _secret(deps, row), Digest(seal))


def finish_set_up(deps: "Deps", code: str, seal: str, app_code: str) -> tuple[str, ...] | SetUpRefusal:
    """Confirm the second factor with a code from the app, and give ten recovery codes, to be shown once.

    Only what the seal was given for is finished: whoever else knows the code, the supervisor who handed it out among
    them, cannot put a passphrase and a secret of their own in its place between the two steps.
    The set-up code is used up in the transaction that makes the account sign its person in: of two at once, one
    succeeds. With a supervisor's code, a third person has to confirm it before the account opens anything.
    """
    row = _begun(deps, code, seal)
    if isinstance(row, SetUpRefusal):
        return row
    secret = _secret(deps, row)
    step = totp.matching_step(secret, app_code, deps.clock(), 0)
    if step is None:
        return SetUpRefusal.WRONG_APP_CODE
    staff_id = row.staff_id
    with deps.storage.write() as session:
        now = note_moment(session, deps.clock())
        used = session.scalar(
            update(StaffSetUp)
            # The passphrase the app's code was shown with, not one that someone put in its place meanwhile.
            .where(_is_good(row.code_digest, now), StaffSetUp.passphrase_hash == row.passphrase_hash)
            .values(used_at=now, passphrase_hash=None, totp_secret=None)
            .returning(StaffSetUp.staff_id)
        )
        if used is None:
            session.commit()
            return SetUpRefusal.NOT_RECOGNISED
        session.execute(
            update(Staff)
            .where(Staff.id == staff_id)
            .values(
                passphrase_hash=row.passphrase_hash,
                totp_secret=deps.vault.seal(place_of(Staff.totp_secret, staff_id, staff_id), secret),
                totp_used_step=step,
                introduced_by=row.made_by,
            )
        )
        note_staff_event(deps, session, StaffEventToNote(StaffEventKind.SET_UP, staff_id, staff_id))
        codes = add_recovery_codes(deps, session, staff_id)
        session.commit()
    return codes


def _begun(deps: "Deps", code: str, seal: str) -> "Row[*tuple[Any, ...]] | SetUpRefusal":
    row = _waiting(deps, code)
    if row is None or row.passphrase_hash is None:
        return SetUpRefusal.NOT_RECOGNISED
    return row if same(_seal(deps, row.passphrase_hash), seal) else SetUpRefusal.BEGUN_ANEW


def _seal(deps: "Deps", passphrase_hash: str) -> Digest:
    # The hash has salt of its own: beginning again with the same passphrase is another beginning.
    return keyed_digest(deps.key_ring.key_file.lookup_key, "begun set-up", passphrase_hash)


def _waiting(deps: "Deps", code: str) -> "Row[*tuple[Any, ...]] | None":
    """Find what a set-up code is good for. One found out of date is deleted, so that no clock brings it back."""
    code_digest = set_up_digest(deps, code)
    if code_digest is None:
        return None
    statement = (
        select(StaffSetUp.__table__, Staff.name, newest_noted())
        .join(Staff, Staff.id == StaffSetUp.staff_id)
        .where(StaffSetUp.code_digest == code_digest, StaffSetUp.used_at.is_(None), Staff.left_at.is_(None))
    )
    with deps.storage.read() as connection:
        row = connection.execute(statement).one_or_none()
    if row is None:
        return None
    moment = moment_beside(row.newest_at, deps.clock())
    if moment and is_usable(made_at=row.made_at, usable_until=row.usable_until, now=moment):
        return row
    with deps.storage.write() as session:
        # Not one used since it was read: whoever is to confirm the account finds it by this row.
        session.execute(delete(StaffSetUp).where(StaffSetUp.code_digest == code_digest, StaffSetUp.used_at.is_(None)))
        session.commit()
    return None


def _is_good(code_digest: Digest, now: "datetime") -> ColumnElement[bool]:
    return (
        (StaffSetUp.code_digest == code_digest)
        & StaffSetUp.used_at.is_(None)
        & (StaffSetUp.made_at <= now)
        & (StaffSetUp.usable_until > now)
    )


def _name(deps: "Deps", row: "Row[*tuple[Any, ...]]") -> str:
    return deps.vault.open(place_of(Staff.name, row.staff_id, row.staff_id), row.name)


def _secret(deps: "Deps", row: "Row[*tuple[Any, ...]]") -> str:
    return deps.vault.open(place_of(StaffSetUp.totp_secret, row.staff_id, row.staff_id), row.totp_secret)
