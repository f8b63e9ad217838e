"""Ending an account in one press, and changing what a staff member does."""

from typing import TYPE_CHECKING

from sqlalchemy import update

from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.recovery.requests import take_codes_back
from survivor_portal.actions.sessions import end_sessions_of, staff_owner
from survivor_portal.actions.staff.accounts import supervisors_of, take_ways_in
from survivor_portal.domain.people import Role
from survivor_portal.domain.staff import StaffRefusal, refusal_to_take_from
from survivor_portal.models import Assignment, Invite, Recovery, Staff

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps


def end_account(deps: "Deps", staff_id: str, *, by: str) -> StaffRefusal | None:
    """End an account for good, with its sessions, second factors, codes and invites; its cases wait for someone new.

    The account's next request answers as signed out. What the person wrote and recorded keeps their name. None when it
    was done. Raises `NotFoundError` for an account that is not there or has ended.
    """
    now = deps.clock()
    with deps.storage.write() as session:
        refused = refusal_to_take_from(staff_id, by=by, supervisors=supervisors_of(session))
        if refused:
            return refused
        ended = session.scalar(
            update(Staff)
            .where(Staff.id == staff_id, Staff.left_at.is_(None))
            .values(passphrase_hash=None, totp_secret=None, left_at=now)
            .returning(Staff.id)
        )
        if ended is None:
            raise NotFoundError
        take_ways_in(session, staff_id, now)
        _let_go_of_cases(session, staff_id, now)
        session.execute(
            update(Invite)
            .where(Invite.invited_by == staff_id, Invite.redeemed_at.is_(None), Invite.ended_at.is_(None))
            .values(ended_at=now)
        )
        session.commit()
    return None


def change_role(deps: "Deps", staff_id: str, role: Role, *, by: str) -> StaffRefusal | None:
    """Let a staff member do something else, and sign in anew for it. None when it was done or stands already.

    A supervisor has no cases: those of an advocate who becomes one wait for someone new. Raises `NotFoundError` for an
    account that is not there or has ended.
    """
    with deps.storage.write() as session:
        refused = refusal_to_take_from(staff_id, by=by, supervisors=supervisors_of(session))
        if refused:
            return refused
        known = session.scalar(
            update(Staff).where(Staff.id == staff_id, Staff.left_at.is_(None)).values(role=role).returning(Staff.id)
        )
        if known is None:
            raise NotFoundError
        end_sessions_of(session, staff_owner(staff_id))
        take_codes_back(session, Recovery.staff_id == staff_id, deps.clock())
        if role is not Role.ADVOCATE:
            _let_go_of_cases(session, staff_id, deps.clock())
        session.commit()
    return None


def _let_go_of_cases(session: "Session", staff_id: str, now: "datetime") -> None:
    session.execute(
        update(Assignment).where(Assignment.staff_id == staff_id, Assignment.ended_at.is_(None)).values(ended_at=now)
    )
