"""Whoever hands out a set-up code and uses it themselves has nothing: a third person confirms who set an account up."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.holds import NewHold, set_hold
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.sessions import Viewer, end_sessions_of, staff_owner
from survivor_portal.actions.staff import (
    SetUpCode,
    change_role,
    confirm_newcomer,
    confirm_newcomer_called,
    count_newcomers,
    create_staff,
    end_account,
    introducer_of,
    newcomers_for,
    reset_staff,
    staff_members,
)
from survivor_portal.domain.people import Role
from survivor_portal.domain.staff import StaffRefusal, StaffState
from tests.cast import AMARA, IMANI, RUTH, TOM
from tests.staff import JOSE, NADIA, at_desk, created, set_up, staff_id_of, survivor_id_of
from tests.stored import all_rows


@pytest.fixture
def imani(deps: Deps) -> Viewer:
    """The one supervisor there is."""
    return at_desk(deps, staff_id_of(deps, IMANI))


@pytest.fixture
def ruth(deps: Deps) -> Viewer:
    """An advocate."""
    return at_desk(deps, staff_id_of(deps, RUTH))


def state_of(deps: Deps, staff_id: str) -> StaffState:
    return next(member.state for member in staff_members(deps) if member.id == staff_id)


def set_up_by(deps: Deps, supervisor: Viewer, account: object = None) -> Viewer:
    """Make an account, or empty one, and set it up with the code that was shown; give whoever is in it."""
    made = reset_staff(deps, account, by=supervisor) if isinstance(account, str) else None
    made = made or create_staff(deps, NADIA, by=supervisor)
    assert isinstance(made, SetUpCode)
    set_up(deps, made.code)
    return at_desk(deps, made.staff_id)


def test_an_account_from_the_operator_needs_nobody(deps: Deps, ruth: Viewer) -> None:
    made = created(deps, JOSE)
    set_up(deps, made.code)

    assert at_desk(deps, made.staff_id).is_confirmed
    assert newcomers_for(deps, ruth) == ()


@pytest.mark.parametrize("is_new", [True, False], ids=["made", "emptied"])
def test_an_account_from_a_supervisor_waits_for_a_third_person_of_whatever_role(
    deps: Deps, imani: Viewer, ruth: Viewer, *, is_new: bool
) -> None:
    nadia = set_up_by(deps, imani, None if is_new else staff_id_of(deps, TOM))
    name = "Nadia" if is_new else "Tom"
    assert not nadia.is_confirmed
    assert introducer_of(deps, nadia) == "Imani"
    assert state_of(deps, nadia.id) is StaffState.TO_CONFIRM

    (newcomer,) = newcomers_for(deps, ruth)
    assert (newcomer.name, newcomer.role, newcomer.introduced_by) == (name, Role.ADVOCATE, "Imani")
    assert count_newcomers(deps, ruth) == 1
    confirm_newcomer(deps, ruth, newcomer.ref)

    assert at_desk(deps, nadia.id).is_confirmed
    assert state_of(deps, nadia.id) is StaffState.ACTIVE
    assert introducer_of(deps, nadia) is None
    assert count_newcomers(deps, ruth) == 0


def test_neither_who_was_shown_the_code_nor_who_used_it_confirms(deps: Deps, imani: Viewer, ruth: Viewer) -> None:
    nadia = set_up_by(deps, imani)
    (newcomer,) = newcomers_for(deps, ruth)
    before = all_rows(deps)

    for by in (imani, nadia):
        assert (newcomers_for(deps, by), count_newcomers(deps, by)) == ((), 0)
        with pytest.raises(NotFoundError):
            confirm_newcomer(deps, by, newcomer.ref)
    assert all_rows(deps) == before


def test_one_supervisor_alone_gets_no_account_of_theirs_confirmed_by_another_of_theirs(
    deps: Deps, imani: Viewer
) -> None:
    advocate = set_up_by(deps, imani)
    made = create_staff(deps, JOSE, by=imani)
    assert isinstance(made, SetUpCode)
    set_up(deps, made.code)
    supervisor = at_desk(deps, made.staff_id)
    before = all_rows(deps)

    for puppet in (advocate, supervisor):
        for newcomer in newcomers_for(deps, puppet):
            with pytest.raises(NotFoundError):
                confirm_newcomer(deps, puppet, newcomer.ref)
        assert reset_staff(deps, staff_id_of(deps, TOM), by=puppet) is StaffRefusal.ACTING_NO_MORE
        assert end_account(deps, staff_id_of(deps, TOM), by=puppet) is StaffRefusal.ACTING_NO_MORE
        assert change_role(deps, staff_id_of(deps, TOM), Role.SUPERVISOR, by=puppet) is StaffRefusal.ACTING_NO_MORE
        hold = NewHold("Order 17", "A court", deps.clock(), None, forbids_notice=False)
        with pytest.raises(NotFoundError):
            set_hold(deps, puppet, survivor_id_of(deps, AMARA), hold)
    assert all_rows(deps) == before


def test_another_role_confirms_nobody(deps: Deps, imani: Viewer) -> None:
    nadia = set_up_by(deps, imani)

    assert change_role(deps, nadia.id, Role.SUPERVISOR, by=imani) is None

    assert not at_desk(deps, nadia.id).is_confirmed


def test_a_confirmation_is_for_the_set_up_that_was_seen_and_no_later_one(
    deps: Deps, imani: Viewer, ruth: Viewer
) -> None:
    nadia = set_up_by(deps, imani)
    (seen,) = newcomers_for(deps, ruth)
    set_up_by(deps, imani, nadia.id)

    with pytest.raises(NotFoundError):
        confirm_newcomer(deps, ruth, seen.ref)
    assert not at_desk(deps, nadia.id).is_confirmed


def test_nobody_is_confirmed_before_the_account_is_set_up_or_after_it_ended(
    deps: Deps, imani: Viewer, ruth: Viewer
) -> None:
    nadia = set_up_by(deps, imani)
    (newcomer,) = newcomers_for(deps, ruth)
    assert isinstance(reset_staff(deps, staff_id_of(deps, TOM), by=imani), SetUpCode)
    assert [waiting.name for waiting in newcomers_for(deps, ruth)] == ["Nadia"]
    assert end_account(deps, nadia.id, by=imani) is None

    assert newcomers_for(deps, ruth) == ()
    with pytest.raises(NotFoundError):
        confirm_newcomer(deps, ruth, newcomer.ref)


def test_whoever_has_signed_out_meanwhile_confirms_nobody(deps: Deps, imani: Viewer, ruth: Viewer) -> None:
    nadia = set_up_by(deps, imani)
    (newcomer,) = newcomers_for(deps, ruth)
    with deps.storage.write() as session:
        end_sessions_of(session, staff_owner(ruth.id))
        session.commit()

    with pytest.raises(NotFoundError):
        confirm_newcomer(deps, ruth, newcomer.ref)
    assert not at_desk(deps, nadia.id).is_confirmed


def test_where_there_is_nobody_else_the_operator_confirms(deps: Deps, imani: Viewer) -> None:
    for member in (RUTH, TOM):
        assert end_account(deps, staff_id_of(deps, member), by=imani) is None
    nadia = set_up_by(deps, imani)

    confirm_newcomer_called(deps, "NADIA")

    assert at_desk(deps, nadia.id).is_confirmed
    for nobody in ("nadia", "no such name"):
        with pytest.raises(NotFoundError):
            confirm_newcomer_called(deps, nobody)


def test_of_two_who_confirm_at_once_one_is_noted(deps: Deps, imani: Viewer, ruth: Viewer) -> None:
    tom, start = at_desk(deps, staff_id_of(deps, TOM)), Barrier(2)
    set_up_by(deps, imani)
    (newcomer,) = newcomers_for(deps, ruth)

    def try_at_once(by: Viewer) -> bool:
        start.wait()
        try:
            confirm_newcomer(deps, by, newcomer.ref)
        except NotFoundError:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(try_at_once, (ruth, tom)))

    assert sorted(outcomes) == [False, True]
    assert sum("confirmed" in row for row in all_rows(deps)["staff_events"]) == 1
