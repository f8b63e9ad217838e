"""A form whose token does not fit is not used, and what was typed into it comes back; another site's is refused."""

from typing import TYPE_CHECKING

import pytest

from tests.answer_rules import cookies_set
from tests.cast import AMARA, BELA, browser_for, survivor_browser
from tests.stored import all_rows

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.pages import Form

FORGED = "IjAxMjM0NTY3ODki.aaaaaa.c2lnbmVkLWJ5LW5vYm9keQ"

either_way = pytest.mark.parametrize("htmx", [False, True])


def filled(browser: "Browser") -> "Form":
    typed = {"sign_in_name": "<b>maple & river</b>", "passphrase": AMARA.passphrase, "phone_is_hers": "yes"}
    return browser.open("/").form("/").fill(**typed)


@either_way
@pytest.mark.parametrize("token", [None, "", "nonsense", FORGED])
def test_a_form_without_a_good_token_is_given_back_with_what_was_typed(
    browser: "Browser", deps: "Deps", token: str | None, *, htmx: bool
) -> None:
    before = all_rows(deps)
    page = filled(browser).forge(csrf_token=token).submit(htmx=htmx, status=400)

    assert page.heading == "Please send it again"
    assert page.value_of("sign_in_name") == "<b>maple & river</b>"
    assert page.value_of("phone_is_hers") == "yes"
    assert AMARA.passphrase not in page.answer.text
    assert all_rows(deps) == before


@either_way
def test_the_form_given_back_can_be_sent_again(browser: "Browser", *, htmx: bool) -> None:
    typed = {"sign_in_name": AMARA.sign_in_name, "passphrase": "typed before", "phone_is_hers": "yes"}
    form = browser.open("/").form("/").fill(**typed).forge(csrf_token=None)
    page = form.submit(htmx=htmx, status=400)

    assert page.form("Send again").fill(passphrase=AMARA.passphrase).submit(htmx=htmx).path == "/home"


def test_the_form_given_back_leads_to_the_same_place(browser: "Browser") -> None:
    form = browser.open("/inbox", status=401).form("/")
    page = form.fill(sign_in_name=AMARA.sign_in_name).forge(csrf_token=None).submit(status=400)

    assert page.form("/").fill(passphrase=AMARA.passphrase).submit().path == "/inbox"


def test_the_staff_form_is_given_back_without_passphrase_and_code(browser: "Browser") -> None:
    form = browser.open("/desk/sign-in").form("/desk/sign-in")
    form.fill(sign_in_name="ruth", passphrase="a long passphrase", code="314159").forge(csrf_token=FORGED)
    page = form.submit(status=400)

    assert page.value_of("sign_in_name") == "ruth"
    assert "a long passphrase" not in page.answer.text
    assert "314159" not in page.answer.text


def test_the_token_of_another_browser_does_not_fit(app: "Flask", browser: "Browser") -> None:
    stolen = browser_for(app).open("/").form("/").values["csrf_token"]

    filled(browser).forge(csrf_token=stolen).submit(status=400)


def test_the_token_from_before_signing_in_does_not_fit_afterwards(browser: "Browser") -> None:
    before = browser.open("/").form("/").values["csrf_token"]
    browser.sign_in_survivor(AMARA)

    browser.open("/me").form("/sign-out").forge(csrf_token=before).submit(status=400)
    browser.open("/me")


def test_the_token_of_another_session_does_not_fit(app: "Flask", amara: "Browser") -> None:
    other = survivor_browser(app, BELA).open("/me").form("/sign-out").values["csrf_token"]

    amara.open("/me").form("/sign-out").forge(csrf_token=other).submit(status=400)
    amara.open("/me")


def test_a_form_opened_before_signing_in_in_another_tab_is_given_back(browser: "Browser") -> None:
    old = browser.open("/").form("/language").press("Español")
    browser.sign_in_survivor(AMARA)
    page = old.submit(status=400)

    assert page.form("Send again").submit().language == "es"


def test_the_token_of_the_desk_does_not_fit_her_side(ruth: "Browser") -> None:
    token = ruth.open("/desk").form("/desk/sign-out").values["csrf_token"]

    ruth.open("/").form("/language").press("Español").forge(csrf_token=token).submit(status=400)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", ["/", "/language", "/desk/sign-in", "/x"])
def test_what_another_site_sends_is_refused_and_never_shown(
    browser: "Browser", deps: "Deps", path: str, site: str
) -> None:
    before = all_rows(deps)
    typed = {"sign_in_name": "words of another site", "passphrase": "words", "language": "es"}
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"}
    answer = browser.client.post(path, data=typed, headers=headers)

    assert answer.status_code == 403
    assert "words of another site" not in answer.text
    assert all_rows(deps) == before


def test_even_a_good_token_does_not_let_another_site_send_a_form(amara: "Browser") -> None:
    form = amara.open("/me").form("/sign-out")
    form.submit(status=403, headers={"Sec-Fetch-Site": "cross-site"})

    assert amara.open("/me").heading == "Me and this phone"


def test_another_site_may_link_here_but_not_load_anything(browser: "Browser") -> None:
    browser.open("/", headers={"Sec-Fetch-Site": "cross-site"})
    answer = browser.client.get("/", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"})

    assert answer.status_code == 403


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_refused_request_of_another_site_sets_no_cookie_over_hers(browser: "Browser", method: str) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}
    # Strict and Lax cookies stay away from such a request.
    answer = browser.client.open("/", method=method, headers=headers)

    assert answer.status_code == 403
    assert cookies_set(answer) == {}


def test_a_link_from_another_site_leaves_her_session_alone(amara: "Browser") -> None:
    held = amara.cookies()
    answer = amara.client.application.test_client().get(
        "/home", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    )
    assert answer.status_code == 401
    assert cookies_set(answer).keys() <= {"__Host-form"}

    assert amara.cookies() == held
    amara.open("/home")
