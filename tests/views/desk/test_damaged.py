"""A consent with a cell that no longer opens hides nothing else of the person's, and staff can write its stop down."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import all_consents_of, withdraw_consent
from survivor_portal.domain.consent import State
from tests.damage import Cell, give_damaged

if TYPE_CHECKING:
    from tests.browse import Browser
    from tests.caseload import Caseload

PLAIN_LINE = "Part of this can no longer be read. So we tell nobody anything under it."


@pytest.mark.parametrize("cell", [Cell.SCOPE, Cell.DETAILS, Cell.REASON])
def test_her_page_shows_what_is_left_and_all_the_others(
    esther: "Browser", caseload: "Caseload", wren: str, cell: Cell
) -> None:
    caseload.give(wren)
    give_damaged(caseload, wren, cell)

    page = esther.open(f"/desk/people/{wren}")

    assert page.text.count(PLAIN_LINE) == 1
    assert "Recorded by you." in page.text
    assert "Record what was told" in page.text
    assert esther.open(f"/desk/people/{wren}/disclosures").status == 200


@pytest.mark.parametrize("cell", [Cell.SCOPE, Cell.DETAILS])
def test_her_stop_of_it_waits_to_be_seen(esther: "Browser", caseload: "Caseload", wren: str, cell: Cell) -> None:
    damaged = give_damaged(caseload, wren, cell)
    withdraw_consent(caseload.deps, wren, damaged)
    action = f"/desk/people/{wren}/consents/{damaged}/acknowledgement"

    page = esther.open(f"/desk/people/{wren}").form(action).submit()

    assert not [form for form in page.markup.all("form") if form.get("action") == action]
    (rest,) = all_consents_of(caseload.deps, wren).damaged
    assert [seen.seen_by for seen in rest.acknowledgements] == [caseload.advocate]


@pytest.mark.parametrize("cell", [Cell.SCOPE, Cell.DETAILS])
def test_a_spoken_stop_of_it_is_written_down_by_her_advocate(
    esther: "Browser", caseload: "Caseload", wren: str, cell: Cell
) -> None:
    damaged = give_damaged(caseload, wren, cell)
    path = f"/desk/people/{wren}/stops"

    esther.open(f"/desk/people/{wren}").follow("Write down a spoken stop").form(path).fill(stopped=damaged).submit()

    assert _state(caseload, wren) is State.WITHDRAWN


@pytest.mark.parametrize("cell", [Cell.SCOPE, Cell.DETAILS])
def test_and_by_a_supervisor(imani: "Browser", caseload: "Caseload", wren: str, cell: Cell) -> None:
    damaged = give_damaged(caseload, wren, cell)
    path = f"/desk/office/consents/{wren}"

    page = imani.open(path)
    assert PLAIN_LINE in page.text
    page.form(f"{path}/stops").fill(stopped=damaged).submit()

    assert _state(caseload, wren) is State.WITHDRAWN
    imani.open(f"{path}/{damaged}", status=404)


def _state(caseload: "Caseload", her: str) -> State | None:
    (rest,) = all_consents_of(caseload.deps, her).damaged
    return rest.state
