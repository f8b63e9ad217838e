"""Freezing an account whose phone is lost: every device is out at once, and nothing signs in until she is helped in."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.notices import add_notice
from survivor_portal.actions.places import place_of
from survivor_portal.actions.recovery.helping import require_helper
from survivor_portal.actions.recovery.history import EventKind, note_event
from survivor_portal.actions.recovery.requests import is_open, take_codes_back
from survivor_portal.actions.sessions import end_sessions_of, survivor_owner
from survivor_portal.actions.standing import require_staff_standing
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.models import AccountEvent, AskedDeletion, Recovery, Staff, Survivor

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer


@dataclass(frozen=True, slots=True, repr=False)
class SignInState:
    """How her sign-in stands, for her helper: since when it is frozen and by whom, and since when somebody asks in.

    `frozen_by` is None while it is not frozen, and when she froze it herself.
    """

    frozen_at: "datetime | None"
    frozen_by: str | None
    asked_at: "datetime | None"


def freeze(deps: "Deps", helper: "Viewer", survivor_id: str) -> None:
    """Freeze her account now; while it is frozen, this only ends what is signed in.

    `helper` is the advocate who has her case, or any supervisor. Raises `NotFoundError` for anyone else, and when the
    helper's session or account has ended.
    """
    with deps.storage.write() as session:
        require_staff_standing(session, helper)
        require_helper(session, helper, survivor_id)
        _freeze(deps, session, survivor_id, by=helper.id)
        session.commit()


def freeze_own(deps: "Deps", viewer: "Viewer") -> None:
    """Freeze her own account, from a device that she still holds; that one is out, too."""
    with deps.storage.write() as session:
        _freeze(deps, session, viewer.id, by=None)
        session.commit()


def sign_in_state(deps: "Deps", survivor_id: str) -> SignInState:
    """Say how her sign-in stands. Costs one statement, and one for the name of whoever froze it."""
    asked_at = select(func.min(Recovery.asked_at)).where(is_open(survivor_id, deps.clock())).scalar_subquery()
    frozen_by = (
        select(AccountEvent.staff_id)
        .where(AccountEvent.survivor_id == survivor_id, AccountEvent.kind == EventKind.FROZEN)
        .order_by(AccountEvent.at.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(Survivor.frozen_at, asked_at.label("asked_at"), Staff.id.label("staff_id"), Staff.name)
        .outerjoin(Staff, (Staff.id == frozen_by) & Survivor.frozen_at.is_not(None))
        .where(Survivor.id == survivor_id)
    )
    with deps.storage.read() as connection:
        row = connection.execute(statement).one_or_none()
    if row is None:
        raise NotFoundError
    name = deps.vault.open(place_of(Staff.name, row.staff_id, row.staff_id), row.name) if row.staff_id else None
    return SignInState(row.frozen_at, name, row.asked_at)


def _freeze(deps: "Deps", session: "Session", survivor_id: str, *, by: str | None) -> None:
    now = deps.clock()
    # Signing in changes the same row, so that it is either before this, and ended here, or finds the account frozen.
    her = session.get(Survivor, survivor_id, with_for_update=True)
    if her is None:
        raise NotFoundError
    end_sessions_of(session, survivor_owner(survivor_id))
    # Nobody could stop it while nothing signs in, and it may have been asked for from the lost phone.
    session.execute(delete(AskedDeletion).where(AskedDeletion.survivor_id == survivor_id))
    # Whoever holds the phone may have asked from it; her own request, from elsewhere, goes on with another code.
    take_codes_back(session, Recovery.survivor_id == survivor_id, now)
    if her.frozen_at is None:
        her.frozen_at = now
        note_event(deps, session, survivor_id, EventKind.FROZEN, by=by)
        add_notice(deps, session, survivor_id, NoticeKind.FROZEN, except_session=None)
