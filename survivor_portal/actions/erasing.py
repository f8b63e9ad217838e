"""Erasing a survivor for good: her data key first, so that no copy can be read, then her rows, then their pages."""

from enum import Enum, auto
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, or_, select, union_all, update

from survivor_portal.domain.departures import Hold, may_erase
from survivor_portal.models import (
    Assignment,
    Base,
    Consent,
    Departure,
    ErasureUnderWay,
    Invite,
    LegalHold,
    PoliceRequest,
    Recipient,
    Recovery,
    Survivor,
)
from survivor_portal.security.tokens import new_ref

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps


class Erasure(Enum):
    """What became of an erasure."""

    ERASED = auto()
    HELD = auto()
    """A written legal hold stands, and nothing was touched."""
    NOT_WISHED = auto()
    """What it was to be done for stands no more, and nothing was touched."""


def erase_survivor(deps: "Deps", survivor_id: str, *, if_wished: "Callable[[Session], bool] | None" = None) -> Erasure:
    """Destroy everything of hers, unless a legal hold stands; erasing twice equals once.

    `if_wished` is asked last, in the transaction that erases, whether her wish still stands: she may have stopped it
    since it was read.

    Killed in between, it leaves rows without a key, which nobody can read; `finish_erasures` takes them away. Nothing
    of her stays but, for her advocate, that somebody has left.
    """
    with deps.storage.write() as session:
        # Locked where the database locks rows: a hold commits before this or finds nobody.
        session.execute(select(Survivor.id).where(Survivor.id == survivor_id).with_for_update())
        if _is_held(session, survivor_id, deps.clock()):
            return Erasure.HELD
        if if_wished is not None and not if_wished(session):
            return Erasure.NOT_WISHED
        deps.key_ring.destroy(survivor_id)
        _delete_rows(deps, session, survivor_id, deps.clock())
        session.commit()
    _zero_pages(deps)
    return Erasure.ERASED


def finish_erasures(deps: "Deps") -> int:
    """Take away the rows of everyone whose key was destroyed, and say how many people's there were.

    They are there after an erasure that was cut short, and after an old backup of the data database was put back.
    """
    destroyed = deps.key_ring.destroyed()
    with deps.storage.read() as connection:
        left = [found for found in connection.execute(select(Survivor.id)).scalars() if found in destroyed]
    for survivor_id in left:
        with deps.storage.write() as session:
            _delete_rows(deps, session, survivor_id, destroyed[survivor_id])
            session.commit()
    if left:
        _zero_pages(deps)
    return len(left)


def survivor_named(deps: "Deps", named: str) -> str | None:
    """Find a survivor by her reference or her sign-in name; None when nobody is called that."""
    statement = select(Survivor.id).where(
        or_(Survivor.id == named, Survivor.sign_in_digest == deps.sign_in_digest(named))
    )
    with deps.storage.read() as connection:
        return connection.execute(statement).scalar_one_or_none()


def rows_of(deps: "Deps", survivor_id: str) -> int:
    """Count the rows that point at a survivor, and her own."""
    pointing = [
        select(func.count().label("number")).where(link.parent == survivor_id)
        for table in Base.metadata.sorted_tables
        for link in table.foreign_keys
        if link.column is Survivor.__table__.c.id
    ]
    own = select(func.count().label("number")).where(Survivor.id == survivor_id)
    counted = union_all(own, *pointing).subquery()
    with deps.storage.read() as connection:
        return int(connection.execute(select(func.sum(counted.c.number))).scalar_one())


def people_without_key(deps: "Deps") -> int:
    """Say how many survivors have rows but no key, and never erased anything: their key database is another one."""
    with deps.storage.read() as connection:
        everyone = set(connection.execute(select(Survivor.id)).scalars())
    return len(everyone - deps.key_ring.owners() - deps.key_ring.destroyed().keys())


def is_held(deps: "Deps", survivor_id: str) -> bool:
    """Say whether a legal hold keeps a survivor from being erased now."""
    with deps.storage.read() as connection:
        return _is_held(connection, survivor_id, deps.clock())


def written_holds(source: "Connection | Session", survivor_id: str) -> list[Hold]:
    """Give every hold there was on a survivor, lifted or not."""
    statement = select(LegalHold.starts_at, LegalHold.until, LegalHold.forbids_notice, LegalHold.lifted_at).where(
        LegalHold.survivor_id == survivor_id
    )
    return [Hold(*row) for row in source.execute(statement)]


def _is_held(source: "Connection | Session", survivor_id: str, now: "datetime") -> bool:
    return not may_erase(written_holds(source, survivor_id), now)


def _delete_rows(deps: "Deps", session: "Session", survivor_id: str, left_at: "datetime") -> None:
    advocate = session.scalar(
        select(Assignment.staff_id).where(Assignment.survivor_id == survivor_id, Assignment.ended_at.is_(None))
    )
    if advocate is not None:
        session.add(Departure(id=new_ref(deps.chance), staff_id=advocate, left_at=left_at))
    # The one row that may be hers without pointing at hers: she was nobody yet when it was made.
    session.execute(delete(Invite).where(Invite.id == survivor_id))
    # Whoever asked to get in with her name is not to learn that somebody had it.
    _let_go_of_requests(session, survivor_id)
    # The database lets go of history only for whom this names, and of this row only when it is gone again at the end.
    session.execute(insert(ErasureUnderWay).values(survivor_id=survivor_id))
    _let_go_of_askers(session, survivor_id)
    # Every other points at this one, and goes with it.
    session.execute(delete(Survivor).where(Survivor.id == survivor_id))
    session.execute(delete(ErasureUnderWay).where(ErasureUnderWay.survivor_id == survivor_id))


def _let_go_of_requests(session: "Session", survivor_id: str) -> None:
    """Let her requests to get in be as if nobody had ever had the name.

    For the browsers that made them nothing changes. Where the right code was typed, the browser knew whose it was: that
    request goes with her.
    """
    hers = Recovery.survivor_id == survivor_id
    session.execute(delete(Recovery).where(hers, Recovery.code_taken_at.is_not(None)))
    session.execute(
        update(Recovery)
        .where(hers)
        .values(
            survivor_id=None,
            staff_id=None,
            is_together=None,
            second_asked_at=None,
            agreed_by=None,
            agreed_at=None,
            words_hash=None,
            code_digest=None,
            code_given_at=None,
            closed_at=None,
        )
    )


def _let_go_of_askers(session: "Session", survivor_id: str) -> None:
    """Let the recipients go that offices became by asking about her, with her consents, which point at them.

    They have no name of their own and point at nobody, so they would stay, and tell that somebody had been asked about.
    """
    session.execute(delete(Consent).where(Consent.principal == survivor_id))
    asked = select(PoliceRequest.id).where(PoliceRequest.survivor_id == survivor_id)
    # Nobody else's consent can name one; if it did, her erasure would go through all the same.
    is_named = select(Consent.record_id).where(Consent.recipient == Recipient.id).exists()
    session.execute(delete(Recipient).where(Recipient.id.in_(asked), ~is_named))


def _zero_pages(deps: "Deps") -> None:
    deps.key_ring.storage.empty_log()
    deps.storage.empty_log()
