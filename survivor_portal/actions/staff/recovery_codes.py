"""Recovery codes: ten at a time, each standing in once for the second factor."""

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select, update

from survivor_portal.actions.staff.codes import RECOVERY_LENGTH, recovery_digest
from survivor_portal.actions.staff.events import StaffEventToNote, note_staff_event
from survivor_portal.actions.standing import require_standing
from survivor_portal.domain.staff import StaffEventKind
from survivor_portal.models import RecoveryCode
from survivor_portal.security import crockford

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer
    from survivor_portal.security.tokens import Digest

HOW_MANY: Final = 10


def replace_recovery_codes(deps: "Deps", viewer: "Viewer") -> tuple[str, ...]:
    """Draw ten new codes for the viewer, to be shown once; those from before are good no more.

    Raises `NotFoundError` when the session that asks has ended meanwhile.
    """
    with deps.storage.write() as session:
        require_standing(session, viewer)
        codes = add_recovery_codes(deps, session, viewer.id)
        note_staff_event(deps, session, StaffEventToNote(StaffEventKind.CODES_RENEWED, viewer.id, viewer.id))
        session.commit()
    return codes


def add_recovery_codes(deps: "Deps", session: "Session", staff_id: str) -> tuple[str, ...]:
    """Put ten new codes in the place of all others, in a transaction the caller commits."""
    now = deps.clock()
    codes = tuple(crockford.draw(deps.chance, RECOVERY_LENGTH) for _ in range(HOW_MANY))
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
    session.add_all(
        RecoveryCode(code_digest=recovery_digest(deps, staff_id, code), staff_id=staff_id, made_at=now, used_at=None)
        for code in codes
    )
    return tuple(crockford.grouped(code) for code in codes)


def recovery_codes_left(deps: "Deps", staff_id: str) -> int:
    """Count the codes that are still good."""
    statement = select(func.count()).where(RecoveryCode.staff_id == staff_id, RecoveryCode.used_at.is_(None))
    with deps.storage.read() as connection:
        return connection.execute(statement).scalar_one()


def use_recovery_code(session: "Session", code_digest: "Digest", now: "datetime") -> bool:
    """Use a code up in a transaction the caller commits; of two at once, one succeeds."""
    statement = (
        update(RecoveryCode)
        .where(RecoveryCode.code_digest == code_digest, RecoveryCode.used_at.is_(None))
        .values(used_at=now)
        .returning(RecoveryCode.staff_id)
    )
    return session.scalar(statement) is not None
