"""Staff accounts as tests use them: found by name, set up from nothing, signed in."""

from typing import TYPE_CHECKING, Final

import pyotp
from sqlalchemy import select

from survivor_portal.actions.sessions import OpenedSession, Viewer, add_session, find_viewer, staff_owner
from survivor_portal.actions.staff import (
    BegunSetUp,
    NewAccount,
    SetUpCode,
    StaffAttempt,
    begin_set_up,
    create_staff,
    finish_set_up,
    sign_in_staff,
)
from survivor_portal.domain import sessions
from survivor_portal.domain.people import Role
from survivor_portal.models import Staff, Survivor

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.people import NewStaff, NewSurvivor
    from tests.timepiece import Timepiece

NADIA: Final = NewAccount("Nadia", Role.ADVOCATE, "nadia")
JOSE: Final = NewAccount("José", Role.SUPERVISOR, "jose")
PASSPHRASE: Final = "willow kettle answers the river"


def staff_id_of(deps: "Deps", member: "NewStaff | NewAccount") -> str:
    """Give the reference of a staff member."""
    statement = select(Staff.id).where(Staff.sign_in_digest == deps.sign_in_digest(member.sign_in_name))
    with deps.storage.read() as connection:
        return connection.execute(statement).scalar_one()


def survivor_id_of(deps: "Deps", survivor: "NewSurvivor") -> str:
    """Give the reference of a survivor."""
    statement = select(Survivor.id).where(Survivor.sign_in_digest == deps.sign_in_digest(survivor.sign_in_name))
    with deps.storage.read() as connection:
        return connection.execute(statement).scalar_one()


def created(deps: "Deps", new: NewAccount) -> SetUpCode:
    """Make an account and give its set-up code."""
    made = create_staff(deps, new)
    assert isinstance(made, SetUpCode)
    return made


def set_up(deps: "Deps", code: str, passphrase: str = PASSPHRASE) -> tuple[str, tuple[str, ...]]:
    """Set an account up; gives the secret of its app, and its recovery codes."""
    begun = begin_set_up(deps, code, passphrase)
    assert isinstance(begun, BegunSetUp)
    codes = finish_set_up(deps, code, begun.seal, pyotp.TOTP(begun.totp_secret).at(deps.clock()))
    assert isinstance(codes, tuple)
    return begun.totp_secret, codes


def signed_in(deps: "Deps", member: "NewStaff", timepiece: "Timepiece") -> Viewer:
    """Sign one of the cast in. Uses up the code of the moment."""
    code = pyotp.TOTP(member.totp_secret).at(timepiece())
    opened = sign_in_staff(deps, StaffAttempt(member.sign_in_name, member.passphrase, code))
    assert isinstance(opened, OpenedSession)
    return viewer_of(deps, opened)


def at_desk(deps: "Deps", staff_id: str) -> Viewer:
    """Give a staff member as they look at their pages in a session of their own, whatever they signed in with."""
    with deps.storage.write() as session:
        sid, k = add_session(deps, session, staff_owner(staff_id), sessions.STAFF)
        session.commit()
    viewer = find_viewer(deps, desk=True, sid=sid, k=k)
    assert viewer is not None
    return viewer


def viewer_of(deps: "Deps", opened: OpenedSession) -> Viewer:
    """Give whose session this is."""
    viewer = find_viewer(deps, desk=True, sid=opened.sid, k=opened.k)
    assert viewer is not None
    return viewer
