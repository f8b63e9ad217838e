"""A staff member adds passkeys, signs in with them, and takes them away; nobody else can."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.authenticator import Authenticator
from tests.cast import TOM, browser_for, staff_browser
from tests.views.staff.reading import add_passkey, asked

if TYPE_CHECKING:
    from flask import Flask

    from tests.browse import Browser
    from tests.pages import Page
    from tests.timepiece import Timepiece


def sign_in(browser: "Browser", device: Authenticator, *, place: str = "", status: int = 200) -> "Page":
    browser.open("/desk/sign-in")
    answer = device.show(asked(browser, "/desk/sign-in/challenge", "/desk/sign-in/passkey"))
    return browser.page.form("/desk/sign-in/passkey").forge(credential=answer, place=place).submit(status=status)


@pytest.mark.parametrize("place", ["", "/desk/me"])
def test_a_passkey_signs_in_by_itself_and_leads_where_somebody_was_going(
    app: "Flask", ruth: "Browser", place: str
) -> None:
    device = Authenticator()
    assert "Passkey 1" in add_passkey(ruth, device).text

    page = sign_in(browser_for(app), device, place=place)

    assert page.path == (place or "/desk")
    assert "I also have 1 passkey." in page.browser.open("/desk/me").text


def test_a_passkey_nobody_added_signs_nobody_in(app: "Flask", ruth: "Browser") -> None:
    add_passkey(ruth, Authenticator())

    page = sign_in(browser_for(app), Authenticator(credential_id=b"somebody else's"), status=422)

    assert "We could not sign you in with that passkey." in page.text
    assert page.asks_to_sign_in


@pytest.mark.parametrize("answer", [None, "", "{}", "nonsense", "[" * 5000])
def test_what_is_no_answer_signs_nobody_in_and_adds_nothing(
    browser: "Browser", ruth: "Browser", answer: str | None
) -> None:
    form = browser.open("/desk/sign-in").form("/desk/sign-in/passkey").forge(credential=answer)
    assert "We could not sign you in with that passkey." in form.submit(status=422).text

    form = ruth.open("/desk/me/passkeys").form("/desk/me/passkeys").forge(credential=answer)
    assert "The passkey was not added." in form.submit(status=422).text


def test_an_answer_copied_to_another_browser_signs_nobody_in(app: "Flask", ruth: "Browser") -> None:
    device, theirs, another = Authenticator(), browser_for(app), browser_for(app)
    add_passkey(ruth, device)
    theirs.open("/desk/sign-in")
    answer = device.show(asked(theirs, "/desk/sign-in/challenge", "/desk/sign-in/passkey"))

    form = another.open("/desk/sign-in").form("/desk/sign-in/passkey").forge(credential=answer)

    assert "We could not sign you in with that passkey." in form.submit(status=422).text


def test_a_passkey_is_taken_away_by_its_owner_alone(app: "Flask", ruth: "Browser", timepiece: "Timepiece") -> None:
    device = Authenticator()
    page = add_passkey(ruth, device)
    removal = page.form("Take it away Passkey 1")
    tom = staff_browser(app, TOM, timepiece)
    token = tom.open("/desk/me/passkeys").form("/desk/me/passkeys").values["csrf_token"]

    assert tom.client.post(removal.action, data={"csrf_token": token}).status_code == 404
    assert "You have no passkey yet." in removal.submit().text

    sign_in(browser_for(app), device, status=422)


def test_a_passkey_that_may_be_a_copy_is_named_on_its_owners_page(
    app: "Flask", ruth: "Browser", timepiece: "Timepiece"
) -> None:
    device = Authenticator(count=5)
    add_passkey(ruth, device)
    copy = Authenticator(private_key=device.private_key, count=3)
    sign_in(browser_for(app), copy, status=422)

    assert "A passkey may have been copied" in ruth.open("/desk/me").text
    timepiece.move(timedelta(minutes=1))
    sign_in(browser_for(app), device, status=422)


def test_passkeys_may_be_asked_for_at_the_desk_and_nowhere_else(browser: "Browser") -> None:
    at_desk, elsewhere = (browser.open(path).headers["Permissions-Policy"] for path in ("/desk/sign-in", "/"))

    for feature in ("publickey-credentials-get", "publickey-credentials-create"):
        assert f"{feature}=(self)" in at_desk.split(", ")
        assert f"{feature}=()" in elsewhere.split(", ")
    assert "camera=()" in at_desk


def test_a_challenge_is_given_only_with_the_token_of_a_form(browser: "Browser") -> None:
    browser.open("/desk/sign-in")

    answer = browser.client.post("/desk/sign-in/challenge", base_url=browser.origin)

    assert answer.status_code == 400


def test_the_script_for_passkeys_is_loaded_where_they_are_offered_and_nowhere_else(
    browser: "Browser", ruth: "Browser"
) -> None:
    for page in (browser.open("/desk/sign-in"), ruth.open("/desk/me/passkeys"), ruth.open("/desk/step-up")):
        assert str(page.markup.root.get("data-load")).endswith("/passkeys.js")
    for page in (browser.open("/"), ruth.open("/desk"), ruth.open("/desk/me")):
        assert str(page.markup.root.get("data-load")).endswith("/portal.js")
