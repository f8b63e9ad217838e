"""What people set about leaving: one row each, whoever presses at once, and none for whoever is gone."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import TYPE_CHECKING

from survivor_portal.actions.erasing import Erasure, erase_survivor
from survivor_portal.actions.leaving import cover_desk, leaving_settings_of, set_leaving
from survivor_portal.actions.opening import open_deps
from survivor_portal.domain.leaving import AS_MADE, LeavingSettings
from tests.caseload import make_caseload
from tests.lives import make_life
from tests.staff import at_desk
from tests.stored import all_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from survivor_portal.actions.deps import Deps
    from survivor_portal.config import Config
    from tests.timepiece import Timepiece

ROUNDS = 20


def at_once(*deeds: "Callable[[], object]") -> None:
    """Do all of it in threads that set off together; whatever one of them raises fails the test."""
    start = Barrier(len(deeds))

    def do(deed: "Callable[[], object]") -> None:
        start.wait()
        deed()

    with ThreadPoolExecutor(len(deeds)) as threads:
        list(threads.map(do, deeds))


def test_whoever_set_nothing_has_what_holds_for_everyone(deps: "Deps", timepiece: "Timepiece") -> None:
    her = make_caseload(deps, timepiece).add("Wren")

    assert leaving_settings_of(deps, her) == AS_MADE


def test_what_she_set_comes_with_her_session(deps: "Deps", timepiece: "Timepiece") -> None:
    life = make_life(deps, timepiece)

    assert life.sign_in().leaving == leaving_settings_of(deps, life.her) != AS_MADE


def test_two_presses_at_once_leave_one_row_that_is_wholly_the_one_or_the_other(
    deps: "Deps", config: "Config", timepiece: "Timepiece"
) -> None:
    life = make_life(deps, timepiece)
    her = life.sign_in()
    there = open_deps(config, clock=timepiece)
    one = LeavingSettings("11111111", by_keyboard=False, by_taps=True, few_traces=False, hides_after=2)
    other = LeavingSettings("22222222", by_keyboard=True, by_taps=False, few_traces=True, hides_after=10)
    for _ in range(ROUNDS):
        at_once(lambda: set_leaving(deps, her, one), lambda: set_leaving(there, her, other))

        assert leaving_settings_of(deps, life.her) in {one, other}
        assert len(all_rows(deps)["leaving_choices"]) == 1
    there.storage.close()
    there.key_ring.storage.close()


def test_setting_for_somebody_who_is_gone_leaves_no_row(deps: "Deps", timepiece: "Timepiece") -> None:
    life = make_life(deps, timepiece)
    her = life.sign_in()
    assert erase_survivor(deps, life.her) is Erasure.ERASED
    set_leaving(deps, her, AS_MADE)

    assert all_rows(deps)["leaving_choices"] == frozenset()


def test_a_desk_covered_twice_at_once_is_covered_once(deps: "Deps", config: "Config", timepiece: "Timepiece") -> None:
    caseload = make_caseload(deps, timepiece)
    viewer = at_desk(deps, caseload.advocate)
    there = open_deps(config, clock=timepiece)
    for _ in range(ROUNDS):
        cover_desk(deps, viewer, covers=False)
        at_once(*(partial(cover_desk, at, viewer, covers=True) for at in (deps, there)))

        assert len(all_rows(deps)["desk_covers"]) == 1
    there.storage.close()
    there.key_ring.storage.close()
