"""Staff sign in with everything right, and otherwise are refused with the same answer and the same work."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pyotp
import pytest

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.people import NewStaff
from survivor_portal.actions.sessions import OpenedSession, find_viewer
from survivor_portal.actions.sign_in import SignInRefusal
from survivor_portal.actions.staff import StaffAttempt, replace_recovery_codes, sign_in_staff, staff_members
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.people import Audience
from survivor_portal.domain.throttling import FREE_ATTEMPTS, LONGEST_WAIT
from survivor_portal.security.passphrases import PassphraseHasher
from tests.cast import AMARA, IMANI, RUTH, STAFF, TOM
from tests.security.counting import CountingArgon2
from tests.staff import at_desk, staff_id_of
from tests.stored import Rows, all_rows
from tests.timepiece import Timepiece

REFUSED = SignInRefusal.NOT_RECOGNISED
STEP = timedelta(seconds=30)


def code_of(member: NewStaff, timepiece: Timepiece) -> str:
    return pyotp.TOTP(member.totp_secret).at(timepiece())


def attempt_of(member: NewStaff, timepiece: Timepiece) -> StaffAttempt:
    return StaffAttempt(member.sign_in_name, member.passphrase, code_of(member, timepiece))


def all_but_tries(deps: Deps) -> Rows:
    """Give every row but the count of tries, which every try adds to."""
    return {table: rows for table, rows in all_rows(deps).items() if table != "throttles"}


@pytest.mark.parametrize("member", STAFF, ids=lambda member: member.name)
def test_every_staff_member_signs_in_with_a_code_besides(deps: Deps, timepiece: Timepiece, member: NewStaff) -> None:
    opened = sign_in_staff(deps, attempt_of(member, timepiece))

    assert isinstance(opened, OpenedSession)
    assert opened.audience is Audience(member.role)
    assert find_viewer(deps, desk=True, sid=opened.sid, k=opened.k) is not None
    assert [one.last_signed_in_at for one in staff_members(deps) if one.name == member.name] == [timepiece()]


@pytest.mark.parametrize(
    "changes",
    [
        {"passphrase": "wrong"},
        {"passphrase": TOM.passphrase},
        {"sign_in_name": "nobody"},
        {"sign_in_name": TOM.sign_in_name},
        {"sign_in_name": AMARA.sign_in_name, "passphrase": AMARA.passphrase},
        {"code": ""},
        {"code": "not a number"},
        {"code": "\u0661\u0662\u0663\u0664\u0665\u0666"},
        {"code": "0123-4567-89AB-CDEF-GHJK-MNPQ"},
    ],
)
def test_anything_wrong_at_the_desk_is_refused_with_the_same_work_and_opens_nothing(
    deps: Deps, timepiece: Timepiece, changes: dict[str, str]
) -> None:
    before, argon2 = all_but_tries(deps), CountingArgon2()
    counted = replace(deps, hasher=PassphraseHasher(argon2))

    assert sign_in_staff(counted, replace(attempt_of(RUTH, timepiece), **changes)) is REFUSED

    assert len(argon2.checked) == 1
    assert all_but_tries(deps) == before


def test_a_wrong_code_costs_the_same_work_and_a_right_one_no_more(deps: Deps, timepiece: Timepiece) -> None:
    argon2 = CountingArgon2()
    counted = replace(deps, hasher=PassphraseHasher(argon2))
    right = attempt_of(RUTH, timepiece)

    assert sign_in_staff(counted, replace(right, code=f"{(int(right.code) + 1) % 1_000_000:06}")) is REFUSED
    assert isinstance(sign_in_staff(counted, right), OpenedSession)
    assert sign_in_staff(counted, right) is REFUSED

    assert len(argon2.checked) == 3


def test_a_colleagues_code_is_refused(deps: Deps, timepiece: Timepiece) -> None:
    tom = staff_id_of(deps, TOM)

    assert sign_in_staff(deps, replace(attempt_of(RUTH, timepiece), code=code_of(TOM, timepiece))) is REFUSED
    recovery = replace_recovery_codes(deps, at_desk(deps, tom))[0]
    assert sign_in_staff(deps, replace(attempt_of(RUTH, timepiece), code=recovery)) is REFUSED


def test_a_code_is_good_once_and_the_next_one_again(deps: Deps, timepiece: Timepiece) -> None:
    attempt = attempt_of(RUTH, timepiece)

    assert isinstance(sign_in_staff(deps, attempt), OpenedSession)
    assert sign_in_staff(deps, attempt) is REFUSED
    timepiece.move(STEP)
    assert sign_in_staff(deps, attempt) is REFUSED
    assert isinstance(sign_in_staff(deps, attempt_of(RUTH, timepiece)), OpenedSession)


def test_the_code_before_is_still_good_and_one_step_later_no_more(deps: Deps, timepiece: Timepiece) -> None:
    attempt = attempt_of(RUTH, timepiece)

    timepiece.move(2 * STEP)
    assert sign_in_staff(deps, attempt) is REFUSED
    timepiece.move(-STEP)
    assert isinstance(sign_in_staff(deps, attempt), OpenedSession)


def test_a_used_code_stays_used_when_the_clock_is_set_back(deps: Deps, timepiece: Timepiece) -> None:
    timepiece.move(timedelta(hours=1))
    later = attempt_of(RUTH, timepiece)
    assert isinstance(sign_in_staff(deps, later), OpenedSession)

    timepiece.move(timedelta(hours=-1))

    assert sign_in_staff(deps, attempt_of(RUTH, timepiece)) is REFUSED
    timepiece.move(timedelta(hours=1))
    assert sign_in_staff(deps, later) is REFUSED


def test_a_wrong_passphrase_does_not_use_up_a_code_of_either_kind(deps: Deps, timepiece: Timepiece) -> None:
    recovery = replace_recovery_codes(deps, at_desk(deps, staff_id_of(deps, IMANI)))[0]
    for code in (code_of(IMANI, timepiece), recovery):
        attempt = replace(attempt_of(IMANI, timepiece), code=code)
        assert sign_in_staff(deps, replace(attempt, passphrase="wrong")) is REFUSED
        assert isinstance(sign_in_staff(deps, attempt), OpenedSession)


@pytest.mark.parametrize("kind", ["an app's code", "a recovery code"])
def test_of_ten_sign_ins_at_once_with_one_code_exactly_one_succeeds(
    deps: Deps, timepiece: Timepiece, kind: str
) -> None:
    attempt, start = attempt_of(RUTH, timepiece), Barrier(10)
    if kind == "a recovery code":
        attempt = replace(attempt, code=replace_recovery_codes(deps, at_desk(deps, staff_id_of(deps, RUTH)))[0])

    before = len(all_rows(deps)["sessions"])

    def try_at_once(_: int) -> OpenedSession | SignInRefusal | Wait:
        start.wait()
        return sign_in_staff(deps, attempt)

    with ThreadPoolExecutor(10) as threads:
        outcomes = list(threads.map(try_at_once, range(10)))

    assert len([outcome for outcome in outcomes if isinstance(outcome, OpenedSession)]) == 1
    assert len(all_rows(deps)["sessions"]) == before + 1


def test_whoever_guesses_waits_longer_each_time_and_a_name_nobody_has_waits_as_long(
    deps: Deps, timepiece: Timepiece
) -> None:
    for name in ("nobody", RUTH.sign_in_name):
        wrong = replace(attempt_of(RUTH, timepiece), sign_in_name=name, passphrase="wrong")
        waits = []
        for _ in range(FREE_ATTEMPTS + 8):
            outcome = sign_in_staff(deps, wrong)
            while isinstance(outcome, Wait):
                waits.append(outcome.seconds)
                timepiece.move(timedelta(seconds=outcome.seconds))
                outcome = sign_in_staff(deps, wrong)
            assert outcome is REFUSED
        assert waits == sorted(waits)
        assert waits[-1] == LONGEST_WAIT.total_seconds()

    assert isinstance(sign_in_staff(deps, attempt_of(RUTH, timepiece)), Wait)
    timepiece.move(LONGEST_WAIT)
    assert isinstance(sign_in_staff(deps, attempt_of(RUTH, timepiece)), OpenedSession)


def test_nothing_typed_at_the_desk_shows_when_it_is_printed(timepiece: Timepiece) -> None:
    attempt = attempt_of(RUTH, timepiece)

    shown = f"{attempt!r} {RUTH!r}"

    assert not any(secret in shown for secret in (RUTH.passphrase, RUTH.totp_secret, attempt.code, "ruth", "Ruth"))
