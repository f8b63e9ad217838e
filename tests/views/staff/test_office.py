"""A supervisor keeps the staff's accounts: who is there, somebody new, another role, and an end in one press."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pyotp
import pytest

from tests.cast import IMANI, RUTH, TOM, browser_for, staff_browser
from tests.markup import words_of
from tests.staff import PASSPHRASE, staff_id_of
from tests.views.staff.reading import shown_codes

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.pages import Form, Page
    from tests.stored import Statements
    from tests.timepiece import Timepiece
    from tests.views.staff.reading import Codes

HERE = "/desk/office/staff"

by_htmx_or_not = pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])


def lines(page: "Page") -> list[list[str]]:
    """Give the table but for its presses."""
    return [[words_of(cell) for cell in row][:5] for row in page.markup.all("tr")][1:]


def somebody_new(imani: "Browser", **changes: str) -> "Form":
    typed = {"staff_name": "Nadia", "staff_sign_in_name": "nadia", "role": "advocate"} | changes
    return imani.open(HERE).form(HERE).fill(**typed)


def test_the_table_says_who_is_there_and_how_they_sign_in(imani: "Browser") -> None:
    imani.open("/desk/office")
    page = imani.page.follow("Staff")

    assert lines(page) == [
        ["Imani", "Supervisor", "Can sign in", "App", "Tuesday, May 12, 9:30 AM"],
        ["Ruth", "Advocate", "Can sign in", "App", "Never"],
        ["Tom", "Advocate", "Can sign in", "App", "Never"],
    ]


@by_htmx_or_not
@pytest.mark.parametrize("role", ["advocate", "supervisor"])
def test_somebody_new_gets_a_code_that_is_shown_once(
    app: "Flask", imani: "Browser", timepiece: "Timepiece", *, htmx: bool, role: str
) -> None:
    page = somebody_new(imani, role=role).submit(htmx=htmx)
    code, link = shown_codes(page)
    assert link == f"http://localhost:8000/desk/set-up#{code}"
    new = lines(imani.open(HERE))[1]
    assert new[:2] == ["Nadia", role.capitalize()]
    assert new[2].startswith("Not set up yet")
    assert code not in imani.page.answer.text

    nadia = browser_for(app)
    form = nadia.open("/desk/set-up").form("/desk/set-up")
    form.fill(set_up_code=code, new_passphrase=PASSPHRASE, new_passphrase_again=PASSPHRASE)
    page = form.submit()
    secret = shown_codes(page)[0].replace(" ", "")
    page.form("/desk/set-up/app").fill(code=pyotp.TOTP(secret).at(timepiece())).submit()
    timepiece.move(timedelta(minutes=1))
    form = nadia.open("/desk/sign-in").form("/desk/sign-in")
    form.fill(sign_in_name="nadia", passphrase=PASSPHRASE, code=pyotp.TOTP(secret).at(timepiece()))

    assert form.submit().path == "/desk/me"
    ruth = staff_browser(app, RUTH, timepiece)
    ruth.open("/desk").follow("New colleagues: 1").form("They told me that they did it Nadia").submit(htmx=htmx)
    home = {"advocate": "/desk", "supervisor": "/desk/office"}[role]
    assert nadia.open(home).path == home


@by_htmx_or_not
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"staff_sign_in_name": "RUTH"}, "Somebody has this sign-in name already."),
        ({"staff_sign_in_name": ""}, "Write a sign-in name."),
        ({"staff_name": ""}, "Write a name."),
        ({"staff_name": "x" * 81}, "That name is too long."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    imani: "Browser", *, htmx: bool, changes: dict[str, str], said: str
) -> None:
    page = somebody_new(imani, **changes).submit(htmx=htmx, status=422)

    assert said in page.text
    assert (page.value_of("staff_name") or "") == changes.get("staff_name", "Nadia")
    assert len(lines(page)) == 3


def test_an_account_without_a_role_is_not_made(imani: "Browser") -> None:
    page = somebody_new(imani).forge(role=None).submit(status=422)

    assert "Pick what this person does." in page.text


@by_htmx_or_not
def test_one_press_ends_an_account_and_the_next_request_answers_as_signed_out(
    ruth: "Browser", imani: "Browser", *, htmx: bool
) -> None:
    page = imani.open(HERE).form("End this account Ruth").submit(htmx=htmx)

    assert lines(page)[-1][:4] == ["Ruth", "Advocate", "Account ended", "None"]
    assert ruth.open("/desk", status=401).asks_to_sign_in
    assert not [words for row in page.markup.all("tr") if "Ruth" in (words := words_of(row)) and "End this" in words]


@by_htmx_or_not
def test_another_role_asks_the_person_to_sign_in_anew(
    app: "Flask", ruth: "Browser", imani: "Browser", timepiece: "Timepiece", *, htmx: bool
) -> None:
    page = imani.open(HERE).form("Make a supervisor Ruth").press("Make a supervisor Ruth").submit(htmx=htmx)

    assert lines(page)[1][:2] == ["Ruth", "Supervisor"]
    ruth.open("/desk", status=401)
    timepiece.move(timedelta(minutes=1))
    code = pyotp.TOTP(RUTH.totp_secret).at(timepiece())
    form = browser_for(app).open("/desk/sign-in").form("/desk/sign-in")
    form.fill(sign_in_name="ruth", passphrase=RUTH.passphrase, code=code)
    assert form.submit().path == "/desk/office"


@by_htmx_or_not
def test_a_new_set_up_code_empties_the_account(ruth: "Browser", imani: "Browser", *, htmx: bool) -> None:
    page = imani.open(HERE).form("Give a new set-up code Ruth").submit(htmx=htmx)

    assert len(shown_codes(page)) == 2
    assert lines(imani.open(HERE))[1][3] == "None yet"
    ruth.open("/desk", status=401)


def test_every_change_asks_for_a_recent_factor(
    ruth: "Browser", imani: "Browser", timepiece: "Timepiece", codes: "Codes"
) -> None:
    presses = [
        imani.open(HERE).form("End this account Tom"),
        imani.page.form("Make a supervisor Tom").press("Make a supervisor Tom"),
        imani.page.form("Give a new set-up code Tom"),
        somebody_new(imani),
    ]
    timepiece.move(timedelta(minutes=11))

    for press in presses:
        assert press.submit(status=401).heading == "Please confirm it is you"

    page = imani.page.form(HERE).fill(step_up_code=codes.imani()).submit()
    assert len(shown_codes(page)) == 2
    assert [line[:3] for line in lines(imani.open(HERE))[2:]] == [
        ["Ruth", "Advocate", "Can sign in"],
        ["Tom", "Advocate", "Can sign in"],
    ]
    assert ruth.open("/desk").status == 200


def test_nobody_is_offered_or_can_forge_the_end_of_their_own_account(imani: "Browser", deps: "Deps") -> None:
    own, page = staff_id_of(deps, IMANI), imani.open(HERE)
    assert f"{own}/offboarding" not in page.answer.text
    tom = page.form("End this account Tom")
    tom.action = tom.action.replace(staff_id_of(deps, TOM), own)

    page = tom.submit(status=422)

    assert "This is your own account." in page.text
    assert lines(page)[0][:3] == ["Imani", "Supervisor", "Can sign in"]


def test_a_role_that_is_none_is_refused(imani: "Browser") -> None:
    form = imani.open(HERE).form("Make a supervisor Ruth").press("Make a supervisor Ruth")

    assert form.forge(role="operator").submit(status=400).status == 400


def test_the_table_costs_as_many_statements_whoever_is_on_it(
    app: "Flask", imani: "Browser", statements: "Statements", timepiece: "Timepiece"
) -> None:
    statements.clear()
    imani.open(HERE)
    before = len(statements.sent)
    for number in range(5):
        somebody_new(imani, staff_sign_in_name=f"name {number}").submit()

    statements.clear()
    imani.open(HERE)

    assert len(statements.sent) == before
    assert staff_browser(app, TOM, timepiece).open(HERE, status=404).status == 404
