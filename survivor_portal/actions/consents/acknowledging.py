"""Telling her that her stop was seen: it changes nothing, and she reads by whom and when."""

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from survivor_portal.actions.consents.locking import lock_to_stop
from survivor_portal.actions.consents.recorders import require_case
from survivor_portal.models import Acknowledgement
from survivor_portal.security.tokens import new_ref

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps


def acknowledge_stop(deps: "Deps", staff_id: str, survivor_id: str, record_id: str) -> None:
    """Note that her advocate has seen her stop; twice equals once, and where there is no stop nothing is noted.

    It needs no cell of the consent to open. Raises `NotFoundError` when she is not on this member's caseload, or the
    consent is not hers.
    """
    opener = deps.vault.opener(survivor_id)
    try:
        with deps.storage.write() as session:
            require_case(session, staff_id, survivor_id)
            found = lock_to_stop(session, survivor_id, record_id, opener)
            now = found.not_before(deps.clock())
            if found.is_stopped(now):
                add_acknowledgement(deps, session, record_id, staff_id, now)
                session.commit()
    except IntegrityError:
        # Pressed twice at once, on a database that lets both look before either writes: the other one stands.
        return


def add_acknowledgement(deps: "Deps", session: "Session", record_id: str, staff_id: str, now: "datetime") -> None:
    """Add it to a transaction the caller commits, unless this member has seen it before."""
    seen = select(Acknowledgement.id).where(Acknowledgement.record_id == record_id, Acknowledgement.seen_by == staff_id)
    if session.scalar(seen) is None:
        session.add(Acknowledgement(id=new_ref(deps.chance), record_id=record_id, seen_by=staff_id, seen_at=now))
