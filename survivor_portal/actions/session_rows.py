"""The one statement with which every signed-in request begins."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select

from survivor_portal.actions.leaving import CHOSEN
from survivor_portal.actions.timekeeping import newest_noted
from survivor_portal.models import DeskCover, LeavingChoice, SignedInSession, Staff, Survivor

if TYPE_CHECKING:
    from survivor_portal.security.tokens import Digest


def session_with_person(sid_digest: "Digest", *, desk: bool) -> Select[*tuple[Any, ...]]:
    """Ask for a session, whose it is, and what that person set about leaving."""
    known = (
        SignedInSession.k_digest,
        SignedInSession.ref,
        SignedInSession.is_shared,
        SignedInSession.idle_seconds,
        SignedInSession.started_at,
        SignedInSession.seen_at,
        SignedInSession.ends_at,
        newest_noted(),
    )
    if desk:
        statement: Select[*tuple[Any, ...]] = select(
            *known,
            Staff.id,
            Staff.language,
            Staff.role,
            Staff.introduced_by,
            Staff.name.label("sealed_name"),
            DeskCover.set_at.label("covered_at"),
        ).join(Staff, Staff.id == SignedInSession.staff_id)
        statement = statement.outerjoin(DeskCover, DeskCover.staff_id == Staff.id)
    else:
        statement = select(
            *known, Survivor.id, Survivor.language, Survivor.chosen_name.label("sealed_name"), *CHOSEN
        ).join(Survivor, Survivor.id == SignedInSession.survivor_id)
        statement = statement.outerjoin(LeavingChoice, LeavingChoice.survivor_id == Survivor.id)
    return statement.where(SignedInSession.sid_digest == sid_digest)
