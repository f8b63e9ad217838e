"""What happens to staff accounts is kept for good, and told to everyone it concerns until they have seen it."""

import pytest

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.holds import lift_hold
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.sessions import Viewer
from survivor_portal.actions.staff import (
    SetUpCode,
    add_passkey,
    ask_to_add,
    change_role,
    confirm_newcomer,
    create_staff,
    end_account,
    events_about,
    newcomers_for,
    note_events_seen,
    passkeys_of,
    remove_passkey,
    replace_recovery_codes,
    reset_staff,
    reset_staff_called,
    staff_events,
    unseen_events,
)
from survivor_portal.actions.staff.events import EVENTS_PAGE, OWN_EVENTS
from survivor_portal.domain.people import Role
from survivor_portal.domain.staff import StaffEventKind
from survivor_portal.security.passkeys import Site
from tests.authenticator import Authenticator
from tests.cast import IMANI, RUTH, TOM
from tests.lives import make_life
from tests.staff import JOSE, NADIA, at_desk, created, set_up, staff_id_of
from tests.stored import all_rows
from tests.timepiece import Timepiece

SITE = Site.at("http://localhost:8000", "My Pages")
Kind = StaffEventKind


@pytest.fixture
def imani(deps: Deps) -> Viewer:
    """A supervisor."""
    return at_desk(deps, staff_id_of(deps, IMANI))


@pytest.fixture
def jose(deps: Deps) -> Viewer:
    """Another supervisor, whom the operator made."""
    made = created(deps, JOSE)
    set_up(deps, made.code)
    viewer = at_desk(deps, made.staff_id)
    note_events_seen(deps, viewer, seen_by(deps, viewer))
    return viewer


def kinds(deps: Deps) -> list[tuple[StaffEventKind, str | None, str | None]]:
    return [(line.kind, line.about_name, line.by_name) for line in staff_events(deps).lines]


def seen_by(deps: Deps, viewer: Viewer) -> list[int]:
    return [line.number for line in unseen_events(deps, viewer)]


def told(deps: Deps, viewer: Viewer) -> list[StaffEventKind]:
    return [line.kind for line in unseen_events(deps, viewer)]


def test_a_whole_life_of_an_account_is_written_down_with_who_did_what_to_whom(
    deps: Deps, imani: Viewer, timepiece: Timepiece
) -> None:
    made, ruth = create_staff(deps, NADIA, by=imani), at_desk(deps, staff_id_of(deps, RUTH))
    assert isinstance(made, SetUpCode)
    set_up(deps, made.code)
    confirm_newcomer(deps, ruth, newcomers_for(deps, ruth)[0].ref)
    nadia, device = at_desk(deps, made.staff_id), Authenticator()
    assert add_passkey(deps, SITE, nadia, device.make(ask_to_add(deps, SITE, nadia)))
    remove_passkey(deps, nadia, passkeys_of(deps, nadia.id)[0].id)
    replace_recovery_codes(deps, nadia)
    assert change_role(deps, nadia.id, Role.SUPERVISOR, by=imani) is None
    assert isinstance(reset_staff_called(deps, "nadia"), SetUpCode)
    timepiece.now = timepiece().replace(year=2010)
    assert end_account(deps, nadia.id, by=at_desk(deps, imani.id)) is None

    assert kinds(deps) == [
        (Kind.ENDED, "Nadia", "Imani"),
        (Kind.EMPTIED, "Nadia", None),
        (Kind.ROLE_CHANGED, "Nadia", "Imani"),
        (Kind.CODES_RENEWED, "Nadia", "Nadia"),
        (Kind.PASSKEY_REMOVED, "Nadia", "Nadia"),
        (Kind.PASSKEY_ADDED, "Nadia", "Nadia"),
        (Kind.CONFIRMED, "Nadia", "Ruth"),
        (Kind.SET_UP, "Nadia", "Nadia"),
        (Kind.MADE, "Nadia", "Imani"),
    ]
    roles = {line.kind: line.role for line in staff_events(deps).lines if line.role}
    assert roles == {Kind.MADE: Role.ADVOCATE, Kind.ROLE_CHANGED: Role.SUPERVISOR}


def test_holds_and_looks_are_written_down_without_a_word_of_whom_they_are_on(deps: Deps, timepiece: Timepiece) -> None:
    life = make_life(deps, timepiece)
    hold = life.hold()
    lift_hold(deps, life.supervising(), hold)
    lift_hold(deps, life.supervising(), hold)

    written, lifted = (Kind.HOLD_WRITTEN, None, "Odile"), (Kind.HOLD_LIFTED, None, "Odile")
    looked = (Kind.LOOKED_AT, "Esther", "Odile")
    assert kinds(deps) == [lifted, written, looked, lifted, written]
    assert not any(life.her in row or hold in row for row in all_rows(deps)["staff_events"])


def test_every_other_supervisor_and_the_person_are_told_until_they_have_seen_it(
    deps: Deps, imani: Viewer, jose: Viewer
) -> None:
    ruth, tom = (at_desk(deps, staff_id_of(deps, member)) for member in (RUTH, TOM))
    note_events_seen(deps, imani, seen_by(deps, imani))
    made = reset_staff(deps, ruth.id, by=imani)
    assert isinstance(made, SetUpCode)
    set_up(deps, made.code)
    ruth = at_desk(deps, ruth.id)

    assert told(deps, jose) == told(deps, ruth) == [Kind.EMPTIED]
    assert told(deps, imani) == told(deps, tom) == []
    note_events_seen(deps, jose, seen_by(deps, jose))

    assert told(deps, jose) == []
    assert told(deps, ruth) == [Kind.EMPTIED]


def test_nobody_clears_what_is_told_to_another_or_has_not_been_shown_yet(
    deps: Deps, imani: Viewer, jose: Viewer
) -> None:
    ruth, tom = (staff_id_of(deps, member) for member in (RUTH, TOM))
    assert isinstance(reset_staff(deps, ruth, by=imani), SetUpCode)
    shown = seen_by(deps, jose)
    assert isinstance(reset_staff(deps, tom, by=imani), SetUpCode)

    note_events_seen(deps, imani, [*shown, *seen_by(deps, jose)])
    note_events_seen(deps, jose, shown)

    assert told(deps, jose) == [Kind.EMPTIED]


def test_what_the_operator_does_is_told_to_every_supervisor(deps: Deps, imani: Viewer, jose: Viewer) -> None:
    note_events_seen(deps, imani, seen_by(deps, imani))
    created(deps, NADIA)

    assert told(deps, imani) == told(deps, jose) == [Kind.MADE]
    assert unseen_events(deps, imani)[0].by_name is None


def test_whoever_supervises_no_more_is_told_of_their_own_account_alone(deps: Deps, imani: Viewer, jose: Viewer) -> None:
    assert isinstance(reset_staff(deps, staff_id_of(deps, RUTH), by=imani), SetUpCode)
    assert change_role(deps, jose.id, Role.ADVOCATE, by=imani) is None

    assert told(deps, at_desk(deps, jose.id)) == [Kind.ROLE_CHANGED]


def test_a_supervisor_whom_nobody_confirmed_is_told_of_their_own_account_alone(deps: Deps, imani: Viewer) -> None:
    made = create_staff(deps, JOSE, by=imani)
    assert isinstance(made, SetUpCode)
    set_up(deps, made.code)
    assert isinstance(reset_staff(deps, staff_id_of(deps, RUTH), by=imani), SetUpCode)

    assert told(deps, at_desk(deps, made.staff_id)) == [Kind.MADE]


def test_people_see_the_newest_of_what_happened_to_their_own_account_and_nothing_else(deps: Deps) -> None:
    ruth = at_desk(deps, staff_id_of(deps, RUTH))
    replace_recovery_codes(deps, at_desk(deps, staff_id_of(deps, TOM)))
    for _ in range(OWN_EVENTS + 1):
        replace_recovery_codes(deps, ruth)

    lines = events_about(deps, ruth.id)

    assert len(lines) == OWN_EVENTS
    assert {(line.kind, line.about_name) for line in lines} == {(Kind.CODES_RENEWED, "Ruth")}
    assert [line.number for line in lines] == sorted((line.number for line in lines), reverse=True)


def test_everything_is_there_page_by_page_however_much_it_is(deps: Deps) -> None:
    ruth = at_desk(deps, staff_id_of(deps, RUTH))
    for _ in range(EVENTS_PAGE + 1):
        replace_recovery_codes(deps, ruth)

    first, second = staff_events(deps), staff_events(deps, 2)

    assert (len(first.lines), len(second.lines), second.pages) == (EVENTS_PAGE, 1, 2)
    assert {line.number for line in first.lines}.isdisjoint(line.number for line in second.lines)
    for page in (0, 3, -1):
        with pytest.raises(NotFoundError):
            staff_events(deps, page)


def test_what_did_not_happen_is_not_written_down(deps: Deps, imani: Viewer) -> None:
    ruth, before = staff_id_of(deps, RUTH), all_rows(deps)

    assert change_role(deps, ruth, Role.ADVOCATE, by=imani) is None
    assert end_account(deps, imani.id, by=imani) is not None
    with pytest.raises(NotFoundError):
        remove_passkey(deps, imani, "a" * 26)

    assert all_rows(deps) == before
