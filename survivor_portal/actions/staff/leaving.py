"""Ending an account in one press, and changing what a staff member does."""

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, select, update

from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.sessions import end_sessions_of, staff_owner
from survivor_portal.actions.staff.accounts import refusal_to_act, take_given_codes, take_ways_in
from survivor_portal.actions.staff.events import StaffEventToNote, note_staff_event
from survivor_portal.actions.tally import Happening
from survivor_portal.domain.people import Role
from survivor_portal.domain.staff import StaffEventKind, StaffRefusal
from survivor_portal.models import Assignment, Draft, Staff, StaffNotice, StaffSetUp

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer


def end_account(deps: "Deps", staff_id: str, *, by: "Viewer") -> StaffRefusal | None:
    """End an account for good, with its sessions, second factors, codes and invites; its cases wait for someone new.

    The account's next request answers as signed out. What the person wrote and recorded keeps their name. None when it
    was done. Raises `NotFoundError` for an account that is not there or has ended.
    """
    now = deps.clock()
    with deps.storage.write() as session:
        refused = refusal_to_act(session, by, staff_id)
        if refused:
            return refused
        ended = session.scalar(
            update(Staff)
            .where(_stands(staff_id))
            .values(passphrase_hash=None, totp_secret=None, left_at=now)
            .returning(Staff.id)
        )
        if ended is None:
            raise NotFoundError
        take_ways_in(session, staff_id, now)
        _let_go_of_cases(session, staff_id, now)
        note_staff_event(deps, session, StaffEventToNote(StaffEventKind.ENDED, staff_id, by.id))
        session.execute(delete(StaffNotice).where(StaffNotice.staff_id == staff_id))
        session.execute(delete(Draft).where(Draft.staff_id == staff_id))
        session.commit()
    deps.note(Happening.ACCOUNT_ENDED)
    return None


def change_role(deps: "Deps", staff_id: str, role: Role, *, by: "Viewer") -> StaffRefusal | None:
    """Let a staff member do something else, and sign in anew for it. None when it was done or stands already.

    What the account had handed out is good no more, nor is a code to set it up. A supervisor has no cases: those of an
    advocate who becomes one wait for someone new. Raises `NotFoundError` for an
    account that is not there or has ended.
    """
    now = deps.clock()
    with deps.storage.write() as session:
        refused = refusal_to_act(session, by, staff_id)
        if refused:
            return refused
        former = session.scalar(select(Staff.role).where(_stands(staff_id)).with_for_update())
        if former is None:
            raise NotFoundError
        if former == role:
            return None
        session.execute(update(Staff).where(_stands(staff_id)).values(role=role))
        end_sessions_of(session, staff_owner(staff_id))
        session.execute(delete(StaffSetUp).where(StaffSetUp.staff_id == staff_id, StaffSetUp.used_at.is_(None)))
        take_given_codes(session, staff_id, now)
        if role is not Role.ADVOCATE:
            _let_go_of_cases(session, staff_id, now)
        note_staff_event(deps, session, StaffEventToNote(StaffEventKind.ROLE_CHANGED, staff_id, by.id, role))
        session.commit()
    return None


def _stands(staff_id: str) -> "ColumnElement[bool]":
    return and_(Staff.id == staff_id, Staff.left_at.is_(None))


def _let_go_of_cases(session: "Session", staff_id: str, now: "datetime") -> None:
    session.execute(
        update(Assignment).where(Assignment.staff_id == staff_id, Assignment.ended_at.is_(None)).values(ended_at=now)
    )
