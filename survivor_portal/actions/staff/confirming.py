"""Confirming who set an account up: a third person, who asks its owner, since whoever handed out the code could have.

Until somebody has, the account opens nothing but its own page. An account set up with the operator's code needs nobody.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import aliased

from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.places import place_of
from survivor_portal.actions.staff.events import StaffEventToNote, note_staff_event
from survivor_portal.actions.standing import require_standing
from survivor_portal.domain.people import Role
from survivor_portal.domain.staff import StaffEventKind
from survivor_portal.models import Staff, StaffSetUp

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer

_BY = aliased(Staff)


@dataclass(frozen=True, slots=True, repr=False)
class Newcomer:
    """Somebody whose account was set up, when, and by whom the code was handed out; `ref` names this one set-up."""

    ref: str
    name: str
    role: Role
    set_up_at: "datetime"
    introduced_by: str


def newcomers_for(deps: "Deps", viewer: "Viewer") -> tuple[Newcomer, ...]:
    """Give those whom the viewer may confirm, the longest wait first. Costs one statement and one for the keys."""
    statement = _to_confirm(
        viewer.id,
        StaffSetUp.ref,
        StaffSetUp.used_at,
        Staff.id,
        Staff.name,
        Staff.role,
        Staff.introduced_by,
        _BY.name.label("by_name"),
    ).join(_BY, _BY.id == Staff.introduced_by)
    with deps.storage.read() as connection:
        rows = connection.execute(statement.order_by(StaffSetUp.used_at, StaffSetUp.ref)).all()
    opener = deps.vault.opener(*{staff_id for row in rows for staff_id in (row.id, row.introduced_by)})
    return tuple(
        Newcomer(
            row.ref,
            opener.open(place_of(Staff.name, row.id, row.id), row.name),
            Role(row.role),
            row.used_at,
            opener.open(place_of(Staff.name, row.introduced_by, row.introduced_by), row.by_name),
        )
        for row in rows
    )


def count_newcomers(deps: "Deps", viewer: "Viewer") -> int:
    """Say how many wait for the viewer, among others, to confirm them."""
    with deps.storage.read() as connection:
        return int(connection.execute(_to_confirm(viewer.id, func.count())).scalar_one())


def introducer_of(deps: "Deps", viewer: "Viewer") -> str | None:
    """Name the supervisor who handed the viewer's code out, while somebody else is to confirm; None afterwards."""
    statement = select(_BY.id, _BY.name).join(Staff, Staff.introduced_by == _BY.id).where(Staff.id == viewer.id)
    with deps.storage.read() as connection:
        row = connection.execute(statement).one_or_none()
    return None if row is None else deps.vault.open(place_of(Staff.name, row.id, row.id), row.name)


def confirm_newcomer(deps: "Deps", viewer: "Viewer", ref: str) -> None:
    """Confirm that an account was set up by its own person.

    Raises `NotFoundError` for a set-up that is not this viewer's to confirm, or that another has taken the place of,
    and when the viewer's session has ended.
    """
    if not viewer.is_confirmed:
        raise NotFoundError
    with deps.storage.write() as session:
        require_standing(session, viewer)
        _confirm(deps, session, _to_confirm(viewer.id, Staff.id).where(StaffSetUp.ref == ref), by=viewer.id)
        session.commit()


def confirm_newcomer_called(deps: "Deps", sign_in_name: str) -> None:
    """Do as `confirm_newcomer`, for the operator. Raises `NotFoundError` when nobody called that waits for it."""
    whose = Staff.sign_in_digest == deps.sign_in_digest(sign_in_name)
    with deps.storage.write() as session:
        _confirm(deps, session, _to_confirm(None, Staff.id).where(whose), by=None)
        session.commit()


def _confirm(deps: "Deps", session: "Session", which: "Select[*tuple[Any, ...]]", *, by: str | None) -> None:
    # Locked where the database locks rows, and only then looked at: it may have been emptied meanwhile.
    session.execute(which.with_for_update(of=Staff))
    staff_id = session.scalar(which)
    if staff_id is None:
        raise NotFoundError
    session.execute(update(Staff).where(Staff.id == staff_id).values(introduced_by=None))
    note_staff_event(deps, session, StaffEventToNote(StaffEventKind.CONFIRMED, about=staff_id, by=by))


def _to_confirm(by: str | None, *columns: Any) -> "Select[*tuple[Any, ...]]":  # noqa: ANN401 (whatever is asked for)
    """Say in SQL what `domain.staff.may_confirm` says, of accounts that can sign in and have not ended."""
    return (
        select(*columns)
        .select_from(Staff)
        .join(StaffSetUp, StaffSetUp.staff_id == Staff.id)
        .where(
            Staff.introduced_by.is_not(None),
            Staff.introduced_by != (by or ""),
            Staff.id != (by or ""),
            Staff.passphrase_hash.is_not(None),
            Staff.left_at.is_(None),
            StaffSetUp.used_at.is_not(None),
        )
    )
