"""What somebody does to an account is told to everyone it concerns, on their first page, until they have seen it."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.staff import SetUpCode, create_staff, reset_staff_called
from tests.cast import IMANI
from tests.staff import NADIA, at_desk, staff_id_of

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.stored import Statements

SEEN = "I have seen this"

by_htmx_or_not = pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])


@by_htmx_or_not
def test_a_supervisor_reads_on_the_first_page_what_the_operator_did_until_it_was_seen(
    deps: "Deps", imani: "Browser", *, htmx: bool
) -> None:
    assert isinstance(create_staff(deps, NADIA), SetUpCode)
    page = imani.open("/desk/office")
    assert "Whoever runs the portal made an account for Nadia." in page.text

    page = page.form("/desk/me/seen").submit(htmx=htmx)

    assert page.path == "/desk/office"
    assert "made an account for Nadia" not in page.text
    history = imani.open("/desk/office/staff").follow("What happened to accounts")
    assert "Whoever runs the portal made an account for Nadia." in history.text


def test_only_what_was_shown_is_seen(deps: "Deps", imani: "Browser") -> None:
    assert isinstance(reset_staff_called(deps, "ruth"), SetUpCode)
    form = imani.open("/desk/office").form("/desk/me/seen")
    assert isinstance(reset_staff_called(deps, "tom"), SetUpCode)

    page = form.submit()

    assert "gave Tom a new set-up code" in page.text
    assert "gave Ruth" not in page.text


def test_people_read_what_happened_to_their_own_account(ruth: "Browser", imani: "Browser") -> None:
    ruth.open("/desk/me/recovery-codes").form("/desk/me/recovery-codes").submit()

    page = ruth.open("/desk/me")
    assert "Ruth made new recovery codes." in page.text
    assert SEEN not in page.text
    assert "Ruth made new recovery codes." not in imani.open("/desk/office").text
    assert "Ruth made new recovery codes." in imani.open("/desk/office/staff/history").text


@pytest.mark.parametrize("forged", ["", "0", "9" * 30, "1 2 x", "-1", "9" * 2000])
def test_what_nobody_was_shown_cannot_be_cleared(deps: "Deps", imani: "Browser", forged: str) -> None:
    assert isinstance(create_staff(deps, NADIA), SetUpCode)
    form = imani.open("/desk/office").form("/desk/me/seen")

    page = form.forge(seen=forged.replace("1 2", "8 9")).submit()

    assert "made an account for Nadia" in page.text


def test_no_advocate_sees_the_history_of_others(ruth: "Browser") -> None:
    ruth.open("/desk/office/staff/history", status=404)


def test_the_history_goes_on_page_by_page(deps: "Deps", ruth: "Browser", imani: "Browser") -> None:
    assert isinstance(create_staff(deps, NADIA), SetUpCode)
    form = ruth.open("/desk/me/recovery-codes").form("/desk/me/recovery-codes")
    for _ in range(50):
        form.submit()

    page = imani.open("/desk/office/staff/history")
    assert "Page 1 of 2" in page.text
    assert "Nadia" in page.follow("Next page").text
    imani.open("/desk/office/staff/history/3", status=404)


def test_the_first_pages_cost_as_many_statements_whatever_happened(
    deps: "Deps", imani: "Browser", statements: "Statements"
) -> None:
    costs = []
    for sign_in_name in ("one", "two", "three"):
        made = create_staff(deps, NADIA.__class__("Nadia", NADIA.role, sign_in_name))
        assert isinstance(made, SetUpCode)
        statements.clear()
        imani.open("/desk/office")
        costs.append(len(statements.sent))

    assert len(set(costs)) == 1
    assert at_desk(deps, staff_id_of(deps, IMANI)).is_confirmed
