"""What asks for a recent factor gets one, ten minutes old at most; and the ids of the session change with it."""

from datetime import timedelta

import pyotp
import pytest

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.sessions import OpenedSession, Viewer, end_sessions_of, find_viewer, staff_owner
from survivor_portal.actions.sign_in import SignInRefusal
from survivor_portal.actions.staff import (
    StaffAttempt,
    StepUpRefusal,
    add_passkey,
    ask_to_add,
    ask_to_step_up,
    has_stepped_up,
    sign_in_staff,
    step_up_with_code,
    step_up_with_passkey,
)
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.staff import STEP_UP_LASTS
from survivor_portal.security.passkeys import Site
from tests.authenticator import Authenticator
from tests.cast import RUTH, TOM
from tests.staff import signed_in, viewer_of
from tests.timepiece import Timepiece

SITE = Site.at("http://localhost:8000", "My Pages")
REFUSED = StepUpRefusal.NOT_RECOGNISED
A_WHILE = STEP_UP_LASTS + timedelta(seconds=1)


def code(timepiece: Timepiece) -> str:
    return pyotp.TOTP(RUTH.totp_secret).at(timepiece())


@pytest.fixture
def ruth(deps: Deps, timepiece: Timepiece) -> Viewer:
    """Ruth, signed in."""
    return signed_in(deps, RUTH, timepiece)


def test_signing_in_counts_for_ten_minutes(deps: Deps, timepiece: Timepiece, ruth: Viewer) -> None:
    assert has_stepped_up(deps, ruth)
    timepiece.move(STEP_UP_LASTS)
    assert has_stepped_up(deps, ruth)
    timepiece.move(timedelta(seconds=1))
    assert not has_stepped_up(deps, ruth)


def test_a_factor_shown_later_than_now_does_not_count(deps: Deps, timepiece: Timepiece, ruth: Viewer) -> None:
    timepiece.move(timedelta(seconds=-1))

    assert not has_stepped_up(deps, ruth)


def test_a_code_freshens_the_session_and_draws_its_ids_anew(deps: Deps, timepiece: Timepiece, ruth: Viewer) -> None:
    timepiece.move(A_WHILE)

    opened = step_up_with_code(deps, ruth, code(timepiece))

    assert isinstance(opened, OpenedSession)
    fresh = viewer_of(deps, opened)
    assert has_stepped_up(deps, fresh)
    assert (fresh.id, fresh.session_ref) == (ruth.id, ruth.session_ref)
    assert fresh.sid_digest != ruth.sid_digest
    assert not has_stepped_up(deps, ruth)


def test_a_code_counts_once_whether_it_signs_in_or_steps_up(deps: Deps, timepiece: Timepiece, ruth: Viewer) -> None:
    assert step_up_with_code(deps, ruth, code(timepiece)) is REFUSED
    timepiece.move(A_WHILE)
    opened = step_up_with_code(deps, ruth, code(timepiece))
    assert isinstance(opened, OpenedSession)

    assert step_up_with_code(deps, viewer_of(deps, opened), code(timepiece)) is REFUSED
    attempt = StaffAttempt(RUTH.sign_in_name, RUTH.passphrase, code(timepiece))
    assert sign_in_staff(deps, attempt) is SignInRefusal.NOT_RECOGNISED


@pytest.mark.parametrize("wrong", ["", "000000", "not a code", "1" * 10_000])
def test_a_wrong_code_changes_nothing(deps: Deps, timepiece: Timepiece, ruth: Viewer, wrong: str) -> None:
    timepiece.move(A_WHILE)

    assert step_up_with_code(deps, ruth, wrong) is REFUSED

    assert not has_stepped_up(deps, ruth)


def test_whoever_holds_a_session_and_guesses_waits(deps: Deps, timepiece: Timepiece, ruth: Viewer) -> None:
    timepiece.move(A_WHILE)
    guesses = [step_up_with_code(deps, ruth, f"{number:06}") for number in range(20)]

    assert any(isinstance(guess, Wait) for guess in guesses)
    assert isinstance(step_up_with_code(deps, ruth, code(timepiece)), Wait)
    timepiece.move(timedelta(minutes=1))
    assert isinstance(step_up_with_code(deps, ruth, code(timepiece)), OpenedSession)


def test_ones_own_passkey_freshens_the_session_and_nobody_elses_does(
    deps: Deps, timepiece: Timepiece, ruth: Viewer
) -> None:
    own, toms = Authenticator(), Authenticator(credential_id=b"a device of Tom's")
    tom = signed_in(deps, TOM, timepiece)
    assert add_passkey(deps, SITE, ruth, own.make(ask_to_add(deps, SITE, ruth)))
    assert add_passkey(deps, SITE, tom, toms.make(ask_to_add(deps, SITE, tom)))
    timepiece.move(A_WHILE)

    assert step_up_with_passkey(deps, SITE, ruth, toms.show(ask_to_step_up(deps, SITE, ruth))) is REFUSED
    opened = step_up_with_passkey(deps, SITE, ruth, own.show(ask_to_step_up(deps, SITE, ruth)))

    assert isinstance(opened, OpenedSession)
    assert has_stepped_up(deps, viewer_of(deps, opened))
    assert not has_stepped_up(deps, tom)


def test_the_former_ids_open_nothing(deps: Deps, timepiece: Timepiece) -> None:
    first = sign_in_staff(deps, StaffAttempt(RUTH.sign_in_name, RUTH.passphrase, code(timepiece)))
    assert isinstance(first, OpenedSession)
    timepiece.move(timedelta(minutes=1))

    assert isinstance(step_up_with_code(deps, viewer_of(deps, first), code(timepiece)), OpenedSession)

    assert find_viewer(deps, desk=True, sid=first.sid, k=first.k) is None


def test_a_session_that_ended_meanwhile_is_not_freshened_and_its_code_stays_good(
    deps: Deps, timepiece: Timepiece, ruth: Viewer
) -> None:
    timepiece.move(A_WHILE)
    device = Authenticator()
    assert add_passkey(deps, SITE, ruth, device.make(ask_to_add(deps, SITE, ruth)))
    shown = device.show(ask_to_step_up(deps, SITE, ruth))
    with deps.storage.write() as session:
        end_sessions_of(session, staff_owner(ruth.id))
        session.commit()

    assert step_up_with_passkey(deps, SITE, ruth, shown) is REFUSED
    assert step_up_with_code(deps, ruth, code(timepiece)) is REFUSED

    again = sign_in_staff(deps, StaffAttempt(RUTH.sign_in_name, RUTH.passphrase, code(timepiece)))
    assert isinstance(again, OpenedSession)
