"""What her choices ask of the database does not grow."""

from typing import TYPE_CHECKING

from survivor_portal.actions.consents import (
    recipients,
)
from tests.browse import Browser
from tests.stored import Statements

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
from tests.views.choices.reading import DRAFT, KEY, SESSION, filled, places

COMPELLED = 1 + KEY
NO_NAMES = 1 + KEY


def test_each_page_costs_the_same_however_much_there_is(wren: Browser, statements: Statements) -> None:
    for _ in range(3):
        ref = filled(wren.open("/choices/new")).submit().path

    costs = {
        "/choices": SESSION + 4 + KEY + COMPELLED,
        "/choices/new": SESSION + 2 + DRAFT,
        ref: SESSION + 5 + KEY,
        f"{ref}/renewal": SESSION + 5 + KEY + DRAFT,
        f"{ref}/receipt": SESSION + 4 + KEY + NO_NAMES,
    }
    for path, cost in costs.items():
        statements.clear()
        wren.open(path)
        assert len(statements.sent) == cost, statements.sent


def test_every_place_of_the_directory_is_offered(wren: Browser, deps: "Deps") -> None:
    assert places(wren.open("/choices/new")) == [choice.ref for choice in recipients(deps)]
