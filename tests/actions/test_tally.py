"""The log counts what happens at the doors: a line a minute for each kind, and nobody in it."""

import logging
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.sessions import OpenedSession, find_viewer
from survivor_portal.actions.sign_in import SurvivorAttempt, sign_in_survivor
from survivor_portal.actions.staff import StaffAttempt, sign_in_staff, step_up_with_code
from survivor_portal.actions.tally import TOLD_EVERY, Happening, Tally
from tests.cast import AMARA, NAMES, RUTH
from tests.timepiece import Timepiece

A_SECOND = timedelta(seconds=1)
WRONG = SurvivorAttempt(AMARA.sign_in_name, "not her passphrase at all", phone_is_hers=True)


@pytest.fixture(autouse=True)
def _lines_are_kept(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "survivor_portal.actions.tally")


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records]


def test_the_first_makes_a_line_at_once_and_the_others_one_a_minute_later(
    timepiece: Timepiece, caplog: pytest.LogCaptureFixture
) -> None:
    tally = Tally()
    for _ in range(40):
        tally.note(Happening.STAFF_REFUSED, timepiece())
        timepiece.move(A_SECOND)
    assert lines(caplog) == ["counted: a staff member's sign-in was refused (1)"]

    timepiece.move(TOLD_EVERY - 40 * A_SECOND)
    tally.tell(timepiece())
    tally.tell(timepiece())

    assert lines(caplog)[1:] == ["counted: a staff member's sign-in was refused (39)"]


def test_each_kind_is_told_by_itself(timepiece: Timepiece, caplog: pytest.LogCaptureFixture) -> None:
    tally = Tally()
    for kind in Happening:
        tally.note(kind, timepiece())

    assert lines(caplog) == [f"counted: {kind} (1)" for kind in Happening]


def test_a_clock_set_back_keeps_no_count_waiting(timepiece: Timepiece, caplog: pytest.LogCaptureFixture) -> None:
    tally = Tally()
    tally.note(Happening.STEPPED_UP, timepiece())
    timepiece.move(-timedelta(days=3653))
    tally.note(Happening.STEPPED_UP, timepiece())

    assert len(lines(caplog)) == 2


def test_what_happens_at_the_doors_is_counted(
    deps: Deps, timepiece: Timepiece, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(6):
        sign_in_survivor(deps, WRONG)
    code = pyotp.TOTP(RUTH.totp_secret).at(timepiece())
    attempt = StaffAttempt(RUTH.sign_in_name, RUTH.passphrase, code)
    sign_in_staff(deps, replace(attempt, passphrase="not it at all"))
    opened = sign_in_staff(deps, attempt)
    assert isinstance(opened, OpenedSession)
    viewer = find_viewer(deps, desk=True, sid=opened.sid, k=opened.k)
    assert viewer is not None
    step_up_with_code(deps, viewer, code)
    timepiece.move(timedelta(seconds=30))
    step_up_with_code(deps, viewer, pyotp.TOTP(RUTH.totp_secret).at(timepiece()))

    assert [line for line in lines(caplog) if line.endswith("(1)")] == [
        "counted: a survivor's sign-in was refused (1)",
        "counted: a try had to wait (1)",
        "counted: a staff member's sign-in was refused (1)",
        "counted: a staff member signed in (1)",
        "counted: a factor shown again was refused (1)",
        "counted: a staff member showed a factor again (1)",
    ]


def test_a_line_says_what_and_how_often_and_never_who(deps: Deps, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(6):
        sign_in_survivor(deps, WRONG)

    told = "".join(lines(caplog)).casefold()
    assert told
    for word in (*NAMES, AMARA.sign_in_name, AMARA.passphrase, WRONG.passphrase):
        assert word.casefold() not in told
