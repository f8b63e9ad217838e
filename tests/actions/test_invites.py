"""Inviting: a name and a code, for three days; what ends takes its name along for good."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.invites import (
    cancel_invite,
    clear_ended_invites,
    code_digest,
    invite_person,
    new_invite_token,
    open_invites,
)
from survivor_portal.actions.joining import begin_joining
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.staff import end_account
from survivor_portal.domain.invites import CODE_WORKS_FOR, JoiningRefusal
from survivor_portal.models import Invite
from survivor_portal.security.keyring import WrappedKey
from tests.cast import IMANI, RUTH, TOM
from tests.invited import invited_by, staff_id
from tests.staff import at_desk
from tests.stored import all_rows
from tests.timepiece import Timepiece

A_MOMENT = timedelta(seconds=1)


def keys(deps: Deps) -> int:
    with deps.key_ring.storage.read() as connection:
        return connection.scalar(select(func.count()).select_from(WrappedKey)) or 0


def invites(deps: Deps) -> int:
    with deps.storage.read() as connection:
        return connection.scalar(select(func.count()).select_from(Invite)) or 0


def works(deps: Deps, code: str) -> bool:
    return begin_joining(deps, code, "a browser") is not JoiningRefusal.CODE_NOT_KNOWN


def test_an_invite_lists_its_name_until_it_lapses(deps: Deps, timepiece: Timepiece) -> None:
    zola, omar = invited_by(deps, RUTH, "Zola"), invited_by(deps, RUTH, "Omar")
    ruth = staff_id(deps, RUTH)

    assert {invite.name for invite in open_invites(deps, ruth)} == {"Zola", "Omar"}
    assert open_invites(deps, staff_id(deps, TOM)) == ()
    timepiece.move(CODE_WORKS_FOR - A_MOMENT)
    assert works(deps, zola.code)
    timepiece.move(A_MOMENT)
    assert not works(deps, zola.code)
    assert not works(deps, omar.code)
    assert open_invites(deps, ruth) == ()


def test_an_invite_that_lapsed_is_cleared_with_its_key_and_no_clock_brings_it_back(
    deps: Deps, timepiece: Timepiece
) -> None:
    before = keys(deps)
    zola = invited_by(deps, RUTH)
    assert keys(deps) == before + 1

    timepiece.move(CODE_WORKS_FOR)
    assert clear_ended_invites(deps) == 1
    timepiece.move(-CODE_WORKS_FOR)

    assert (keys(deps), invites(deps)) == (before, 0)
    assert not works(deps, zola.code)


def test_a_clock_put_right_by_a_moment_harms_no_invite(deps: Deps, timepiece: Timepiece) -> None:
    zola = invited_by(deps, RUTH)

    timepiece.move(-A_MOMENT)

    assert clear_ended_invites(deps) == 0
    assert works(deps, zola.code)


def test_a_cancelled_invite_works_no_more_and_its_key_is_gone(deps: Deps) -> None:
    before = keys(deps)
    zola, ruth = invited_by(deps, RUTH), staff_id(deps, RUTH)
    [invite] = open_invites(deps, ruth)

    cancel_invite(deps, ruth, invite.id)

    assert not works(deps, zola.code)
    assert (keys(deps), invites(deps)) == (before, 0)
    with pytest.raises(NotFoundError):
        cancel_invite(deps, ruth, invite.id)


def test_nobody_cancels_the_invite_of_someone_else(deps: Deps) -> None:
    zola = invited_by(deps, RUTH)
    [invite] = open_invites(deps, staff_id(deps, RUTH))

    for member in (TOM, IMANI):
        with pytest.raises(NotFoundError):
            cancel_invite(deps, staff_id(deps, member), invite.id)

    assert works(deps, zola.code)


def test_clearing_that_broke_off_goes_on_the_next_time(deps: Deps, timepiece: Timepiece) -> None:
    before = keys(deps)
    invited_by(deps, RUTH)
    [invite] = open_invites(deps, staff_id(deps, RUTH))
    timepiece.move(CODE_WORKS_FOR)
    # The key was destroyed, and then the power went.
    deps.key_ring.destroy(invite.id)

    clear_ended_invites(deps)

    assert (keys(deps), invites(deps)) == (before, 0)


def test_an_invite_whose_key_is_gone_is_not_listed(deps: Deps) -> None:
    invited_by(deps, RUTH)
    ruth = staff_id(deps, RUTH)
    [invite] = open_invites(deps, ruth)
    deps.key_ring.destroy(invite.id)

    assert open_invites(deps, ruth) == ()


def test_a_form_sent_twice_makes_one_invite(deps: Deps) -> None:
    ruth, token = staff_id(deps, RUTH), new_invite_token(deps)
    assert invite_person(deps, ruth, "Zola", token) is not None
    rows, made = keys(deps), invites(deps)

    assert invite_person(deps, ruth, "Zola", token) is None

    assert (keys(deps), invites(deps)) == (rows, made)


def test_whoever_leaves_takes_their_codes_along_and_makes_no_more(deps: Deps) -> None:
    before, ruth = keys(deps), staff_id(deps, RUTH)
    zola = invited_by(deps, RUTH)

    end_account(deps, ruth, by=at_desk(deps, staff_id(deps, IMANI)))

    assert not works(deps, zola.code)
    with pytest.raises(NotFoundError):
        invite_person(deps, ruth, "Zola", new_invite_token(deps))
    assert (keys(deps), invites(deps)) == (before, 0)


def test_a_code_is_stored_as_a_digest_that_only_the_key_files_holder_can_make(deps: Deps) -> None:
    zola = invited_by(deps, RUTH)

    stored = repr(all_rows(deps)["invites"])

    assert str(code_digest(deps, zola.code.lower())) in stored
    assert zola.code not in stored
    assert "Zola" not in stored
