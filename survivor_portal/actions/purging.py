"""Clearing away what is over: deletions that are due, sessions long ended, and what the desk no longer tells."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select

from survivor_portal.actions.departures import erase_if_due, is_due_now
from survivor_portal.actions.erasing import Erasure, finish_erasures, is_held
from survivor_portal.actions.invites import clear_ended_invites
from survivor_portal.domain import drafts, notices
from survivor_portal.domain.departures import TOLD_FOR
from survivor_portal.domain.recovery import KEPT_FOR
from survivor_portal.models import AskedDeletion, Departure, Draft, Invite, Notice, Recovery, SignedInSession

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from survivor_portal.actions.deps import Deps
    from survivor_portal.models import Base


@dataclass(frozen=True, slots=True)
class Purged:
    """How much was cleared away, or with a dry run would be; `held` deletions wait for a legal hold."""

    deleted: int
    held: int
    finished: int
    invites: int
    sessions: int
    others: int


def purge(deps: "Deps", *, dry_run: bool = False) -> Purged:
    """Delete who is due, finish what was cut short, and clear away what is over; running it twice equals once."""
    now = deps.clock()
    with deps.storage.read() as connection:
        due = connection.execute(select(AskedDeletion.survivor_id).where(AskedDeletion.due_at <= now)).scalars().all()
        lapsed = connection.execute(_count(Invite, Invite.ends_at <= now)).scalar_one()
        over = {table: connection.execute(_count(table, which)).scalar_one() for table, which in _over(now).items()}
        deleted = sum(is_due_now(connection, survivor_id, now) for survivor_id in due)
    if dry_run:
        held = sum(is_held(deps, survivor_id) for survivor_id in due)
        return Purged(deleted, held, 0, lapsed, over.pop(SignedInSession), sum(over.values()))
    finished = finish_erasures(deps)
    invites = clear_ended_invites(deps)
    outcomes = [erase_if_due(deps, survivor_id) for survivor_id in due]
    with deps.storage.write() as session:
        for table, which in _over(now).items():
            session.execute(delete(table).where(which))
        session.commit()
    return Purged(
        deleted=outcomes.count(Erasure.ERASED),
        held=outcomes.count(Erasure.HELD),
        finished=finished,
        invites=invites,
        sessions=over.pop(SignedInSession),
        others=sum(over.values()),
    )


def _over(now: "datetime") -> "dict[type[Base], ColumnElement[bool]]":
    return {
        SignedInSession: SignedInSession.ends_at <= now,
        Notice: Notice.added_at <= now - notices.SHOWN_FOR,
        Departure: Departure.left_at <= now - TOLD_FOR,
        Draft: Draft.saved_at <= now - drafts.KEPT_FOR,
        Recovery: Recovery.asked_at <= now - KEPT_FOR,
    }


def _count(table: "type[Base]", which: "ColumnElement[bool]") -> Any:  # noqa: ANN401 (SQLAlchemy's own select)
    return select(func.count()).select_from(table).where(which)
