"""Being invited and coming as far as a test needs, through the actions alone."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from survivor_portal.actions.entering import Entrance
from survivor_portal.actions.invites import invite_person, new_invite_token
from survivor_portal.actions.joining import (
    Arrival,
    JoiningUnderWay,
    begin_joining,
    issue_sign_in_name,
    join,
    joining_under_way,
    pick_own_passphrase,
)
from survivor_portal.models import Staff

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.people import NewStaff
    from survivor_portal.actions.sessions import OpenedSession
    from survivor_portal.actions.throttling import Wait
    from survivor_portal.domain.invites import JoiningRefusal

OWN = "nine quiet boats at anchor"


@dataclass
class Invited:
    """Someone with a code, and the browser in which it is typed."""

    deps: "Deps"
    code: str

    def begin(self) -> str:
        """Type the code, and give the token this browser holds from then on."""
        token = begin_joining(self.deps, self.code, "a browser")
        assert isinstance(token, str)
        return token

    def under_way(self, token: str) -> JoiningUnderWay:
        """Give how far it has come."""
        found = joining_under_way(self.deps, token)
        assert isinstance(found, JoiningUnderWay)
        return found

    def ready(self, passphrase: str = OWN) -> JoiningUnderWay:
        """Come as far as the last step: a name issued, and a passphrase picked."""
        token = self.begin()
        assert issue_sign_in_name(self.deps, self.under_way(token), "en") is None
        assert pick_own_passphrase(self.deps, self.under_way(token), passphrase, known=()) is None
        return self.under_way(token)

    def finish(self, joining: JoiningUnderWay, typed_again: str = OWN) -> "OpenedSession | JoiningRefusal | Wait":
        """Take the last step."""
        return join(self.deps, joining, typed_again, Arrival("en", Entrance(phone_is_hers=True)))


def invited_by(deps: "Deps", member: "NewStaff", name: str = "Zola") -> Invited:
    """Have a staff member invite someone."""
    made = invite_person(deps, staff_id(deps, member), name, new_invite_token(deps))
    assert made is not None
    return Invited(deps, made.code)


def staff_id(deps: "Deps", member: "NewStaff") -> str:
    """Give the reference of one of the cast's staff."""
    with deps.storage.read() as connection:
        digest = deps.sign_in_digest(member.sign_in_name)
        return connection.execute(select(Staff.id).where(Staff.sign_in_digest == digest)).scalar_one()
