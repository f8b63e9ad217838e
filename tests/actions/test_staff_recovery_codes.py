"""Ten recovery codes, each good once in place of the app's code, never without the passphrase."""

from dataclasses import replace
from datetime import timedelta

import pytest

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.sessions import OpenedSession, end_sessions_of, staff_owner
from survivor_portal.actions.sign_in import SignInRefusal
from survivor_portal.actions.staff import (
    StaffAttempt,
    recovery_codes_left,
    remove_passkey,
    replace_recovery_codes,
    sign_in_staff,
)
from tests.cast import RUTH, TOM
from tests.staff import at_desk, staff_id_of
from tests.stored import all_rows
from tests.timepiece import Timepiece


def test_each_of_ten_signs_in_once_and_says_how_many_are_left(deps: Deps, timepiece: Timepiece) -> None:
    ruth = staff_id_of(deps, RUTH)
    assert recovery_codes_left(deps, ruth) == 0
    codes = replace_recovery_codes(deps, at_desk(deps, ruth))
    assert len(set(codes)) == recovery_codes_left(deps, ruth) == 10

    for left, code in reversed(list(enumerate(codes))):
        attempt = StaffAttempt(RUTH.sign_in_name, RUTH.passphrase, code.lower().replace("-", " "))
        assert isinstance(sign_in_staff(deps, attempt), OpenedSession)
        assert sign_in_staff(deps, attempt) is SignInRefusal.NOT_RECOGNISED
        assert recovery_codes_left(deps, ruth) == left
        timepiece.move(timedelta(minutes=1))


def test_a_recovery_code_alone_is_not_enough_and_stays_good(deps: Deps) -> None:
    ruth = staff_id_of(deps, RUTH)
    attempt = StaffAttempt(RUTH.sign_in_name, RUTH.passphrase, replace_recovery_codes(deps, at_desk(deps, ruth))[0])

    assert sign_in_staff(deps, replace(attempt, passphrase="wrong")) is SignInRefusal.NOT_RECOGNISED

    assert recovery_codes_left(deps, ruth) == 10
    assert isinstance(sign_in_staff(deps, attempt), OpenedSession)


def test_new_codes_take_the_place_of_the_ones_before_and_of_nobody_elses(deps: Deps) -> None:
    ruth, tom = staff_id_of(deps, RUTH), staff_id_of(deps, TOM)
    toms = replace_recovery_codes(deps, at_desk(deps, tom))
    former, present = (replace_recovery_codes(deps, at_desk(deps, ruth)) for _ in range(2))

    assert not set(former) & set(present)
    attempt = StaffAttempt(RUTH.sign_in_name, RUTH.passphrase, former[0])
    assert sign_in_staff(deps, attempt) is SignInRefusal.NOT_RECOGNISED
    assert isinstance(sign_in_staff(deps, replace(attempt, code=present[0])), OpenedSession)
    assert isinstance(sign_in_staff(deps, StaffAttempt(TOM.sign_in_name, TOM.passphrase, toms[9])), OpenedSession)


def test_of_the_codes_only_keyed_digests_are_stored(deps: Deps) -> None:
    codes = replace_recovery_codes(deps, at_desk(deps, staff_id_of(deps, RUTH)))
    rows = repr(all_rows(deps))

    assert not any(code in rows or code.replace("-", "") in rows for code in codes)
    assert all(len(code.replace("-", "")) * 5 >= 112 for code in codes)


def test_a_session_that_ended_meanwhile_changes_nothing(deps: Deps) -> None:
    ruth = at_desk(deps, staff_id_of(deps, RUTH))
    with deps.storage.write() as session:
        end_sessions_of(session, staff_owner(ruth.id))
        session.commit()
    before = all_rows(deps)

    with pytest.raises(NotFoundError):
        replace_recovery_codes(deps, ruth)
    with pytest.raises(NotFoundError):
        remove_passkey(deps, ruth, "a" * 26)
    assert all_rows(deps) == before
