"""An account signs nobody in until its own person has set it up, with a code that is good once and for a day."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier

import pyotp
import pytest

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.sessions import OpenedSession, find_viewer
from survivor_portal.actions.sign_in import SignInRefusal
from survivor_portal.actions.staff import (
    BegunSetUp,
    NewAccount,
    SetUpCode,
    SetUpRefusal,
    StaffAttempt,
    begin_set_up,
    begun_set_up,
    create_staff,
    finish_set_up,
    name_to_set_up,
    reset_staff,
    reset_staff_called,
    sign_in_staff,
    staff_members,
)
from survivor_portal.domain.people import Audience, Role
from survivor_portal.domain.staff import SET_UP_LASTS, StaffRefusal, StaffState
from tests.cast import IMANI, RUTH, TOM
from tests.staff import JOSE, NADIA, PASSPHRASE, at_desk, created, set_up, staff_id_of
from tests.stored import all_rows
from tests.timepiece import Timepiece

NOT_RECOGNISED = SetUpRefusal.NOT_RECOGNISED
STEP = timedelta(seconds=30)


def app_code(secret: str, timepiece: Timepiece) -> str:
    return pyotp.TOTP(secret).at(timepiece())


def begun(deps: Deps, code: str) -> BegunSetUp:
    outcome = begin_set_up(deps, code, PASSPHRASE)
    assert isinstance(outcome, BegunSetUp)
    return outcome


def state_of(deps: Deps, account: NewAccount) -> StaffState:
    return next(member.state for member in staff_members(deps) if member.name == account.name)


@pytest.mark.parametrize("account", [NADIA, JOSE], ids=lambda account: account.role)
def test_someone_new_sets_up_their_account_and_signs_in(deps: Deps, timepiece: Timepiece, account: NewAccount) -> None:
    made = created(deps, account)
    assert state_of(deps, account) is StaffState.TO_SET_UP
    assert name_to_set_up(deps, made.code.lower().replace("-", " ")) == account.name

    secret, codes = set_up(deps, made.code)

    assert len(set(codes)) == 10
    assert state_of(deps, account) is StaffState.ACTIVE
    used = StaffAttempt(account.sign_in_name, PASSPHRASE, app_code(secret, timepiece))
    assert sign_in_staff(deps, used) is SignInRefusal.NOT_RECOGNISED
    timepiece.move(STEP)
    opened = sign_in_staff(deps, StaffAttempt(account.sign_in_name, PASSPHRASE, app_code(secret, timepiece)))
    assert isinstance(opened, OpenedSession)
    assert opened.audience is Audience(account.role)


def test_until_the_app_is_confirmed_the_account_signs_nobody_in(deps: Deps, timepiece: Timepiece) -> None:
    made = created(deps, NADIA)
    pending = begun(deps, made.code)
    attempt = StaffAttempt(NADIA.sign_in_name, PASSPHRASE, app_code(pending.totp_secret, timepiece))

    assert sign_in_staff(deps, attempt) is SignInRefusal.NOT_RECOGNISED
    wrong = f"{(int(attempt.code) + 1) % 1_000_000:06}"
    assert finish_set_up(deps, made.code, pending.seal, wrong) is SetUpRefusal.WRONG_APP_CODE

    assert sign_in_staff(deps, attempt) is SignInRefusal.NOT_RECOGNISED
    assert state_of(deps, NADIA) is StaffState.TO_SET_UP
    assert isinstance(finish_set_up(deps, made.code, pending.seal, attempt.code), tuple)


def test_a_secret_somebody_saw_before_confirms_nothing(deps: Deps, timepiece: Timepiece) -> None:
    made = created(deps, NADIA)
    seen = begun(deps, made.code)
    again = begun(deps, made.code)

    assert seen.totp_secret != again.totp_secret
    old, new = (app_code(each.totp_secret, timepiece) for each in (seen, again))
    assert finish_set_up(deps, made.code, again.seal, old) is SetUpRefusal.WRONG_APP_CODE
    assert isinstance(finish_set_up(deps, made.code, again.seal, new), tuple)


def test_whoever_began_before_somebody_else_sees_and_confirms_nothing_of_what_that_one_began(
    deps: Deps, timepiece: Timepiece
) -> None:
    made = created(deps, NADIA)
    hers = begun(deps, made.code)
    assert begun_set_up(deps, made.code, hers.seal) == hers
    other = begin_set_up(deps, made.code, "a passphrase somebody else picked")
    assert isinstance(other, BegunSetUp)
    before = all_rows(deps)

    assert begun_set_up(deps, made.code, hers.seal) is SetUpRefusal.BEGUN_ANEW
    for secret in (hers.totp_secret, other.totp_secret):
        numbers = app_code(secret, timepiece)
        assert finish_set_up(deps, made.code, hers.seal, numbers) is SetUpRefusal.BEGUN_ANEW

    assert all_rows(deps) == before
    assert begun_set_up(deps, made.code, other.seal) == other


@pytest.mark.parametrize("seal", ["", "0" * 64, "é"])
def test_the_code_alone_shows_no_secret_and_finishes_nothing(deps: Deps, timepiece: Timepiece, seal: str) -> None:
    made = created(deps, NADIA)
    numbers = app_code(begun(deps, made.code).totp_secret, timepiece)

    assert begun_set_up(deps, made.code, seal) is SetUpRefusal.BEGUN_ANEW
    assert finish_set_up(deps, made.code, seal, numbers) is SetUpRefusal.BEGUN_ANEW
    assert state_of(deps, NADIA) is StaffState.TO_SET_UP


def test_a_set_up_code_is_good_once(deps: Deps, timepiece: Timepiece) -> None:
    made = created(deps, NADIA)
    pending = begun(deps, made.code)
    assert isinstance(finish_set_up(deps, made.code, pending.seal, app_code(pending.totp_secret, timepiece)), tuple)
    before = all_rows(deps)
    timepiece.move(STEP)

    assert name_to_set_up(deps, made.code) is None
    assert begin_set_up(deps, made.code, "another passphrase of some length") is NOT_RECOGNISED
    numbers = app_code(pending.totp_secret, timepiece)
    assert begun_set_up(deps, made.code, pending.seal) is NOT_RECOGNISED
    assert finish_set_up(deps, made.code, pending.seal, numbers) is NOT_RECOGNISED
    assert all_rows(deps) == before


def test_of_20_who_finish_at_once_exactly_one_does(deps: Deps, timepiece: Timepiece) -> None:
    made, start = created(deps, NADIA), Barrier(20)
    pending = begun(deps, made.code)
    code = app_code(pending.totp_secret, timepiece)

    def try_at_once(_: int) -> tuple[str, ...] | SetUpRefusal:
        start.wait()
        return finish_set_up(deps, made.code, pending.seal, code)

    with ThreadPoolExecutor(20) as threads:
        outcomes = list(threads.map(try_at_once, range(20)))

    assert outcomes.count(NOT_RECOGNISED) == 19
    assert len(all_rows(deps)["recovery_codes"]) == 10


def test_a_set_up_code_lasts_a_day_and_no_clock_brings_it_back(deps: Deps, timepiece: Timepiece) -> None:
    made = created(deps, NADIA)
    timepiece.move(SET_UP_LASTS - timedelta(seconds=1))
    assert name_to_set_up(deps, made.code) == "Nadia"

    timepiece.move(timedelta(seconds=1))
    assert begin_set_up(deps, made.code, PASSPHRASE) is NOT_RECOGNISED
    timepiece.move(timedelta(hours=-2))

    assert name_to_set_up(deps, made.code) is None
    assert begin_set_up(deps, made.code, PASSPHRASE) is NOT_RECOGNISED


def test_a_set_up_used_in_its_last_moment_is_kept_by_whoever_finds_it_over_just_then(
    deps: Deps, timepiece: Timepiece
) -> None:
    made = created(deps, NADIA)
    pending = begun(deps, made.code)
    numbers = app_code(pending.totp_secret, timepiece)

    def once_it_is_used_and_over() -> datetime:
        assert isinstance(finish_set_up(deps, made.code, pending.seal, numbers), tuple)
        timepiece.move(SET_UP_LASTS)
        return timepiece()

    assert name_to_set_up(replace(deps, clock=once_it_is_used_and_over), made.code) is None

    # It names the set-up to whoever is to confirm it.
    assert len(all_rows(deps)["staff_set_ups"]) == 1


def test_a_set_up_code_outlasts_a_clock_put_right_by_seconds_and_no_clock_set_back(
    deps: Deps, timepiece: Timepiece
) -> None:
    made = created(deps, NADIA)
    timepiece.move(timedelta(seconds=-30))
    assert name_to_set_up(deps, made.code) == "Nadia"

    timepiece.move(timedelta(minutes=-1))
    assert name_to_set_up(deps, made.code) is None
    timepiece.move(timedelta(minutes=2))
    assert name_to_set_up(deps, made.code) is None


@pytest.mark.parametrize("code", ["", "0000-0000-0000", "not a code", "0" * 100_000])
def test_a_code_nobody_was_given_sets_up_nothing(deps: Deps, code: str) -> None:
    created(deps, NADIA)
    before = all_rows(deps)

    assert name_to_set_up(deps, code) is None
    assert begin_set_up(deps, code, PASSPHRASE) is NOT_RECOGNISED
    assert begun_set_up(deps, code, "") is NOT_RECOGNISED
    assert finish_set_up(deps, code, "", "000000") is NOT_RECOGNISED
    assert all_rows(deps) == before


def test_nothing_can_be_finished_before_it_was_begun(deps: Deps) -> None:
    made = created(deps, NADIA)

    assert begun_set_up(deps, made.code, "") is NOT_RECOGNISED
    assert finish_set_up(deps, made.code, "", "000000") is NOT_RECOGNISED


def test_a_sign_in_name_belongs_to_one_person_however_it_is_written(deps: Deps) -> None:
    before = all_rows(deps)

    assert create_staff(deps, NewAccount("Another Ruth", Role.ADVOCATE, " R u t h")) is StaffRefusal.NAME_TAKEN

    assert all_rows(deps) == before


def test_an_account_made_anew_ends_its_sessions_and_knows_none_of_its_factors(deps: Deps, timepiece: Timepiece) -> None:
    code = app_code(RUTH.totp_secret, timepiece)
    opened = sign_in_staff(deps, StaffAttempt(RUTH.sign_in_name, RUTH.passphrase, code))
    assert isinstance(opened, OpenedSession)

    made = reset_staff_called(deps, "RUTH")

    assert isinstance(made, SetUpCode)
    assert find_viewer(deps, desk=True, sid=opened.sid, k=opened.k) is None
    timepiece.move(STEP)
    again = StaffAttempt(RUTH.sign_in_name, RUTH.passphrase, app_code(RUTH.totp_secret, timepiece))
    assert sign_in_staff(deps, again) is SignInRefusal.NOT_RECOGNISED
    secret, _ = set_up(deps, made.code)
    timepiece.move(STEP)
    opened = sign_in_staff(deps, StaffAttempt(RUTH.sign_in_name, PASSPHRASE, app_code(secret, timepiece)))
    assert isinstance(opened, OpenedSession)


def test_a_new_set_up_code_takes_the_place_of_the_one_before(deps: Deps) -> None:
    first = created(deps, NADIA)
    second = reset_staff(deps, first.staff_id)

    assert isinstance(second, SetUpCode)
    assert name_to_set_up(deps, first.code) is None
    assert name_to_set_up(deps, second.code) == "Nadia"
    assert len(all_rows(deps)["staff_set_ups"]) == 1


def test_a_supervisor_makes_other_accounts_anew_and_never_their_own(deps: Deps) -> None:
    imani, ruth = (at_desk(deps, staff_id_of(deps, member)) for member in (IMANI, RUTH))
    tom = staff_id_of(deps, TOM)

    assert isinstance(reset_staff(deps, tom, by=imani), SetUpCode)
    before = all_rows(deps)
    assert reset_staff(deps, imani.id, by=imani) is StaffRefusal.OWN_ACCOUNT
    assert reset_staff(deps, tom, by=ruth) is StaffRefusal.ACTING_NO_MORE
    assert all_rows(deps) == before


def test_an_account_that_is_not_there_is_not_made_anew(deps: Deps) -> None:
    with pytest.raises(NotFoundError):
        reset_staff_called(deps, "nobody")
    with pytest.raises(NotFoundError):
        reset_staff(deps, "nobody", by=at_desk(deps, staff_id_of(deps, IMANI)))


def test_no_code_and_no_secret_is_stored_or_shows_when_it_is_printed(deps: Deps) -> None:
    made = created(deps, NADIA)
    pending = begun(deps, made.code)
    rows = repr(all_rows(deps))

    plain = made.code.replace("-", "")
    assert not any(secret in rows for secret in (plain, made.code, pending.totp_secret, PASSPHRASE, "Nadia"))
    assert not any(secret in f"{made!r} {pending!r} {NADIA!r}" for secret in (made.code, "Nadia", pending.totp_secret))
