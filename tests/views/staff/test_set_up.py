"""Somebody new gets a code, chooses a passphrase, adds an app and is shown ten recovery codes: with plain forms."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pyotp
import pytest

from tests.cast import browser_for
from tests.staff import NADIA, PASSPHRASE, created
from tests.views.staff.reading import shown_codes

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.pages import Page
    from tests.timepiece import Timepiece

by_htmx_or_not = pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])


def typed(code: str, **changes: str) -> dict[str, str]:
    return {"set_up_code": code, "new_passphrase": PASSPHRASE, "new_passphrase_again": PASSPHRASE, **changes}


def begin(browser: "Browser", code: str, *, htmx: bool = False) -> "Page":
    return browser.open("/desk/set-up").form("/desk/set-up").fill(**typed(code)).submit(htmx=htmx)


@by_htmx_or_not
def test_an_account_is_set_up_from_code_to_sign_in(
    browser: "Browser", deps: "Deps", timepiece: "Timepiece", *, htmx: bool
) -> None:
    page = begin(browser, created(deps, NADIA).code.lower(), htmx=htmx)
    assert page.heading == "Add your app"
    secret = shown_codes(page)[0].replace(" ", "")
    assert len(secret) == 32
    assert 'class="qr"' in page.answer.text

    page = page.form("/desk/set-up/app").fill(code=pyotp.TOTP(secret).at(timepiece())).submit(htmx=htmx)

    recovery = shown_codes(page)
    assert len(set(recovery)) == 10
    timepiece.move(timedelta(minutes=1))
    form = browser.open("/desk/sign-in").form("/desk/sign-in")
    form.fill(sign_in_name="Nadia", passphrase=PASSPHRASE, code=pyotp.TOTP(secret).at(timepiece()))
    assert form.submit(htmx=htmx).path == "/desk"


def test_a_recovery_code_signs_in_where_the_apps_numbers_would(
    app: "Flask", deps: "Deps", timepiece: "Timepiece"
) -> None:
    browser = browser_for(app)
    page = begin(browser, created(deps, NADIA).code)
    secret = shown_codes(page)[0].replace(" ", "")
    recovery = shown_codes(page.form("/desk/set-up/app").fill(code=pyotp.TOTP(secret).at(timepiece())).submit())

    form = browser.open("/desk/sign-in").form("/desk/sign-in")
    form.fill(sign_in_name="nadia", passphrase=PASSPHRASE, code=recovery[3].lower())

    assert form.submit().path == "/desk"
    assert "9 codes are left." in browser.open("/desk/me").text


@by_htmx_or_not
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"set_up_code": "0000-0000-0000"}, "This code does not work."),
        ({"set_up_code": "nonsense"}, "This code does not work."),
        ({"set_up_code": ""}, "Write your set-up code."),
        ({"set_up_code": "0" * 41}, "That code is too long."),
        ({"new_passphrase": "short", "new_passphrase_again": "short"}, "15 letters or more"),
        ({"new_passphrase": "nadia nadia nadia", "new_passphrase_again": "nadia nadia nadia"}, "a name in it"),
        ({"new_passphrase_again": "another one, of some length"}, "The two are not the same."),
        ({"new_passphrase": "", "new_passphrase_again": ""}, "Write the new passphrase."),
    ],
)
def test_what_is_wrong_is_said_beside_its_line_and_nothing_secret_comes_back(
    browser: "Browser", deps: "Deps", *, htmx: bool, changes: dict[str, str], said: str
) -> None:
    made = created(deps, NADIA)
    form = browser.open("/desk/set-up").form("/desk/set-up").fill(**typed(made.code, **changes))

    page = form.submit(htmx=htmx, status=422)

    assert said in page.text
    assert PASSPHRASE not in page.answer.text
    assert (page.value_of("set_up_code") or "") == changes.get("set_up_code", made.code)


@by_htmx_or_not
def test_wrong_numbers_leave_the_same_key_and_picture(
    browser: "Browser", deps: "Deps", timepiece: "Timepiece", *, htmx: bool
) -> None:
    page = begin(browser, created(deps, NADIA).code, htmx=htmx)
    key = shown_codes(page)[0]

    page = page.form("/desk/set-up/app").fill(code="000000").submit(htmx=htmx, status=422)

    assert "These numbers do not fit." in page.text
    assert shown_codes(page) == [key]
    right = pyotp.TOTP(key.replace(" ", "")).at(timepiece())
    assert page.form("/desk/set-up/app").fill(code=right).submit(htmx=htmx).heading == "Recovery codes"


def test_a_code_that_was_used_meanwhile_leads_back_to_the_first_step(
    app: "Flask", deps: "Deps", timepiece: "Timepiece"
) -> None:
    first, second = browser_for(app), browser_for(app)
    code = created(deps, NADIA).code
    begin(first, code)
    page = begin(second, code)
    numbers = pyotp.TOTP(shown_codes(page)[0].replace(" ", "")).at(timepiece())
    assert page.form("/desk/set-up/app").fill(code=numbers).submit().heading == "Recovery codes"

    page = first.page.form("/desk/set-up/app").fill(code=numbers).submit(status=422)

    assert "This code does not work." in page.text
    assert page.form("/desk/set-up").action == "/desk/set-up"


@by_htmx_or_not
@pytest.mark.parametrize("numbers", ["000000", "", "of hers", "of the other"])
def test_nobody_finishes_what_somebody_else_began_with_the_same_code(
    app: "Flask", deps: "Deps", timepiece: "Timepiece", *, htmx: bool, numbers: str
) -> None:
    hers, others = browser_for(app), browser_for(app)
    code = created(deps, NADIA).code
    key = shown_codes(begin(hers, code, htmx=htmx))[0]
    other_key = shown_codes(begin(others, code))[0]
    apps = {"of hers": key, "of the other": other_key}
    shown = pyotp.TOTP(apps[numbers].replace(" ", "")).at(timepiece()) if numbers in apps else numbers

    page = hers.page.form("/desk/set-up/app").fill(code=shown).submit(htmx=htmx, status=422)

    assert "Somebody began again with this code after you." in page.text
    assert "If it was not you, tell your team or whoever runs the portal." in page.text
    assert shown_codes(page) == []
    assert other_key.replace(" ", "") not in page.answer.text
    again = page.form("/desk/set-up").fill(**typed(code)).submit(htmx=htmx)
    right = pyotp.TOTP(shown_codes(again)[0].replace(" ", "")).at(timepiece())
    assert again.form("/desk/set-up/app").fill(code=right).submit(htmx=htmx).heading == "Recovery codes"


@pytest.mark.parametrize("seal", [None, "", "0" * 64, "0" * 65])
def test_the_code_alone_shows_no_key_again(browser: "Browser", deps: "Deps", seal: str | None) -> None:
    page = begin(browser, created(deps, NADIA).code)

    page = page.form("/desk/set-up/app").fill(code="000000").forge(begun=seal).submit(status=422)

    assert page.heading == "Set up your account"
    assert shown_codes(page) == []


def test_a_form_sent_too_late_carries_on_with_what_was_begun(
    browser: "Browser", deps: "Deps", timepiece: "Timepiece"
) -> None:
    code = created(deps, NADIA).code
    form = begin(browser, code).form("/desk/set-up/app")
    numbers = pyotp.TOTP(shown_codes(browser.page)[0].replace(" ", "")).at(timepiece())

    page = form.forge(csrf_token="stale").fill(code=numbers).submit(status=400)
    page = page.form("/desk/set-up/app").fill(code=numbers, set_up_code=code).submit()

    assert page.heading == "Recovery codes"


def test_the_page_knows_no_code_that_stands_after_the_sign_of_a_link(browser: "Browser", deps: "Deps") -> None:
    made = created(deps, NADIA)

    assert made.link_at("https://portal.example.org/") == f"https://portal.example.org/desk/set-up#{made.code}"
    page = browser.open("/desk/set-up")
    assert page.value_of("set_up_code") in (None, "")
    assert "code-from-link.js" in str(page.markup.root.get("data-load"))
