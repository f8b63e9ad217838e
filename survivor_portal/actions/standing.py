"""Looking once more, in the transaction that writes, whether whoever asked for it still may."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.sessions import still_stands
from survivor_portal.models import Staff

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from survivor_portal.actions.sessions import Viewer


def require_standing(session: "Session", viewer: "Viewer") -> None:
    """Raise `NotFoundError` unless the session that asks has not ended meanwhile."""
    if not still_stands(session, viewer):
        raise NotFoundError


def require_staff_standing(session: "Session", viewer: "Viewer") -> None:
    """Raise `NotFoundError` unless the session stands and its account is of the team, confirmed, in the same role.

    To be asked first of all in a transaction: whoever ends an account ends its session before what it handed out.
    """
    require_standing(session, viewer)
    is_of_team = select(Staff.id).where(
        Staff.id == viewer.id,
        Staff.role == viewer.audience.value,
        Staff.left_at.is_(None),
        Staff.introduced_by.is_(None),
    )
    if session.scalar(is_of_team) is None:
        raise NotFoundError
