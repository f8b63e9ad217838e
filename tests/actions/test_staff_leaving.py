"""An account ends in one press with everything it could do, and a supervisor always stays."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pyotp
import pytest

from survivor_portal.actions.cases import advocate_of, assign, survivor_for
from survivor_portal.actions.deps import Deps
from survivor_portal.actions.invites import invite_person, new_invite_token, open_invites
from survivor_portal.actions.joining import begin_joining
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.sessions import OpenedSession, Viewer, end_sessions_of, find_viewer, staff_owner
from survivor_portal.actions.sign_in import SignInRefusal
from survivor_portal.actions.staff import (
    SetUpCode,
    StaffAttempt,
    add_passkey,
    ask_to_add,
    ask_to_sign_in,
    begin_set_up,
    change_role,
    create_staff,
    end_account,
    passkeys_of,
    recovery_codes_left,
    replace_recovery_codes,
    reset_staff,
    sign_in_staff,
    sign_in_with_passkey,
    staff_members,
)
from survivor_portal.actions.staff.setting_up import SetUpRefusal
from survivor_portal.domain.invites import JoiningRefusal
from survivor_portal.domain.people import Audience, Role
from survivor_portal.domain.staff import StaffRefusal, StaffState
from survivor_portal.security.passkeys import Site
from tests.authenticator import Authenticator
from tests.cast import AMARA, IMANI, LUCIA, RUTH, TOM
from tests.staff import JOSE, NADIA, PASSPHRASE, at_desk, created, set_up, staff_id_of, survivor_id_of, viewer_of
from tests.stored import all_rows
from tests.timepiece import Timepiece

SITE = Site.at("http://localhost:8000", "My Pages")


def attempt(timepiece: Timepiece) -> StaffAttempt:
    return StaffAttempt(RUTH.sign_in_name, RUTH.passphrase, pyotp.TOTP(RUTH.totp_secret).at(timepiece()))


def role_of(deps: Deps, staff_id: str) -> Role:
    return next(member.role for member in staff_members(deps) if member.id == staff_id)


def test_whoever_leaves_is_signed_out_at_once_and_nothing_signs_them_in(deps: Deps, timepiece: Timepiece) -> None:
    ruth, imani = staff_id_of(deps, RUTH), at_desk(deps, staff_id_of(deps, IMANI))
    opened = sign_in_staff(deps, attempt(timepiece))
    assert isinstance(opened, OpenedSession)
    device = Authenticator()
    viewer = viewer_of(deps, opened)
    assert add_passkey(deps, SITE, viewer, device.make(ask_to_add(deps, SITE, viewer)))
    recovery = replace_recovery_codes(deps, viewer)[0]

    assert end_account(deps, ruth, by=imani) is None

    assert find_viewer(deps, desk=True, sid=opened.sid, k=opened.k) is None
    timepiece.move(timedelta(minutes=1))
    again = attempt(timepiece)
    for refused in (again, replace(again, code=recovery)):
        assert sign_in_staff(deps, refused) is SignInRefusal.NOT_RECOGNISED
    shown = device.show(ask_to_sign_in(deps, SITE, "browser"))
    assert sign_in_with_passkey(deps, SITE, "browser", shown) is SignInRefusal.NOT_RECOGNISED
    assert (passkeys_of(deps, ruth), recovery_codes_left(deps, ruth)) == ((), 0)
    ended = next(member for member in staff_members(deps) if member.id == ruth)
    assert (ended.name, ended.state) == ("Ruth", StaffState.LEFT)


def test_a_set_up_code_of_whoever_leaves_is_good_no_more(deps: Deps) -> None:
    made = created(deps, NADIA)

    assert end_account(deps, made.staff_id, by=at_desk(deps, staff_id_of(deps, IMANI))) is None

    assert begin_set_up(deps, made.code, PASSPHRASE) is SetUpRefusal.NOT_RECOGNISED
    assert all_rows(deps)["staff_set_ups"] == frozenset()


def test_the_cases_of_whoever_leaves_are_nobodys_and_everyone_elses_stay(deps: Deps) -> None:
    ruth, tom = staff_id_of(deps, RUTH), staff_id_of(deps, TOM)
    amara, lucia = survivor_id_of(deps, AMARA), survivor_id_of(deps, LUCIA)
    assign(deps, amara, ruth)
    assign(deps, lucia, tom)

    assert end_account(deps, ruth, by=at_desk(deps, staff_id_of(deps, IMANI))) is None

    assert advocate_of(deps, amara) is None
    with pytest.raises(NotFoundError):
        survivor_for(deps, ruth, amara)
    assert survivor_for(deps, tom, lucia).name == LUCIA.chosen_name


def test_the_invites_of_whoever_leaves_let_nobody_in(deps: Deps) -> None:
    ruth, imani = staff_id_of(deps, RUTH), at_desk(deps, staff_id_of(deps, IMANI))
    made = invite_person(deps, ruth, "Dana", new_invite_token(deps))
    assert made is not None

    assert end_account(deps, ruth, by=imani) is None

    assert open_invites(deps, ruth) == ()
    assert isinstance(begin_joining(deps, made.code, "a browser"), JoiningRefusal)


@pytest.mark.parametrize("way", ["leaving", "another role", "made anew"])
def test_what_somebody_handed_out_is_good_no_more_once_their_account_changes(deps: Deps, way: str) -> None:
    jose = created(deps, JOSE)
    set_up(deps, jose.code)
    joses, imani = at_desk(deps, jose.staff_id), at_desk(deps, staff_id_of(deps, IMANI))
    made, invited = create_staff(deps, NADIA, by=joses), invite_person(deps, joses.id, "Dana", new_invite_token(deps))
    assert isinstance(made, SetUpCode)
    assert invited is not None

    if way == "leaving":
        assert end_account(deps, joses.id, by=imani) is None
    elif way == "another role":
        assert change_role(deps, joses.id, Role.ADVOCATE, by=imani) is None
    else:
        assert isinstance(reset_staff(deps, joses.id, by=imani), SetUpCode)

    assert begin_set_up(deps, made.code, PASSPHRASE) is SetUpRefusal.NOT_RECOGNISED
    assert isinstance(begin_joining(deps, invited.code, "a browser"), JoiningRefusal)


def test_another_role_takes_an_unused_set_up_code_along(deps: Deps) -> None:
    made = created(deps, NADIA)

    assert change_role(deps, made.staff_id, Role.SUPERVISOR, by=at_desk(deps, staff_id_of(deps, IMANI))) is None

    assert begin_set_up(deps, made.code, PASSPHRASE) is SetUpRefusal.NOT_RECOGNISED


def test_nobody_ends_or_demotes_their_own_account(deps: Deps) -> None:
    set_up(deps, created(deps, JOSE).code)
    imani = at_desk(deps, staff_id_of(deps, IMANI))
    before = all_rows(deps)

    assert end_account(deps, imani.id, by=imani) is StaffRefusal.OWN_ACCOUNT
    assert change_role(deps, imani.id, Role.ADVOCATE, by=imani) is StaffRefusal.OWN_ACCOUNT

    assert all_rows(deps) == before


def test_an_advocate_or_someone_who_left_ends_nobodys_account(deps: Deps) -> None:
    imani, ruth = (at_desk(deps, staff_id_of(deps, member)) for member in (IMANI, RUTH))
    tom, jose = staff_id_of(deps, TOM), created(deps, JOSE)
    set_up(deps, jose.code)
    joses = at_desk(deps, jose.staff_id)
    assert end_account(deps, jose.staff_id, by=imani) is None
    signed_out = at_desk(deps, imani.id)
    with deps.storage.write() as session:
        end_sessions_of(session, staff_owner(imani.id))
        session.commit()
    before = all_rows(deps)

    for by in (ruth, joses, signed_out):
        assert create_staff(deps, NADIA, by=by) is StaffRefusal.ACTING_NO_MORE
        assert end_account(deps, tom, by=by) is StaffRefusal.ACTING_NO_MORE
        assert change_role(deps, tom, Role.SUPERVISOR, by=by) is StaffRefusal.ACTING_NO_MORE

    after = all_rows(deps)
    # The key made beforehand for an account that came to nothing.
    assert len(after.pop("destroyed_keys")) == len(before.pop("destroyed_keys")) + 3
    assert after == before


@pytest.mark.parametrize("way", ["leaving", "another role", "made anew"])
def test_of_two_supervisors_who_end_each_other_at_once_one_stays(deps: Deps, way: str) -> None:
    jose = created(deps, JOSE)
    set_up(deps, jose.code)
    pair, start = [at_desk(deps, staff_id) for staff_id in (staff_id_of(deps, IMANI), jose.staff_id)], Barrier(2)

    def try_at_once(by: Viewer) -> StaffRefusal | SetUpCode | None:
        other = next(member.id for member in pair if member != by)
        start.wait()
        if way == "leaving":
            return end_account(deps, other, by=by)
        if way == "another role":
            return change_role(deps, other, Role.ADVOCATE, by=by)
        return reset_staff(deps, other, by=by)

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(try_at_once, pair))

    assert outcomes.count(StaffRefusal.ACTING_NO_MORE) == 1
    standing = [one for one in staff_members(deps) if one.role is Role.SUPERVISOR and one.state is StaffState.ACTIVE]
    assert len(standing) == 1


def test_an_account_that_is_not_there_or_has_ended_cannot_end(deps: Deps) -> None:
    imani, ruth = at_desk(deps, staff_id_of(deps, IMANI)), staff_id_of(deps, RUTH)
    assert end_account(deps, ruth, by=imani) is None

    for staff_id in (ruth, "nobody"):
        with pytest.raises(NotFoundError):
            end_account(deps, staff_id, by=imani)
        with pytest.raises(NotFoundError):
            change_role(deps, staff_id, Role.SUPERVISOR, by=imani)
        with pytest.raises(NotFoundError):
            reset_staff(deps, staff_id, by=imani)


def test_another_role_begins_with_another_sign_in_and_without_cases(deps: Deps, timepiece: Timepiece) -> None:
    ruth, amara = staff_id_of(deps, RUTH), survivor_id_of(deps, AMARA)
    imani = at_desk(deps, staff_id_of(deps, IMANI))
    assign(deps, amara, ruth)
    opened = sign_in_staff(deps, attempt(timepiece))
    assert isinstance(opened, OpenedSession)

    assert change_role(deps, ruth, Role.SUPERVISOR, by=imani) is None

    assert role_of(deps, ruth) is Role.SUPERVISOR
    assert find_viewer(deps, desk=True, sid=opened.sid, k=opened.k) is None
    assert advocate_of(deps, amara) is None
    timepiece.move(timedelta(minutes=1))
    again = sign_in_staff(deps, attempt(timepiece))
    assert isinstance(again, OpenedSession)
    assert again.audience is Audience.SUPERVISOR
    assert change_role(deps, ruth, Role.ADVOCATE, by=imani) is None
    assert role_of(deps, ruth) is Role.ADVOCATE


def test_the_table_lists_everyone_by_name_and_those_who_left_last(deps: Deps) -> None:
    created(deps, NADIA)
    assert end_account(deps, staff_id_of(deps, RUTH), by=at_desk(deps, staff_id_of(deps, IMANI))) is None

    assert [(member.name, member.role, member.state) for member in staff_members(deps)] == [
        ("Imani", Role.SUPERVISOR, StaffState.ACTIVE),
        ("Nadia", Role.ADVOCATE, StaffState.TO_SET_UP),
        ("Tom", Role.ADVOCATE, StaffState.ACTIVE),
        ("Ruth", Role.ADVOCATE, StaffState.LEFT),
    ]
