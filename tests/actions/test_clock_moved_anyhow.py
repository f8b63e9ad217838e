"""However the clock is moved: what has been seen over stays over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pyotp
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.invites import invite_person, new_invite_token
from survivor_portal.actions.joining import JoiningUnderWay, begin_joining, joining_under_way
from survivor_portal.actions.sessions import OpenedSession, Viewer, find_viewer
from survivor_portal.actions.sign_in import SurvivorAttempt, sign_in_survivor
from survivor_portal.actions.staff import (
    BegunSetUp,
    NewAccount,
    SetUpCode,
    StaffAttempt,
    ask_to_sign_in,
    begin_set_up,
    create_staff,
    has_stepped_up,
    sign_in_staff,
)
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.people import Role
from survivor_portal.models import ClockMark
from survivor_portal.security.passkeys import Site
from survivor_portal.security.tokens import new_ref
from tests.cast import AMARA, RUTH
from tests.invited import staff_id
from tests.stored import all_rows
from tests.timepiece import Timepiece

on_sqlite_alone = pytest.mark.parametrize("config", ["SQLite"], indirect=True)
A_SECOND = timedelta(seconds=1)

MOVES = st.lists(
    st.timedeltas(-timedelta(days=4), timedelta(days=4))
    | st.timedeltas(-timedelta(minutes=2), timedelta(minutes=2))
    | st.sampled_from([timedelta(minutes=10), timedelta(minutes=30), timedelta(hours=24), timedelta(hours=72)]),
    max_size=12,
)


@dataclass
class Handed:
    """Whatever works for a while, made at one moment, and a question for each whether it still does."""

    deps: Deps

    def __post_init__(self) -> None:
        ruth = staff_id(self.deps, RUTH)
        invite = invite_person(self.deps, ruth, "Zola", new_invite_token(self.deps))
        other = invite_person(self.deps, ruth, "Zola", new_invite_token(self.deps))
        assert invite is not None
        assert other is not None
        self.code = invite.code
        joining = begin_joining(self.deps, other.code, new_ref(self.deps.chance))
        assert isinstance(joining, str)
        self.joining = joining
        made = create_staff(self.deps, NewAccount("Ada", Role.ADVOCATE, new_ref(self.deps.chance)))
        assert isinstance(made, SetUpCode)
        self.set_up = made.code
        self.hers = self._opened(
            sign_in_survivor(self.deps, SurvivorAttempt(AMARA.sign_in_name, AMARA.passphrase, phone_is_hers=True))
        )
        code = pyotp.TOTP(RUTH.totp_secret).at(self.deps.clock())
        self.desk = self._opened(sign_in_staff(self.deps, StaffAttempt(RUTH.sign_in_name, RUTH.passphrase, code)))

    @staticmethod
    def _opened(outcome: object) -> OpenedSession:
        assert isinstance(outcome, OpenedSession)
        return outcome

    @property
    def questions(self) -> dict[str, Callable[[], bool]]:
        return {
            "invite": self._invite_works,
            "joining": lambda: isinstance(joining_under_way(self.deps, self.joining), JoiningUnderWay),
            "set-up": self._set_up_works,
            "session": lambda: self._viewer(self.hers, desk=False) is not None,
            "step-up": self._is_stepped_up,
        }

    def _invite_works(self) -> bool:
        # Each time in another browser, where nothing was tried.
        return isinstance(begin_joining(self.deps, self.code, new_ref(self.deps.chance)), str)

    def _set_up_works(self) -> bool:
        begun = begin_set_up(self.deps, self.set_up, "slow trains cross the wide plain")
        return isinstance(begun, BegunSetUp | Wait)

    def _viewer(self, opened: OpenedSession, *, desk: bool) -> Viewer | None:
        return find_viewer(self.deps, desk=desk, sid=opened.sid, k=opened.k)

    def _is_stepped_up(self) -> bool:
        viewer = self._viewer(self.desk, desk=True)
        return viewer is not None and has_stepped_up(self.deps, viewer)


@on_sqlite_alone
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
@example(moves=[timedelta(hours=72), -A_SECOND])
@example(moves=[timedelta(minutes=10) + A_SECOND, -timedelta(seconds=2)])
@example(moves=[timedelta(hours=24), -timedelta(minutes=1)])
@example(moves=[timedelta(minutes=30), -timedelta(hours=1), timedelta(hours=1)])
def test_what_has_been_seen_over_stays_over(deps: Deps, timepiece: Timepiece, moves: list[timedelta]) -> None:
    # Beyond every moment of the runs before, and every code of the app that they used.
    with deps.storage.read() as connection:
        newest = connection.execute(ClockMark.__table__.select()).all()
    timepiece.now = max([timepiece.now, *(row.newest_at for row in newest)]) + timedelta(days=10)
    handed = Handed(deps)
    works = {name: ask() for name, ask in handed.questions.items()}
    assert all(works.values())

    for move in moves:
        timepiece.move(move)
        now = {name: ask() for name, ask in handed.questions.items()}
        assert {name for name, does in now.items() if does} <= {name for name, does in works.items() if does}
        works = now


@pytest.mark.parametrize("back", [timedelta(minutes=2), timedelta(days=1), timedelta(days=3653)], ids=str)
def test_a_clock_set_back_leaves_nothing_that_works_for_a_while(
    deps: Deps, timepiece: Timepiece, back: timedelta
) -> None:
    handed = Handed(deps)
    ask_to_sign_in(deps, Site("portal.example.org", "https://portal.example.org", "Portal"), "a browser")
    before = all_rows(deps)
    assert all(before[table] for table in ("sessions", "joinings", "staff_set_ups", "passkey_challenges"))

    timepiece.move(-back)
    begin_joining(deps, handed.code, "a browser")

    after = all_rows(deps)
    assert not any(after[table] for table in ("sessions", "joinings", "staff_set_ups", "passkey_challenges"))
    timepiece.move(back)
    assert not any(ask() for ask in handed.questions.values())
