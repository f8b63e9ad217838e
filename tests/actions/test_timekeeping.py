"""A clock set back brings no session back to life, not even one that ran out without anybody looking."""

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import select

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.sessions import OpenedSession, end_session, find_viewer
from survivor_portal.actions.sign_in import SurvivorAttempt, sign_in_survivor
from survivor_portal.actions.staff import StaffAttempt, sign_in_staff
from survivor_portal.domain.people import Audience
from survivor_portal.models import ClockMark
from tests.cast import AMARA, LUCIA, RUTH
from tests.stored import all_rows
from tests.timepiece import Timepiece

A_SECOND = timedelta(seconds=1)
AN_HOUR = timedelta(hours=1)
IDLE = timedelta(minutes=15)


def hers(deps: Deps) -> OpenedSession:
    opened = sign_in_survivor(deps, SurvivorAttempt(AMARA.sign_in_name, AMARA.passphrase, phone_is_hers=True))
    assert isinstance(opened, OpenedSession)
    return opened


def at_desk(deps: Deps) -> OpenedSession:
    code = pyotp.TOTP(RUTH.totp_secret).at(deps.clock())
    opened = sign_in_staff(deps, StaffAttempt(RUTH.sign_in_name, RUTH.passphrase, code))
    assert isinstance(opened, OpenedSession)
    return opened


def stands(deps: Deps, opened: OpenedSession) -> bool:
    desk = opened.audience is not Audience.SURVIVOR
    return find_viewer(deps, desk=desk, sid=opened.sid, k=opened.k) is not None


def newest(deps: Deps) -> object:
    with deps.storage.read() as connection:
        return connection.execute(select(ClockMark.newest_at)).scalar_one()


@pytest.mark.parametrize("somebody_signed_out", [False, True])
def test_a_session_that_ran_out_unseen_stays_over_when_the_clock_is_set_back_into_its_span(
    deps: Deps, timepiece: Timepiece, *, somebody_signed_out: bool
) -> None:
    unseen = hers(deps)
    timepiece.move(AN_HOUR)
    ruths = at_desk(deps)
    if somebody_signed_out:
        end_session(deps, ruths.sid)

    timepiece.move(-AN_HOUR + IDLE - A_SECOND)

    assert not stands(deps, unseen)
    assert not stands(deps, ruths)
    assert all_rows(deps)["sessions"] == frozenset()


def test_the_use_of_a_session_is_noted_as_a_moment_too(deps: Deps, timepiece: Timepiece) -> None:
    ruths = at_desk(deps)
    timepiece.move(timedelta(minutes=10))
    unseen = hers(deps)
    timepiece.move(timedelta(minutes=4))
    assert stands(deps, ruths)
    assert newest(deps) == timepiece()

    timepiece.move(-timedelta(minutes=3))

    assert not stands(deps, unseen)


@pytest.mark.parametrize("back", [AN_HOUR, timedelta(days=1), timedelta(days=3653)], ids=str)
def test_after_a_clock_was_set_back_everyone_signs_in_again_and_stays_in(
    deps: Deps, timepiece: Timepiece, back: timedelta
) -> None:
    former = hers(deps)
    timepiece.move(-back)

    # Signing in is the first thing that anyone does at the new time.
    opened = hers(deps)

    assert stands(deps, opened)
    assert not stands(deps, former)
    assert newest(deps) == timepiece()
    timepiece.move(IDLE - A_SECOND)
    assert stands(deps, opened)


def test_a_clock_put_right_by_seconds_signs_nobody_out(deps: Deps, timepiece: Timepiece) -> None:
    opened = hers(deps)
    timepiece.move(timedelta(minutes=5))
    other = sign_in_survivor(deps, SurvivorAttempt(LUCIA.sign_in_name, LUCIA.passphrase, phone_is_hers=None))
    assert isinstance(other, OpenedSession)

    timepiece.move(-timedelta(minutes=1))

    assert stands(deps, opened)
    assert newest(deps) == timepiece() + timedelta(minutes=1)
