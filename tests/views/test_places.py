"""After signing in or switching the language one lands on a page of one's own here, and nowhere else."""

from typing import TYPE_CHECKING

import pyotp
import pytest

from tests.cast import AMARA, RUTH

if TYPE_CHECKING:
    from tests.browse import Browser
    from tests.timepiece import Timepiece

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example/home",
    "http:evil.example",
    "javascript:alert(1)",
    "/home?x=1",
    "/home#x",
    "/%2fevil.example",
    "/%2e%2e/home",
    "/home/../x",
    "/home/",
    " /home",
    "/home\n",
    "/home\tx",
    "/HOME",
    "home",
    "/nowhere",
    "/healthz/x",
    "/" + "a/" * 500 + "a",
]


@pytest.mark.parametrize("place", [*ELSEWHERE, "/desk", "/desk/office", "/desk/sign-in", "/sign-out", "/x", ""])
def test_signing_in_leads_her_home_rather_than_to_a_place_that_is_not_hers(browser: "Browser", place: str) -> None:
    for htmx in (False, True):
        form = browser.open("/").form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase=AMARA.passphrase)
        page = form.forge(place=place).submit(htmx=htmx)
        assert page.path == "/home"
        page.browser.open("/me").form("/sign-out").submit()


@pytest.mark.parametrize("place", ["/home", "/list", "/choices", "/inbox", "/me"])
def test_signing_in_leads_her_to_the_place_of_hers_that_she_asked_for(browser: "Browser", place: str) -> None:
    form = browser.open("/").form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase=AMARA.passphrase)

    assert form.forge(place=place).submit().path == place


@pytest.mark.parametrize("place", ["//evil.example", "https://evil.example/desk", "/home", "/desk/office", "/desk?x"])
def test_signing_in_leads_an_advocate_to_the_desk_rather_than_to_a_place_that_is_not_theirs(
    browser: "Browser", timepiece: "Timepiece", place: str
) -> None:
    form = browser.open("/desk/sign-in").form("/desk/sign-in")
    code = pyotp.TOTP(RUTH.totp_secret).at(timepiece())
    form.fill(sign_in_name="ruth", passphrase=RUTH.passphrase, code=code).forge(place=place)

    assert form.submit().path == "/desk"


@pytest.mark.parametrize("place", [*ELSEWHERE, "/desk", "/desk/sign-in"])
def test_switching_the_language_never_leads_elsewhere(browser: "Browser", place: str) -> None:
    for htmx in (False, True):
        form = browser.open("/numbers").form("/language").press("Español").forge(place=place)
        assert form.submit(htmx=htmx).path == "/"


@pytest.mark.parametrize("place", ["//evil.example", "/nowhere", "/desk/nowhere", "/desk/sign-out", ""])
def test_switching_the_language_at_the_desk_never_leads_to_her_side(ruth: "Browser", place: str) -> None:
    form = ruth.open("/desk").form("/desk/language").press("Español").forge(place=place)

    assert form.submit().path.startswith("/desk")
