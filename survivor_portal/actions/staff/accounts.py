"""Accounts of staff: made and made anew with a code to set them up, and listed."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.places import place_of
from survivor_portal.actions.recovery.requests import take_codes_back
from survivor_portal.actions.sessions import end_sessions_of, staff_owner, still_stands
from survivor_portal.actions.staff.codes import SET_UP_LENGTH, set_up_digest
from survivor_portal.actions.staff.events import StaffEventToNote, note_staff_event
from survivor_portal.actions.timekeeping import note_moment
from survivor_portal.domain.people import Role
from survivor_portal.domain.staff import (
    SET_UP_LASTS,
    StaffEventKind,
    StaffRefusal,
    StaffState,
    refusal_to_take_from,
    state_of,
)
from survivor_portal.models import Invite, Passkey, Recovery, RecoveryCode, Staff, StaffSetUp
from survivor_portal.security import crockford
from survivor_portal.security.tokens import new_ref

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer


@dataclass(frozen=True, slots=True, repr=False)
class NewAccount:
    """An account to make: what the person is called, does, and signs in as."""

    name: str
    role: Role
    sign_in_name: str


@dataclass(frozen=True, slots=True, repr=False)
class SetUpCode:
    """A code with which one account is set up, once; shown now, and stored nowhere."""

    staff_id: str
    code: str
    usable_until: "datetime"

    def link_at(self, public_url: str) -> str:
        """Give the code as a link. It stands after the sign #, so that no server, log or referrer ever holds it."""
        return f"{public_url.rstrip('/')}/desk/set-up#{self.code}"


@dataclass(frozen=True, slots=True, repr=False)
class Member:
    """One line of the staff table."""

    id: str
    name: str
    role: Role
    state: StaffState
    has_app: bool
    passkeys: int
    last_signed_in_at: "datetime | None"
    set_up_until: "datetime | None"


def create_staff(deps: "Deps", new: NewAccount, *, by: "Viewer | None" = None) -> SetUpCode | StaffRefusal:
    """Make an account that signs nobody in until its own person has set it up.

    `by` is the supervisor who makes it; None stands for the operator, to whom no rule applies.
    """
    if _staff_called(deps, new.sign_in_name) is not None:
        return StaffRefusal.NAME_TAKEN
    staff_id = new_ref(deps.chance)
    deps.key_ring.make(staff_id)
    staff = Staff(
        id=staff_id,
        sign_in_digest=deps.sign_in_digest(new.sign_in_name),
        name=deps.vault.seal(place_of(Staff.name, staff_id, staff_id), new.name),
        role=new.role,
        totp_used_step=0,
        created_at=deps.clock(),
    )
    try:
        with deps.storage.write() as session:
            refused = None if by is None else refusal_to_act(session, by, staff_id)
            if refused is None:
                session.add(staff)
                session.flush()
                made = _add_set_up(deps, session, staff_id, by)
                happened = StaffEventToNote(StaffEventKind.MADE, staff_id, None if by is None else by.id, new.role)
                note_staff_event(deps, session, happened)
                session.commit()
                return made
    except IntegrityError:
        # Somebody took the name since it was looked for.
        refused = StaffRefusal.NAME_TAKEN
    deps.key_ring.destroy(staff_id)
    return refused


def reset_staff(deps: "Deps", staff_id: str, *, by: "Viewer | None" = None) -> SetUpCode | StaffRefusal:
    """Take everything from an account that signs somebody in, end its sessions, and give a code to set it up anew.

    `by` is the supervisor who asks; None stands for the operator, to whom no rule applies. Raises `NotFoundError` for
    an account that is not there or has ended.
    """
    with deps.storage.write() as session:
        if by is not None:
            refused = refusal_to_act(session, by, staff_id)
            if refused:
                return refused
        found = session.scalar(
            update(Staff)
            .where(Staff.id == staff_id, Staff.left_at.is_(None))
            .values(passphrase_hash=None, totp_secret=None)
            .returning(Staff.id)
        )
        if found is None:
            raise NotFoundError
        take_ways_in(session, staff_id, deps.clock())
        made = _add_set_up(deps, session, staff_id, by)
        happened = StaffEventToNote(StaffEventKind.EMPTIED, staff_id, None if by is None else by.id)
        note_staff_event(deps, session, happened)
        session.commit()
    return made


def reset_staff_called(deps: "Deps", sign_in_name: str) -> SetUpCode | StaffRefusal:
    """Do as `reset_staff` for whoever has this sign-in name. Raises `NotFoundError` when nobody has."""
    staff_id = _staff_called(deps, sign_in_name)
    if staff_id is None:
        raise NotFoundError
    return reset_staff(deps, staff_id)


def require_account(deps: "Deps", staff_id: str) -> None:
    """Raise `NotFoundError` unless this is an account that still stands."""
    statement = select(Staff.id).where(Staff.id == staff_id, Staff.left_at.is_(None))
    with deps.storage.read() as connection:
        if connection.scalar(statement) is None:
            raise NotFoundError


def staff_members(deps: "Deps") -> tuple[Member, ...]:
    """List everyone who has or had an account, those who are here first, each by name."""
    passkeys = select(func.count()).where(Passkey.staff_id == Staff.id).scalar_subquery()
    statement = select(
        Staff.id,
        Staff.name,
        Staff.role,
        Staff.passphrase_hash.is_not(None).label("has_factors"),
        Staff.introduced_by.is_(None).label("is_confirmed"),
        Staff.left_at.is_not(None).label("has_left"),
        Staff.last_signed_in_at,
        StaffSetUp.usable_until.label("set_up_until"),
        passkeys.label("passkeys"),
    ).outerjoin(StaffSetUp, and_(StaffSetUp.staff_id == Staff.id, StaffSetUp.used_at.is_(None)))
    with deps.storage.read() as connection:
        rows = connection.execute(statement).all()
    opener = deps.vault.opener(*(row.id for row in rows))
    members = [
        Member(
            id=row.id,
            name=opener.open(place_of(Staff.name, row.id, row.id), row.name),
            role=Role(row.role),
            state=state_of(
                has_factors=bool(row.has_factors), has_left=bool(row.has_left), is_confirmed=bool(row.is_confirmed)
            ),
            has_app=bool(row.has_factors),
            passkeys=row.passkeys,
            last_signed_in_at=row.last_signed_in_at,
            set_up_until=row.set_up_until,
        )
        for row in rows
    ]
    return tuple(sorted(members, key=_turn))


def refusal_to_act(session: "Session", by: "Viewer", staff_id: str) -> StaffRefusal | None:
    """Say in the caller's transaction why `by` may not change this account; None when that may be done.

    The supervisors who can sign in stay as they are until the transaction ends, and so does the session of the one who
    asks.
    """
    statement = (
        select(Staff.id)
        .where(
            Staff.role == Role.SUPERVISOR,
            Staff.left_at.is_(None),
            Staff.passphrase_hash.is_not(None),
            Staff.introduced_by.is_(None),
        )
        .with_for_update()
    )
    supervisors = frozenset(session.scalars(statement))
    if not still_stands(session, by):
        return StaffRefusal.ACTING_NO_MORE
    return refusal_to_take_from(staff_id, by=by.id, supervisors=supervisors)


def take_ways_in(session: "Session", staff_id: str, now: "datetime") -> None:
    """End an account's sessions, second factors and codes, given out or held, in a transaction the caller commits."""
    end_sessions_of(session, staff_owner(staff_id))
    for table in (StaffSetUp, RecoveryCode, Passkey):
        session.execute(delete(table).where(table.staff_id == staff_id))
    take_given_codes(session, staff_id, now)


def take_given_codes(session: "Session", staff_id: str, now: "datetime") -> None:
    """End what somebody handed out and nobody has used: codes to get in, to join, to set up; the caller commits."""
    take_codes_back(session, Recovery.staff_id == staff_id, now)
    session.execute(delete(StaffSetUp).where(StaffSetUp.made_by == staff_id, StaffSetUp.used_at.is_(None)))
    session.execute(
        update(Invite)
        .where(Invite.invited_by == staff_id, Invite.redeemed_at.is_(None), Invite.ended_at.is_(None))
        .values(ended_at=now)
    )


def _staff_called(deps: "Deps", sign_in_name: str) -> str | None:
    statement = select(Staff.id).where(Staff.sign_in_digest == deps.sign_in_digest(sign_in_name))
    with deps.storage.read() as connection:
        return connection.execute(statement).scalar_one_or_none()


def _add_set_up(deps: "Deps", session: "Session", staff_id: str, by: "Viewer | None") -> SetUpCode:
    code, now = crockford.draw(deps.chance, SET_UP_LENGTH), deps.clock()
    usable_until = now + SET_UP_LASTS
    note_moment(session, now)
    session.add(
        StaffSetUp(
            staff_id=staff_id,
            code_digest=set_up_digest(deps, code),
            ref=new_ref(deps.chance),
            made_by=None if by is None else by.id,
            made_at=now,
            usable_until=usable_until,
        )
    )
    return SetUpCode(staff_id, crockford.grouped(code), usable_until)


def _turn(member: Member) -> tuple[bool, str, str]:
    return member.state is StaffState.LEFT, member.name.casefold(), member.id
