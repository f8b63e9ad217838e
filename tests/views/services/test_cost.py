"""What her services ask of the database does not grow."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.directory import import_directory, services_by_need
from survivor_portal.domain.taxonomy import Need
from tests.browse import Browser
from tests.hsds import service, written
from tests.views.services.reading import HOUSING

if TYPE_CHECKING:
    from tests.stored import Statements


COSTS: Final = {
    "/list": 3,
    "/list/all": 3,
    "option": 7,
    "/list/directory": 2,
    f"/list/directory/{HOUSING}": 3,
    "service": 5,
}


@pytest.mark.parametrize("page", COSTS)
def test_a_page_costs_as_many_statements_with_500_services_as_with_5(
    deps: Deps, wren: Browser, tmp_path: Path, statements: "Statements", page: str
) -> None:
    counted = []
    for many in (5, 500):
        import_directory(deps, written(tmp_path, *map(service, range(many))))
        services = [card.id for card in services_by_need(deps, Need.HOUSING).cards]
        paths = [wren.open(f"/list/service/{found}").form("Put it on my list").submit().path for found in services[-4:]]
        path = {"option": paths[0], "service": f"/list/service/{services[0]}"}.get(page, page)
        statements.clear()
        wren.open(path)
        counted.append(len(statements.sent))

    assert counted == [1 + COSTS[page]] * 2
