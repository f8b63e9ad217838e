"""An account set up with a supervisor's code opens nothing but its own page until a third person has confirmed it."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pyotp
import pytest

from survivor_portal.actions.staff import SetUpCode, create_staff, reset_staff
from tests.cast import IMANI, RUTH, TOM, browser_for, staff_browser
from tests.markup import words_of
from tests.routes import NOBODY, ROUTES
from tests.staff import JOSE, PASSPHRASE, at_desk, set_up, staff_id_of

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.people import NewStaff
    from survivor_portal.actions.staff import NewAccount
    from tests.browse import Browser
    from tests.timepiece import Timepiece
    from tests.views.staff.reading import Codes

HERE = "/desk/newcomers"
OWN = ("/desk/me", "/desk/step-up", "/desk/sign-out", "/desk/hide", "/desk/here")

HOMES = {"advocate": "/desk", "supervisor": "/desk/office"}

by_htmx_or_not = pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])


@pytest.fixture
def newcomer(app: "Flask", deps: "Deps", timepiece: "Timepiece") -> "Browser":
    """Whoever is in Tom's account, which Imani emptied; nobody has confirmed that it is Tom."""
    made = reset_staff(deps, staff_id_of(deps, TOM), by=at_desk(deps, staff_id_of(deps, IMANI)))
    assert isinstance(made, SetUpCode)
    return arrived(app, deps, timepiece, TOM, made)


@pytest.fixture
def new_supervisor(app: "Flask", deps: "Deps", timepiece: "Timepiece") -> "Browser":
    """Whoever is in José's account, which Imani made; nobody has confirmed that it is José."""
    made = create_staff(deps, JOSE, by=at_desk(deps, staff_id_of(deps, IMANI)))
    assert isinstance(made, SetUpCode)
    return arrived(app, deps, timepiece, JOSE, made)


@pytest.fixture(params=["advocate", "supervisor"])
def either(request: pytest.FixtureRequest) -> tuple[str, "Browser"]:
    """Somebody nobody has confirmed, in each role."""
    fixture = {"advocate": "newcomer", "supervisor": "new_supervisor"}[request.param]
    return request.param, request.getfixturevalue(fixture)


def arrived(
    app: "Flask", deps: "Deps", timepiece: "Timepiece", member: "NewStaff | NewAccount", made: SetUpCode
) -> "Browser":
    """Set an account up and sign in to it, up to its own page."""
    secret, _ = set_up(deps, made.code)
    timepiece.move(timedelta(minutes=1))
    browser = browser_for(app)
    form = browser.open("/desk/sign-in").form("/desk/sign-in")
    code = pyotp.TOTP(secret).at(timepiece())
    page = form.fill(sign_in_name=member.sign_in_name, passphrase=PASSPHRASE, code=code).submit()
    assert page.path == "/desk/me"
    return browser


def test_the_page_says_what_is_missing_and_who_cannot_do_it(either: tuple[str, "Browser"]) -> None:
    page = either[1].page

    assert page.heading == "My account"
    assert "Ask a colleague to confirm that you set up this account. It can be anyone but Imani" in page.text
    assert page.follow("Look again").path == "/desk/me"


def test_every_other_address_of_the_desk_leads_there_and_does_nothing(either: tuple[str, "Browser"]) -> None:
    role, newcomer = either
    token = newcomer.open("/desk/me").form("/desk/sign-out").values["csrf_token"]
    asked = 0
    for method, path, audience, *_ in ROUTES:
        if audience not in {"advocate", "supervisor", "staff"} or path.startswith(OWN):
            continue
        place = re.sub(r"<\w+>", NOBODY, re.sub(r"<int:\w+>", "1", path))
        answer = newcomer.client.open(place, method=method, data={"csrf_token": token} if method == "POST" else None)
        if audience not in {role, "staff"}:
            assert (path, answer.status_code) == (path, 404)
        else:
            assert (path, answer.status_code, answer.headers["Location"]) == (path, 303, "/desk/me")
        asked += 1
    assert asked > 20


@by_htmx_or_not
def test_a_colleague_confirms_and_everything_opens_in_the_same_session(
    newcomer: "Browser", ruth: "Browser", *, htmx: bool
) -> None:
    page = ruth.open("/desk").follow("New colleagues: 1")
    assert "with a code from Imani" in page.text
    assert "Did you set up this account? Can you sign in with the passphrase you chose?" in page.text

    page = page.form("They told me that they did it Tom").submit(htmx=htmx)

    assert "Nobody waits for you now." in page.text
    assert "New colleagues" not in ruth.open("/desk").text
    assert newcomer.open("/desk").heading == "Desk"
    assert "Ask a colleague to confirm" not in newcomer.open("/desk/me").text


def test_looking_again_leads_home_once_somebody_has_confirmed(either: tuple[str, "Browser"], ruth: "Browser") -> None:
    role, newcomer = either
    name = {"advocate": "Tom", "supervisor": "José"}[role]
    ruth.open(HERE).form(f"They told me that they did it {name}").submit()

    assert newcomer.page.follow("Look again").path == HOMES[role]


def test_whoever_gave_the_code_is_neither_offered_nor_can_forge_it(
    newcomer: "Browser", ruth: "Browser", imani: "Browser"
) -> None:
    assert "New colleagues" not in imani.open("/desk/office").text
    action = ruth.open(HERE).form("They told me that they did it Tom").action

    form = imani.open("/desk/me").form("/desk/sign-out")
    form.action = action
    form.submit(status=404)

    assert newcomer.open("/desk").path == "/desk/me"


def test_confirming_asks_for_a_recent_factor(
    newcomer: "Browser", ruth: "Browser", timepiece: "Timepiece", codes: "Codes"
) -> None:
    form = ruth.open(HERE).form("They told me that they did it Tom")
    timepiece.move(timedelta(minutes=11))

    page = form.submit(status=401)
    assert newcomer.open("/desk").path == "/desk/me"
    page.form(form.action).fill(step_up_code=codes.ruth()).submit()

    assert newcomer.open("/desk").path == "/desk"


def test_the_staff_table_says_that_somebody_waits(newcomer: "Browser", imani: "Browser") -> None:
    assert newcomer.page.path == "/desk/me"
    rows = [words_of(row) for row in imani.open("/desk/office/staff").markup.all("tr")]

    assert "Waits for a colleague to confirm" in next(row for row in rows if row.startswith("Tom"))


def test_one_session_of_the_newcomer_does_not_shut_the_others_out(
    app: "Flask", newcomer: "Browser", timepiece: "Timepiece"
) -> None:
    assert newcomer.open("/desk").path == "/desk/me"
    assert staff_browser(app, RUTH, timepiece).open("/desk").path == "/desk"
