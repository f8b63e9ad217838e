"""Where she is signed in: seeing it, ending one or all, and saying that others use this phone."""

from typing import TYPE_CHECKING

import pytest

from tests.cast import AMARA, BELA, browser_for, survivor_browser

if TYPE_CHECKING:
    from flask import Flask

    from tests.browse import Browser

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36"
by_htmx_or_not = pytest.mark.parametrize("htmx", [False, True])


@pytest.fixture
def other(app: "Flask") -> "Browser":
    """Amara's session on a computer."""
    browser = browser_for(app)
    browser.client.environ_base["HTTP_USER_AGENT"] = WINDOWS
    browser.sign_in_survivor(AMARA, phone_is_hers="no")
    return browser


def test_she_finds_the_list_from_me(amara: "Browser", other: "Browser") -> None:
    page = amara.open("/me").follow("Where you are signed in")

    assert page.path == "/me/devices"
    assert page.lines.count("This is the one you use now.") == 1
    assert "A computer · Windows · Chrome family" in page.text
    assert "Others may use it too" in page.text
    assert "Mozilla" not in page.answer.text
    assert other.open("/me/devices").lines.count("This is the one you use now.") == 1


def test_the_list_says_when_in_her_language(nour: "Browser") -> None:
    page = nour.open("/me/devices")

    assert page.language == "ar"
    assert "May" not in page.text


@by_htmx_or_not
def test_ending_another_device_counts_from_its_next_request_on(
    amara: "Browser", other: "Browser", *, htmx: bool
) -> None:
    page = amara.open("/me/devices").form("Sign it out A computer · Windows · Chrome family").submit(htmx=htmx)

    assert page.path == "/me/devices"
    assert "Windows" not in page.text
    other.open("/home", status=401)
    amara.open("/home")


@by_htmx_or_not
def test_ending_this_one_signs_her_out_and_forgets_the_phone(amara: "Browser", other: "Browser", *, htmx: bool) -> None:
    page = amara.open("/me/devices")
    words = next(name for form in page.markup.all("form") for name in page._buttons(form) if "Sign out here " in name)
    page = page.form(words).submit(htmx=htmx)

    assert page.path == "/"
    assert {"__Host-sid", "__Host-k", "__Host-device"}.isdisjoint(amara.cookies())
    other.open("/home")


@by_htmx_or_not
def test_all_others_are_signed_out_at_once(app: "Flask", amara: "Browser", other: "Browser", *, htmx: bool) -> None:
    third, bela = survivor_browser(app, AMARA), survivor_browser(app, BELA)
    page = amara.open("/me/devices").form("/me/devices/end-all").press("Sign out all others").submit(htmx=htmx)

    assert page.path == "/me/devices"
    for browser in (other, third):
        assert browser.open("/home", status=401).asks_to_sign_in
    amara.open("/home")
    bela.open("/home")


@by_htmx_or_not
def test_all_are_signed_out_at_once_this_one_too(amara: "Browser", other: "Browser", *, htmx: bool) -> None:
    held = amara.cookies()
    page = (
        amara.open("/me/devices").form("/me/devices/end-all").press("Sign out everywhere, here too").submit(htmx=htmx)
    )

    assert page.path == "/"
    assert {"__Host-sid", "__Host-k", "__Host-device"}.isdisjoint(amara.cookies())
    amara.hold(**held).open("/home", status=401)
    other.open("/home", status=401)


def test_a_part_of_a_device_signed_out_meanwhile_leaves_the_page(amara: "Browser", other: "Browser") -> None:
    amara.open("/me/devices").form("/me/devices/end-all").press("Sign out all others").submit()

    answer = other.client.get("/inbox", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["Portal-Leave"]) == (204, "/inbox")


def test_a_device_of_someone_else_is_not_there(app: "Flask", amara: "Browser") -> None:
    form = amara.open("/me/devices").form("/me/devices/end-all")
    theirs = survivor_browser(app, BELA).open("/me/devices")
    address = next(
        str(found.get("action")) for found in theirs.markup.all("form") if "/end" in str(found.get("action"))
    )
    form.action = address

    assert form.submit(status=404).heading == "There is no page here"


def test_me_says_that_this_phone_is_hers_and_that_the_browser_keeps_a_mark(amara: "Browser") -> None:
    text = amara.open("/me").text

    assert "You said that this phone is only yours." in text
    assert "You are signed out after 15 minutes without use." in text
    assert "The browser also keeps a mark that this phone is known here." in text


@by_htmx_or_not
def test_she_says_at_once_that_others_use_this_phone(amara: "Browser", *, htmx: bool) -> None:
    page = amara.open("/me").form("/me/shared").submit(htmx=htmx)

    assert page.path == "/me"
    assert "Others may use this phone too." in page.text
    assert "You are signed out after 5 minutes without use." in page.text
    assert "keeps a mark" not in page.text
    assert "__Host-device" not in amara.cookies()


def test_me_says_that_nothing_is_kept_on_a_shared_phone(other: "Browser") -> None:
    page = other.open("/me")

    assert "Others may use this phone too. So we keep nothing on it." in page.text
    assert "/me/shared" not in page.answer.text
