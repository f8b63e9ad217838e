"""What a page costs: one statement to know who looks, and no more than stated for the page itself."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.domain.sessions import NOTED_EVERY

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.stored import Statements
    from tests.timepiece import Timepiece

SESSION = 1
NAME = 1
"""The key that opens the viewer's name."""


@pytest.mark.parametrize(
    ("path", "cost"),
    [
        ("/home", SESSION + NAME),
        ("/list", SESSION),
        ("/choices", SESSION),
        ("/inbox", SESSION),
        ("/me", SESSION + NAME),
        ("/numbers", SESSION),
        ("/gone", 0),
    ],
)
def test_each_page_she_opens_costs_so_many_statements(
    amara: "Browser", statements: "Statements", path: str, cost: int
) -> None:
    statements.clear()
    amara.open(path)

    assert len(statements.sent) == cost, statements.sent


@pytest.mark.parametrize(("path", "cost"), [("/desk", SESSION + NAME)])
def test_each_page_an_advocate_opens_costs_so_many_statements(
    ruth: "Browser", statements: "Statements", path: str, cost: int
) -> None:
    statements.clear()
    ruth.open(path)

    assert len(statements.sent) == cost, statements.sent


@pytest.mark.parametrize(("path", "cost"), [("/desk/office", SESSION + NAME)])
def test_each_page_a_supervisor_opens_costs_so_many_statements(
    imani: "Browser", statements: "Statements", path: str, cost: int
) -> None:
    statements.clear()
    imani.open(path)

    assert len(statements.sent) == cost, statements.sent


@pytest.mark.parametrize("path", ["/", "/numbers", "/desk/sign-in", "/gone"])
def test_a_page_for_anyone_costs_no_statement(browser: "Browser", statements: "Statements", path: str) -> None:
    browser.open(path)

    assert statements.sent == []


def test_the_last_use_is_written_down_twice_a_minute_at_most(
    amara: "Browser", statements: "Statements", timepiece: "Timepiece"
) -> None:
    timepiece.move(NOTED_EVERY)
    statements.clear()
    amara.open("/list")
    amara.open("/list")

    assert sum(statement.startswith("UPDATE") for statement in statements.sent) == 1


def test_a_static_file_costs_no_statement(amara: "Browser", statements: "Statements") -> None:
    icon = next(link.get("href") for link in amara.page.markup.all("link"))
    statements.clear()

    assert amara.client.get(str(icon)).status_code == 200
    assert statements.sent == []


def test_the_statements_of_both_databases_are_counted(deps: "Deps", statements: "Statements") -> None:
    with deps.storage.read() as connection:
        connection.exec_driver_sql("SELECT 1")
    with deps.key_ring.storage.write() as session:
        session.connection().exec_driver_sql("SELECT 2")

    assert statements.sent == ["SELECT 1", "SELECT 2"]
