"""What a page costs: one statement to know who looks, and no more than stated for the page itself."""

from typing import TYPE_CHECKING, Final

import pytest

from survivor_portal.actions.directory import services_by_need
from survivor_portal.actions.people import NewSurvivor
from survivor_portal.domain.options import Answer
from survivor_portal.domain.sessions import NOTED_EVERY
from survivor_portal.domain.taxonomy import Need
from tests.caseload import ESTHER, PASSPHRASE, make_caseload
from tests.cast import staff_browser, survivor_browser

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.caseload import Caseload
    from tests.stored import Statements
    from tests.timepiece import Timepiece

SESSION: Final = 1
NAME: Final = 1
"""The key that opens the viewer's name."""
PERSON: Final = 2
"""Someone else's row, and the key that opens the name in it."""
CONSENTS: Final = 5
"""The records, their events, disclosures and acknowledgements, and the key that opens what they cover."""
COMPELLED: Final = 2
"""What the law compelled, and the key that opens it."""
STANDING: Final = 1
"""Whether she has paused, or asked to be deleted."""
LEFT: Final = 1
"""How many have left lately."""
OPTIONS: Final = 3
"""The services, their needs and their places."""
THREAD: Final = 2
"""The messages, and the keys that open them and their authors' names."""
WAIT: Final = 1
"""Whether her older messages wait."""
ASKED: Final = 1
"""Whether somebody asks to get in with her name."""
WORDS: Final = 1
"""Whether her words for her team are used up."""
SECOND: Final = 1
"""How many colleagues ask for a second person."""
NEWCOMERS: Final = 1
"""How many newcomers wait for a third person's confirmation."""
NEWS: Final = 2
"""The events among staff that the viewer has not seen, and the keys that open the names in them."""
INTAKE: Final = 4
"""Who waits for an advocate, every advocate, and the keys that open their names."""
SIGN_IN: Final = 1
"""How the person's sign-in stands."""
NEWEST: Final = 1
NOTICES: Final = 1
DEVICES: Final = 1
PLACES: Final = 1
"""To whom something may be told."""
CASELOAD: Final = 4
"""Everyone on it, what is new about them, which consents end soon, and the keys that open their names."""
SEEN: Final = 3
"""When the page was last opened, and two to note that it is now."""
ANSWERS: Final = 1
SHELVES: Final = 2
"""How many services there are of each need, and of none."""
QUESTIONS: Final = 1
"""How many questions of the police wait for her answer."""
BANS: Final = 1
"""Whether a court's ban on telling her has just ended by itself."""
CONFIRMED: Final = 2
"""When she confirmed how she may be reached, and the key that tells whether what she marked can still be read."""
POLICE: Final = 4
"""Her choices, what the police ask and her answers, and the key that opens them."""
LOOKS: Final = 3
"""How many looks of supervisors there are, those of one page, and the keys that open them."""
REACHING: Final = 2
"""How she may be reached, and the key that opens it."""
APPROVED: Final = 1
"""Whether somebody qualified approved the words she reads."""
APPROVALS: Final = 2
"""Who approved which words, and the keys that open the names."""
DRAFT: Final = 1
"""Whether anything was typed into the page's form and not sent."""
HER_COSTS: Final = {
    "/home": SESSION
    + QUESTIONS
    + BANS
    + CONFIRMED
    + NAME
    + PERSON
    + OPTIONS
    + NEWEST
    + WAIT
    + ASKED
    + WORDS
    + NOTICES
    + STANDING
    + CONSENTS,
    "/list": SESSION + OPTIONS,
    "/choices": SESSION + CONSENTS + COMPELLED,
    "/choices/looks": SESSION + LOOKS,
    "/choices/new": SESSION + PLACES + APPROVED + DRAFT,
    "/choices/apart": SESSION + POLICE,
    "/choices/apart/form": SESSION + POLICE + PLACES + APPROVED + DRAFT,
    "/choices/apart/reading": SESSION,
    "/choices/contact": SESSION + REACHING,
    "/choices/contact/1": SESSION + REACHING + DRAFT,
    "/inbox": SESSION + WAIT + THREAD + PERSON + DRAFT,
    "/me": SESSION + NAME + ASKED + NOTICES + STANDING,
    "/me/devices": SESSION + DEVICES,
    "/me/exit": SESSION,
    "/me/passphrase": SESSION,
    "/numbers": SESSION,
    "/about": SESSION,
    "/gone": 0,
}
DESK_COSTS: Final = {
    "": SESSION + NAME + SECOND + NEWCOMERS + NEWS + CASELOAD + LEFT,
    "/people/{her}": SESSION
    + POLICE
    + REACHING
    + PERSON
    + SEEN
    + CONSENTS
    + COMPELLED
    + STANDING
    + OPTIONS
    + ANSWERS
    + THREAD
    + SIGN_IN
    + DRAFT,
    "/people/{her}/requests": SESSION + PERSON + POLICE + STANDING + DRAFT,
    "/people/{her}/offers": SESSION + PERSON + SHELVES,
    "/people/{her}/disclosures": SESSION + PERSON + CONSENTS,
}
"""What the pages of the desk cost an advocate, by what follows "/desk"."""


def costs(browser: "Browser", statements: "Statements", *paths: str) -> list[int]:
    """Count the statements that each of these pages costs."""
    counted = []
    for path in paths:
        statements.clear()
        browser.open(path)
        counted.append(len(statements.sent))
    return counted


@pytest.fixture
def caseload(deps: "Deps", timepiece: "Timepiece") -> "Caseload":
    """Esther's caseload, with nobody on it yet."""
    return make_caseload(deps, timepiece)


def live(caseload: "Caseload", her: str, times: int) -> None:
    """Let her and her advocate do everything that leaves a row, so many times; a service is offered once only."""
    for number in range(times):
        caseload.write(her, her, f"Message {number}")
        caseload.write(caseload.advocate, her, f"Answer {number}")
        caseload.tell(her, caseload.give(her))
    for position in range(min(times, len(services_by_need(caseload.deps, Need.HOUSING).cards))):
        caseload.answer(her, Answer.WANTED, position)


@pytest.mark.parametrize("times", [1, 50])
def test_each_page_costs_so_many_statements_however_much_is_on_it(
    app: "Flask", caseload: "Caseload", statements: "Statements", times: int
) -> None:
    her = caseload.add("Wren")
    live(caseload, her, times)
    wren = survivor_browser(app, NewSurvivor("Wren", "Wren field 12", PASSPHRASE, "en"))
    esther = staff_browser(app, ESTHER, caseload.timepiece)
    desk_paths = [f"/desk{path}".format(her=her) for path in DESK_COSTS]

    assert dict(zip(HER_COSTS, costs(wren, statements, *HER_COSTS), strict=True)) == HER_COSTS
    assert dict(zip(DESK_COSTS, costs(esther, statements, *desk_paths), strict=True)) == DESK_COSTS


def test_each_page_a_supervisor_opens_costs_so_many_statements(imani: "Browser", statements: "Statements") -> None:
    assert costs(imani, statements, "/desk/office") == [SESSION + NAME + INTAKE + SECOND + NEWCOMERS + NEWS]
    assert costs(imani, statements, "/desk/office/statements") == [SESSION + APPROVALS]
    assert costs(imani, statements, "/desk/office/statements/1-ar") == [SESSION + APPROVALS + DRAFT]


@pytest.mark.parametrize("path", ["/", "/numbers", "/about", "/desk/sign-in", "/gone"])
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

    assert sum(statement.startswith("UPDATE sessions") for statement in statements.sent) == 1


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
