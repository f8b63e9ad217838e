"""A person who lost her way in, her advocate, and a second person: each step of getting back in as a test takes it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pyotp

from survivor_portal.actions.entering import Entrance
from survivor_portal.actions.people import NewStaff, add_staff
from survivor_portal.actions.recovery import (
    CodeOutcome,
    GivenCode,
    Helping,
    NewStart,
    NewWords,
    agree,
    asked_for_second,
    asked_with,
    finish_recovery,
    help_back_in,
    set_words,
    take_code,
)
from survivor_portal.actions.sessions import OpenedSession, Viewer, find_viewer
from survivor_portal.actions.sign_in import SurvivorAttempt, sign_in_survivor
from survivor_portal.actions.staff import StaffAttempt, sign_in_staff
from survivor_portal.domain.devices import look_of
from survivor_portal.domain.people import Role
from survivor_portal.domain.recovery import HelpRefusal
from tests.asking import ask
from tests.caseload import ESTHER, PASSPHRASE, Caseload, make_caseload
from tests.lives import ODILE

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.throttling import Wait
    from survivor_portal.security.tokens import Token
    from tests.timepiece import Timepiece

NAME: Final = "Wren field 12"
WORDS: Final = "blue kettle under the stairs"
NEW_PASSPHRASE: Final = "seven herons cross a frozen lake"
HUGO: Final = NewStaff(
    name="Hugo",
    role=Role.ADVOCATE,
    sign_in_name="hugo",
    passphrase="nine lamps along the winding lane",
    totp_secret="KRUGKIDROVUWG2ZAMJZG653OEBTG66BB",
)
PHONE: Final = look_of("Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36")


@dataclass(frozen=True)
class Lost:
    """Wren, Esther who has her case, Hugo who is another advocate, and Odile who supervises."""

    deps: "Deps"
    timepiece: "Timepiece"
    caseload: Caseload
    her: str
    esther: Viewer
    hugo: Viewer
    odile: Viewer

    def sign_in(self, passphrase: str = PASSPHRASE, known_device: str | None = None) -> "OpenedSession | None":
        """Sign her in on a phone that is only hers; None when nothing opens."""
        attempt = SurvivorAttempt(NAME, passphrase, phone_is_hers=True, look=PHONE, known_device=known_device)
        opened = sign_in_survivor(self.deps, attempt)
        return opened if isinstance(opened, OpenedSession) else None

    def signed_in(self, passphrase: str = PASSPHRASE) -> Viewer:
        """Sign her in, and give her as she looks at her pages."""
        opened = self.sign_in(passphrase)
        assert opened is not None
        return self.viewer(opened)

    def viewer(self, opened: OpenedSession) -> Viewer:
        """Give whose session this is."""
        viewer = find_viewer(self.deps, desk=False, sid=opened.sid, k=opened.k)
        assert viewer is not None
        return viewer

    def stands(self, opened: OpenedSession) -> bool:
        """Say whether a session of hers still opens anything."""
        return find_viewer(self.deps, desk=False, sid=opened.sid, k=opened.k) is not None

    def agree_on_words(self) -> None:
        """Let her set the words, in a session of which nothing stays."""
        viewer = self.signed_in()
        assert set_words(self.deps, viewer, NewWords(PASSPHRASE, WORDS)) is None

    def number(self, token: str) -> str:
        """Give the number on the screen of a browser."""
        asked = asked_with(self.deps, token)
        assert asked is not None
        return asked.number

    def help(
        self, token: str, words: str = WORDS, helper: Viewer | None = None, *, is_together: bool = True
    ) -> "GivenCode | HelpRefusal | Wait":
        """Let her advocate, or another helper, ask for a code for the request of a browser."""
        helping = Helping(self.number(token), words, is_together)
        return help_back_in(self.deps, helper or self.esther, self.her, helping)

    def code(self, token: str, words: str = WORDS, *, is_together: bool = True) -> str:
        """Give the code that her advocate reads out."""
        given = self.help(token, words, is_together=is_together)
        assert isinstance(given, GivenCode)
        return given.code

    def code_by_two(self, token: str) -> str:
        """Give the code that her advocate reads out in one room once Hugo has agreed, without the words."""
        assert self.help(token, "") is HelpRefusal.SECOND_PERSON
        (asked,) = asked_for_second(self.deps, self.hugo)
        agree(self.deps, self.hugo, asked.ref)
        return self.code(token, "")

    def at_the_passphrase(self, *, is_together: bool = True) -> "Token":
        """Let her ask and type the code; give the token of her browser."""
        token = ask(self.deps, NAME)
        assert take_code(self.deps, token, self.code(token, is_together=is_together)) is CodeOutcome.TAKEN
        return token

    def finish(self, token: str, passphrase: str = NEW_PASSPHRASE) -> object:
        """Let a browser set the new passphrase."""
        return finish_recovery(self.deps, token, NewStart(passphrase, Entrance(phone_is_hers=True, look=PHONE)))

    def recover(self, *, is_together: bool = True) -> OpenedSession:
        """Let her get back in, from asking to her pages."""
        token = self.at_the_passphrase(is_together=is_together)
        self.timepiece.move(timedelta(minutes=1))
        opened = self.finish(token)
        assert isinstance(opened, OpenedSession)
        return opened


def make_lost(deps: "Deps", timepiece: "Timepiece") -> Lost:
    """Add Wren, who has agreed on words, with one message from each side; and everyone who may help."""
    caseload = make_caseload(deps, timepiece)
    her = caseload.add("Wren")
    caseload.write(her, her, "The bus was late.")
    caseload.write(caseload.advocate, her, "We will meet at ten.")
    add_staff(deps, ODILE)
    add_staff(deps, HUGO)
    timepiece.move(timedelta(minutes=1))
    lost = Lost(deps, timepiece, caseload, her, *(_at_desk(deps, member) for member in (ESTHER, HUGO, ODILE)))
    lost.agree_on_words()
    timepiece.move(timedelta(minutes=1))
    return lost


def _at_desk(deps: "Deps", member: NewStaff) -> Viewer:
    code = pyotp.TOTP(member.totp_secret).at(deps.clock())
    opened = sign_in_staff(deps, StaffAttempt(member.sign_in_name, member.passphrase, code))
    assert isinstance(opened, OpenedSession)
    viewer = find_viewer(deps, desk=True, sid=opened.sid, k=opened.k)
    assert viewer is not None
    return viewer
