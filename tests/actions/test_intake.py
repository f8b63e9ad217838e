"""People without an advocate wait in one list, and are given to one."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from survivor_portal.actions.cases import advocate_of, assign
from survivor_portal.actions.deps import Deps
from survivor_portal.actions.intake import advocates, give_to_advocate, people_without_advocate
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.people import NewSurvivor, add_survivor
from survivor_portal.actions.staff import end_account
from survivor_portal.models import Survivor
from tests.caseload import PASSPHRASE, Caseload, make_caseload
from tests.cast import AMARA, BELA, IMANI, RUTH, TOM
from tests.invited import staff_id
from tests.staff import at_desk
from tests.stored import noted_statements
from tests.timepiece import Timepiece


@pytest.fixture
def amara(deps: Deps) -> str:
    with deps.storage.read() as connection:
        digest = deps.sign_in_digest(AMARA.sign_in_name)
        return connection.execute(select(Survivor.id).where(Survivor.sign_in_digest == digest)).scalar_one()


@pytest.fixture
def caseload(deps: Deps, timepiece: Timepiece) -> Caseload:
    return make_caseload(deps, timepiece)


def waiting_names(deps: Deps) -> list[str]:
    return [waiting.person.name for waiting in people_without_advocate(deps)]


def test_whoever_is_given_to_an_advocate_waits_no_more(deps: Deps, amara: str) -> None:
    assert AMARA.chosen_name in waiting_names(deps)

    give_to_advocate(deps, amara, staff_id(deps, RUTH))

    assert AMARA.chosen_name not in waiting_names(deps)
    assert BELA.chosen_name in waiting_names(deps)
    advocate = advocate_of(deps, amara)
    assert advocate is not None
    assert advocate.name == RUTH.name


def test_whose_advocate_left_waits_from_then_on(deps: Deps, timepiece: Timepiece, amara: str) -> None:
    assign(deps, amara, staff_id(deps, RUTH))
    timepiece.move(timedelta(days=1))
    end_account(deps, staff_id(deps, RUTH), by=at_desk(deps, staff_id(deps, IMANI)))

    [waiting] = [waiting for waiting in people_without_advocate(deps) if waiting.person.id == amara]

    assert waiting.since == timepiece.now
    assert waiting_names(deps)[-1] == AMARA.chosen_name


def test_nobody_is_taken_from_an_advocate_by_being_given_again(deps: Deps, amara: str) -> None:
    give_to_advocate(deps, amara, staff_id(deps, RUTH))

    with pytest.raises(NotFoundError):
        give_to_advocate(deps, amara, staff_id(deps, TOM))

    advocate = advocate_of(deps, amara)
    assert advocate is not None
    assert advocate.name == RUTH.name


def test_nobody_is_given_to_a_supervisor_or_to_whoever_left(deps: Deps, amara: str) -> None:
    end_account(deps, staff_id(deps, TOM), by=at_desk(deps, staff_id(deps, IMANI)))

    for member in (IMANI, TOM):
        with pytest.raises(NotFoundError):
            give_to_advocate(deps, amara, staff_id(deps, member))
    with pytest.raises(NotFoundError):
        give_to_advocate(deps, "nobody", staff_id(deps, RUTH))
    assert AMARA.chosen_name in waiting_names(deps)


def test_advocates_are_those_who_are_here_by_name(deps: Deps) -> None:
    assert [person.name for person in advocates(deps)] == [RUTH.name, TOM.name]
    end_account(deps, staff_id(deps, RUTH), by=at_desk(deps, staff_id(deps, IMANI)))
    assert [person.name for person in advocates(deps)] == [TOM.name]


def wrote_at(deps: Deps, survivor_id: str) -> datetime | None:
    """Say since when someone without an advocate waits for an answer."""
    [found] = [waiting.wrote_at for waiting in people_without_advocate(deps) if waiting.person.id == survivor_id]
    return found


def test_whoever_wrote_with_nobody_there_to_read_it_waits_from_the_first_message_on(
    caseload: Caseload, amara: str
) -> None:
    assert wrote_at(caseload.deps, amara) is None
    first = caseload.timepiece.now
    caseload.write(amara, amara, "Is anybody there?")
    caseload.write(amara, amara, "Hello?")

    assert wrote_at(caseload.deps, amara) == first


def test_what_an_advocate_who_left_had_answered_waits_for_nobody_and_what_came_after_does(
    caseload: Caseload, amara: str
) -> None:
    deps = caseload.deps
    assign(deps, amara, caseload.advocate)
    caseload.write(amara, amara, "Is it today?")
    caseload.write(caseload.advocate, amara, "Yes, today.")
    end_account(deps, caseload.advocate, by=at_desk(deps, staff_id(deps, IMANI)))
    assert wrote_at(deps, amara) is None

    asked_again = caseload.timepiece.now
    caseload.write(amara, amara, "Are you still there?")

    assert wrote_at(deps, amara) == asked_again


def test_what_she_wrote_to_an_advocate_who_left_without_an_answer_still_waits(caseload: Caseload, amara: str) -> None:
    deps, asked = caseload.deps, caseload.timepiece.now
    assign(deps, amara, caseload.advocate)
    caseload.write(amara, amara, "Is it today?")
    end_account(deps, caseload.advocate, by=at_desk(deps, staff_id(deps, IMANI)))

    assert wrote_at(deps, amara) == asked


def test_those_who_wrote_come_before_those_who_wait_longer_and_the_longest_unanswered_first(
    caseload: Caseload, amara: str
) -> None:
    deps = caseload.deps
    late = add_survivor(deps, NewSurvivor("Wren", "Wren field 12", PASSPHRASE, "en"))
    later = add_survivor(deps, NewSurvivor("Robin", "Robin field 12", PASSPHRASE, "en"))
    silent = [name for name in waiting_names(deps) if name not in {"Wren", "Robin"}]
    caseload.write(later, later, "Hello.")
    caseload.write(late, late, "Hello.")
    caseload.write(later, later, "Hello again.")

    assert waiting_names(deps) == ["Robin", "Wren", *silent]
    assert AMARA.chosen_name in silent
    give_to_advocate(deps, later, caseload.advocate)
    assert waiting_names(deps) == ["Wren", *silent]
    assert wrote_at(deps, amara) is None


@pytest.mark.parametrize("number", [1, 30])
def test_the_queue_costs_two_statements_however_many_wait_and_write(caseload: Caseload, number: int) -> None:
    for position in range(number):
        new = NewSurvivor(f"Person {position}", f"Person {position} field 12", PASSPHRASE, "en")
        her = add_survivor(caseload.deps, new)
        caseload.write(her, her, "Hello.")
        caseload.write(her, her, "Hello again.")

    with noted_statements(caseload.deps) as noted:
        waiting = people_without_advocate(caseload.deps)

    assert sum(one.wrote_at is not None for one in waiting) == number
    assert len(noted.sent) == 2
