"""People without an advocate wait in one list, and are given to one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from survivor_portal.actions.cases import advocate_of, assign
from survivor_portal.actions.deps import Deps
from survivor_portal.actions.intake import advocates, give_to_advocate, people_without_advocate
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.staff import end_account
from survivor_portal.models import Survivor
from tests.cast import AMARA, BELA, IMANI, RUTH, TOM
from tests.invited import staff_id
from tests.staff import at_desk
from tests.timepiece import Timepiece


@pytest.fixture
def amara(deps: Deps) -> str:
    with deps.storage.read() as connection:
        digest = deps.sign_in_digest(AMARA.sign_in_name)
        return connection.execute(select(Survivor.id).where(Survivor.sign_in_digest == digest)).scalar_one()


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
