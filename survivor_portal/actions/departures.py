"""Her going for good: asking to be deleted, changing her mind, not waiting, and what happens when the day has come."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from survivor_portal.actions.erasing import Erasure, erase_survivor, written_holds
from survivor_portal.actions.notices import add_notice
from survivor_portal.actions.sessions import still_stands
from survivor_portal.actions.throttling import ThrottleKind, Wait, check_passphrase, clear, throttle_key
from survivor_portal.domain.departures import (
    TOLD_FOR,
    AskedDeletion,
    Hold,
    deletion_asked,
    is_due,
    told_day,
    told_to_her,
)
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.models import AskedDeletion as AskedDeletionRow
from survivor_portal.models import Departure, LegalHold, Pause, Survivor
from survivor_portal.security.passphrases import PassphraseHash

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer


class DeletionRefusal(Enum):
    """Why nothing was deleted, and nothing asked."""

    WRONG_PASSPHRASE = auto()
    SIGNED_OUT = auto()
    """The session it was pressed in ended while its turn was waited for."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How her account stands: since when it is paused, when it will be deleted, and the holds she is told of.

    `is_due` says whether her days to stop the deletion are over and nothing keeps it back; `waits`, that it has no day
    yet. Else the deletion is told with the day on which it will be done.
    """

    paused_at: "datetime | None"
    deletion: AskedDeletion | None
    is_due: bool
    waits: bool
    holds: tuple[Hold, ...]


def standing_of(deps: "Deps", survivor_id: str) -> Standing:
    """Say how her account stands. Costs one statement."""
    statement = (
        select(
            Pause.paused_at,
            AskedDeletionRow.asked_at,
            AskedDeletionRow.due_at,
            LegalHold.starts_at,
            LegalHold.until,
            LegalHold.forbids_notice,
            LegalHold.lifted_at,
        )
        .select_from(Survivor)
        .outerjoin(Pause, Pause.survivor_id == Survivor.id)
        .outerjoin(AskedDeletionRow, AskedDeletionRow.survivor_id == Survivor.id)
        .outerjoin(LegalHold, LegalHold.survivor_id == Survivor.id)
        .where(Survivor.id == survivor_id)
        .order_by(LegalHold.set_at)
    )
    with deps.storage.read() as connection:
        rows = connection.execute(statement).all()
    if not rows:
        return Standing(None, None, is_due=False, waits=False, holds=())
    first, now = rows[0], deps.clock()
    holds = [Hold(row.starts_at, row.until, row.forbids_notice, row.lifted_at) for row in rows if row.starts_at]
    told = told_to_her(holds, now)
    if first.asked_at is None:
        return Standing(first.paused_at, None, is_due=False, waits=False, holds=told)
    asked = AskedDeletion(first.asked_at, first.due_at)
    is_over, day = is_due(asked, holds, now), told_day(asked, holds, now)
    deletion = AskedDeletion(asked.asked_at, day or asked.due_at)
    return Standing(first.paused_at, deletion, is_due=is_over, waits=day is None and not is_over, holds=told)


def ask_deletion(deps: "Deps", viewer: "Viewer", passphrase: str) -> AskedDeletion | DeletionRefusal | Wait:
    """Ask to be deleted once the days to change her mind are over; asked again, the first day stands.

    Raises `HashingBusyError` when no turn to hash came free.
    """
    why_not = _check(deps, viewer, passphrase)
    if why_not is not None:
        return why_not
    asked = deletion_asked(deps.clock(), skips_days=False)
    try:
        with deps.storage.write() as session:
            if not still_stands(session, viewer):
                return DeletionRefusal.SIGNED_OUT
            stands = session.get(AskedDeletionRow, viewer.id)
            if stands is not None:
                return AskedDeletion(stands.asked_at, stands.due_at)
            session.add(AskedDeletionRow(survivor_id=viewer.id, asked_at=asked.asked_at, due_at=asked.due_at))
            add_notice(deps, session, viewer.id, NoticeKind.DELETION_ASKED, except_session=viewer.sid_digest)
            session.commit()
    except IntegrityError:
        # Pressed twice at once, on a database that lets both look before either writes: the other one stands.
        return asked
    return asked


def stop_deletion(deps: "Deps", survivor_id: str) -> None:
    """Stop her deletion before it is done; stopping it twice equals once."""
    with deps.storage.write() as session:
        session.execute(delete(AskedDeletionRow).where(AskedDeletionRow.survivor_id == survivor_id))
        session.commit()


def delete_now(deps: "Deps", viewer: "Viewer", passphrase: str) -> Erasure | DeletionRefusal | Wait:
    """Delete everything of hers at once. Where a hold keeps it, it stays asked for; `domain.departures` says till when.

    Raises `HashingBusyError` when no turn to hash came free.
    """
    why_not = _check(deps, viewer, passphrase)
    if why_not is not None:
        return why_not
    outcome = erase_survivor(deps, viewer.id, if_wished=lambda session: still_stands(session, viewer))
    if outcome is Erasure.NOT_WISHED:
        return DeletionRefusal.SIGNED_OUT
    if outcome is Erasure.HELD:
        return _ask_to_be_deleted_once_it_may_be(deps, viewer)
    return outcome


def _ask_to_be_deleted_once_it_may_be(deps: "Deps", viewer: "Viewer") -> Erasure | DeletionRefusal:
    asked = deletion_asked(deps.clock(), skips_days=True)
    with deps.storage.write() as session:
        # Her row first, as freezing does: it commits before this and has ended the session, or takes this back.
        session.execute(select(Survivor.id).where(Survivor.id == viewer.id).with_for_update())
        if not still_stands(session, viewer):
            return DeletionRefusal.SIGNED_OUT
        session.merge(AskedDeletionRow(survivor_id=viewer.id, asked_at=asked.asked_at, due_at=asked.due_at))
        add_notice(deps, session, viewer.id, NoticeKind.DELETION_ASKED, except_session=viewer.sid_digest)
        session.commit()
    return Erasure.HELD


def has_left(deps: "Deps", survivor_id: str) -> bool:
    """Say whether nobody is left to sign in as: her key is gone, or her deletion was due and is done with this."""
    if survivor_id not in deps.key_ring.keys_for([survivor_id]):
        return True
    with deps.storage.read() as connection:
        if not is_due_now(connection, survivor_id, deps.clock()):
            return False
    return erase_if_due(deps, survivor_id) is Erasure.ERASED


def erase_if_due(deps: "Deps", survivor_id: str) -> Erasure:
    """Erase her if the deletion she asked for is due and she has not stopped it, up to the last moment."""
    return erase_survivor(deps, survivor_id, if_wished=lambda session: is_due_now(session, survivor_id, deps.clock()))


def left_lately(deps: "Deps", staff_id: str) -> int:
    """Say how many people of this advocate's caseload left for good in the last thirty days; nothing says who."""
    statement = (
        select(func.count())
        .select_from(Departure)
        .where(Departure.staff_id == staff_id, Departure.left_at > deps.clock() - TOLD_FOR)
    )
    with deps.storage.read() as connection:
        return connection.execute(statement).scalar_one()


def is_due_now(source: "Connection | Session", survivor_id: str, now: "datetime") -> bool:
    """Say whether she asked for a deletion whose day has come and which no hold keeps back."""
    row = source.execute(
        select(AskedDeletionRow.asked_at, AskedDeletionRow.due_at).where(AskedDeletionRow.survivor_id == survivor_id)
    ).one_or_none()
    if row is None:
        return False
    return is_due(AskedDeletion(row.asked_at, row.due_at), written_holds(source, survivor_id), now)


def _check(deps: "Deps", viewer: "Viewer", passphrase: str) -> DeletionRefusal | Wait | None:
    with deps.storage.read() as connection:
        stored = connection.scalar(select(Survivor.passphrase_hash).where(Survivor.id == viewer.id))
    key = throttle_key(deps, ThrottleKind.DELETION, viewer.id)
    outcome = check_passphrase(deps, key, None if stored is None else PassphraseHash(stored), passphrase)
    if isinstance(outcome, Wait):
        return outcome
    if not outcome:
        return DeletionRefusal.WRONG_PASSPHRASE
    with deps.storage.write() as session:
        clear(session, key)
        session.commit()
    return None
