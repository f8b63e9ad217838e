"""What a survivor erases is gone: her key at once, her rows with it; a hold in writing alone can keep it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest

from survivor_portal.actions.departures import left_lately
from survivor_portal.actions.deps import Deps
from survivor_portal.actions.erasing import Erasure, erase_survivor, finish_erasures, people_without_key
from survivor_portal.actions.holds import NewHold, holds_of, lift_hold, set_hold
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.sessions import end_sessions_of, staff_owner
from survivor_portal.domain.departures import HoldRefusal
from survivor_portal.models import Base
from survivor_portal.security.keyring import KeyGoneError
from tests.cast import RUTH
from tests.invited import invited_by
from tests.lives import ASKER, BASIS, Life, make_life
from tests.staff import at_desk
from tests.stored import all_rows
from tests.timepiece import Timepiece

A_DAY = timedelta(days=1)
HERS = {
    "account_events",
    "acknowledgements",
    "agreed_words",
    "asked_deletions",
    "assignments",
    "case_views",
    "compelled_disclosures",
    "consent_events",
    "consents",
    "contact_rules",
    "disclosures",
    "drafts",
    "known_devices",
    "law_enforcement_choices",
    "leaving_choices",
    "legal_holds",
    "looks",
    "messages",
    "notices",
    "option_answers",
    "options",
    "pauses",
    "police_answers",
    "police_requests",
    "recoveries",
    "sessions",
    "survivors",
}


@pytest.fixture
def life(deps: Deps, timepiece: Timepiece) -> Life:
    """Wren, with something everywhere."""
    return make_life(deps, timepiece)


def new_hold(deps: Deps) -> NewHold:
    return NewHold(BASIS, ASKER, deps.clock(), None, forbids_notice=False)


def names_her(deps: Deps, her: str) -> set[str]:
    """Name the tables in which her reference stands."""
    return {table for table, rows in all_rows(deps).items() if any(her in row for row in rows)}


def test_nothing_of_hers_is_left_but_that_her_key_is_gone_and_somebody_has_left(deps: Deps, life: Life) -> None:
    before = all_rows(deps)
    erase_survivor(deps, life.caseload.add("Robin"))
    nobody_else = life.caseload.add("Sasha")
    life.caseload.write(nobody_else, nobody_else, "Hello.")
    kept = all_rows(deps)

    assert erase_survivor(deps, life.her) is Erasure.ERASED

    after = all_rows(deps)
    assert names_her(deps, life.her) == {"destroyed_keys"}
    assert {table for table in before if len(kept[table]) > len(after[table])} <= HERS | {"data_keys"}
    assert len(kept["messages"]) - len(after["messages"]) == 2
    assert len(after["departures"]) == 2
    assert nobody_else in deps.key_ring.owners()
    with pytest.raises(KeyGoneError):
        deps.key_ring.key_for(life.her)


def test_the_invite_she_joined_by_goes_too(deps: Deps) -> None:
    invited = invited_by(deps, RUTH)
    joining = invited.ready()
    invited.finish(joining)
    assert {"invites", "survivors"} <= names_her(deps, joining.invite_id)

    erase_survivor(deps, joining.invite_id)

    assert names_her(deps, joining.invite_id) == {"destroyed_keys"}


def test_whoever_has_erased_cannot_sign_in_any_more(deps: Deps, life: Life) -> None:
    erase_survivor(deps, life.her)

    assert not life.can_sign_in()


def test_erasing_twice_equals_once(deps: Deps, life: Life) -> None:
    erase_survivor(deps, life.her)
    once = all_rows(deps)

    assert erase_survivor(deps, life.her) is Erasure.ERASED
    assert all_rows(deps) == once


def test_her_advocate_learns_for_thirty_days_that_somebody_left_and_nothing_more(
    deps: Deps, life: Life, timepiece: Timepiece
) -> None:
    erase_survivor(deps, life.her)

    assert (left_lately(deps, life.advocate), left_lately(deps, life.supervisor)) == (1, 0)
    timepiece.move(30 * A_DAY)
    assert left_lately(deps, life.advocate) == 0


def test_a_survivor_nobody_helps_leaves_no_word_at_all(deps: Deps) -> None:
    with deps.storage.read() as connection:
        somebody = connection.execute(Base.metadata.tables["survivors"].select()).first()
    assert somebody is not None

    erase_survivor(deps, somebody.id)

    assert all_rows(deps)["departures"] == frozenset()


# -------------------------------------------------------------------------------------------------- cut short, put back


def test_rows_left_without_a_key_are_taken_away_later(deps: Deps, life: Life) -> None:
    other = life.caseload.add("Robin")
    deps.key_ring.destroy(life.her)

    assert finish_erasures(deps) == 1

    assert names_her(deps, life.her) == {"destroyed_keys"}
    assert "survivors" in names_her(deps, other)
    assert finish_erasures(deps) == 0


@pytest.mark.usefixtures("life")
def test_nobody_is_taken_away_because_a_key_is_merely_missing(deps: Deps) -> None:
    with deps.key_ring.storage.writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM data_keys")
    before = all_rows(deps)

    assert finish_erasures(deps) == 0
    assert all_rows(deps) == before
    assert people_without_key(deps) == len(before["survivors"])


def test_everyone_has_a_key_or_has_erased_it(deps: Deps, life: Life) -> None:
    assert people_without_key(deps) == 0
    deps.key_ring.destroy(life.her)
    assert people_without_key(deps) == 0


def test_nobody_signs_in_to_rows_that_were_put_back(deps: Deps, life: Life) -> None:
    assert life.can_sign_in()
    deps.key_ring.destroy(life.her)

    assert not life.can_sign_in()


# --------------------------------------------------------------------------------------------------------- legal holds


def test_while_a_hold_stands_nothing_is_touched(deps: Deps, life: Life, timepiece: Timepiece) -> None:
    life.hold(days=30)
    before = all_rows(deps)

    assert erase_survivor(deps, life.her) is Erasure.HELD
    assert all_rows(deps) == before

    timepiece.move(30 * A_DAY)
    assert erase_survivor(deps, life.her) is Erasure.ERASED


def test_a_lifted_hold_keeps_nothing_and_lifting_it_twice_equals_once(deps: Deps, life: Life) -> None:
    hold, supervising = life.hold(), life.supervising()
    lift_hold(deps, supervising, hold)
    once = all_rows(deps)
    life.timepiece.move(A_DAY)
    lift_hold(deps, supervising, hold)

    assert all_rows(deps) == once
    assert erase_survivor(deps, life.her) is Erasure.ERASED


def test_a_hold_keeps_one_person_and_nobody_else(deps: Deps, life: Life) -> None:
    other = life.caseload.add("Robin")
    life.hold()

    assert erase_survivor(deps, other) is Erasure.ERASED
    assert erase_survivor(deps, life.her) is Erasure.HELD


def test_a_hold_is_read_again_as_it_was_written_and_its_basis_is_sealed(deps: Deps, life: Life) -> None:
    ref = life.hold(forbids_notice=True)

    held = {written.ref: written for written in holds_of(deps, life.her)}
    standing = held.pop(ref)
    assert (standing.asked_by, standing.person.name, standing.set_by) == (ASKER, "Wren", "Odile")
    assert (standing.basis, standing.hold.forbids_notice, standing.hold.lifted_at) == (BASIS, True, None)
    assert [written.hold.lifted_at is None for written in held.values()] == [False]
    written_down = [value for row in all_rows(deps)["legal_holds"] for value in row if isinstance(value, bytes)]
    assert len(written_down) == 4
    assert not any(words.encode() in value for value in written_down for words in (BASIS, ASKER))


def test_only_a_supervisor_writes_a_hold_or_lifts_one(deps: Deps, life: Life) -> None:
    ref, supervising, advocate = life.hold(), life.supervising(), at_desk(deps, life.advocate)
    signed_out = life.supervising()
    with deps.storage.write() as session:
        end_sessions_of(session, staff_owner(life.supervisor), keep=supervising.sid_digest)
        session.commit()
    before = all_rows(deps)

    for nobody in (advocate, signed_out):
        with pytest.raises(NotFoundError):
            set_hold(deps, nobody, life.her, new_hold(deps))
        with pytest.raises(NotFoundError):
            lift_hold(deps, nobody, ref)
    with pytest.raises(NotFoundError):
        lift_hold(deps, supervising, "a" * 26)
    with pytest.raises(NotFoundError):
        set_hold(deps, supervising, "a" * 26, new_hold(deps))
    assert all_rows(deps) == before


def test_a_hold_without_a_basis_or_without_an_asker_is_not_written(deps: Deps, life: Life) -> None:
    supervising = life.supervising()
    before = all_rows(deps)

    without_basis, without_asker = replace(new_hold(deps), basis=" "), replace(new_hold(deps), asked_by="\n")
    assert set_hold(deps, supervising, life.her, without_basis) is HoldRefusal.NO_BASIS
    assert set_hold(deps, supervising, life.her, without_asker) is HoldRefusal.NOBODY_ASKED
    assert all_rows(deps) == before


@pytest.mark.parametrize("_", range(3))
def test_of_a_hold_and_an_erasure_at_once_the_first_one_counts(deps: Deps, life: Life, _: int) -> None:
    together, supervising = Barrier(2), life.supervising()

    def write_hold() -> object:
        together.wait()
        try:
            return set_hold(deps, supervising, life.her, new_hold(deps))
        except (NotFoundError, KeyGoneError):
            return None

    def erase() -> Erasure:
        together.wait()
        return erase_survivor(deps, life.her)

    with ThreadPoolExecutor(2) as threads:
        holding, erasing = threads.submit(write_hold), threads.submit(erase)
        is_held = holding.result() is not None
    assert erasing.result() is (Erasure.HELD if is_held else Erasure.ERASED)
    assert ("survivors" in names_her(deps, life.her)) is is_held
