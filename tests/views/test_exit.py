"""Exit now, as the server plays its part: sessions end there, and what is asked for afterwards shows nothing."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from survivor_portal.web.cookies import GONE_SECONDS
from tests.answer_rules import breaches_of_answer, cookies_set
from tests.cast import AMARA, BELA, RUTH, browser_for, survivor_browser
from tests.stored import all_rows, take_away

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from survivor_portal.config import Config
    from tests.browse import Browser
    from tests.timepiece import Timepiece

SIGNED_IN_PLACES = [
    "/home",
    "/list",
    "/choices",
    "/choices/new",
    "/choices/apart",
    "/choices/apart/form",
    "/choices/apart/reading",
    "/choices/contact",
    "/choices/contact/1",
    "/inbox",
    "/me",
    "/desk",
    "/desk/office",
]
OPEN_PLACES = ["/", "/numbers", "/about", "/join", "/desk/sign-in"]
BEACON = {"beacon": "1"}
LEFT = {"__Host-gone", "__Host-device"}
"""The marker, and what says that this phone is hers: Exit now says openly that it leaves that."""


def test_exit_now_shows_a_blank_page_that_moves_on(amara: "Browser", config: "Config") -> None:
    page = amara.open("/home").form("Exit now").submit()

    assert (page.path, page.is_blank, page.text) == ("/gone", True, "")
    assert page.title == config.exit_destination("en").name
    assert config.exit_destination("en").address in page.answer.text


def test_exit_now_answers_303_and_leaves_only_the_marker(amara: "Browser") -> None:
    answer = amara.client.post("/x")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/gone")
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert amara.cookies().keys() == LEFT
    marker = next(header for header in answer.headers.getlist("Set-Cookie") if header.startswith("__Host-gone"))
    assert f"Max-Age={GONE_SECONDS};" in marker
    # A browser may take Back from another site for a visit from there, which brings no Strict cookie.
    assert "SameSite=Lax" in marker
    assert list(breaches_of_answer(answer)) == []


def test_a_beacon_is_answered_with_nothing(amara: "Browser") -> None:
    answer = amara.client.post("/x", data=BEACON)

    assert (answer.status_code, answer.data) == (204, b"")
    assert amara.cookies().keys() == LEFT


@pytest.mark.parametrize("data", [{}, BEACON])
def test_exit_now_ends_both_sides_sessions_for_whoever_kept_the_cookies(
    app: "Flask", deps: "Deps", timepiece: "Timepiece", data: dict[str, str]
) -> None:
    browser = survivor_browser(app, AMARA)
    browser.sign_in_staff(RUTH, timepiece)
    held = browser.cookies()
    assert len(all_rows(deps)["sessions"]) == 2
    browser.client.post("/x", data=data)

    assert all_rows(deps)["sessions"] == frozenset()
    thief = browser_for(app).hold(**held)
    thief.open("/home", status=401)
    thief.open("/desk", status=401)


@pytest.mark.parametrize("data", [{}, BEACON])
def test_exit_now_ends_the_session_when_the_script_has_deleted_its_cookie_already(
    app: "Flask", deps: "Deps", amara: "Browser", data: dict[str, str]
) -> None:
    held = amara.cookies()
    amara.client.delete_cookie("__Host-k", path="/")
    amara.client.post("/x", data=data)

    assert all_rows(deps)["sessions"] == frozenset()
    browser_for(app).hold(**held).open("/home", status=401)


@pytest.mark.parametrize("missing", ["__Host-sid", "__Host-k"])
def test_half_of_a_session_shows_nothing(app: "Flask", amara: "Browser", missing: str) -> None:
    held = amara.cookies()
    del held[missing]

    assert browser_for(app).hold(**held).open("/home", status=401).asks_to_sign_in


@pytest.mark.parametrize("missing", ["__Host-desk-sid", "__Host-desk-k"])
def test_half_of_a_staff_session_shows_nothing(app: "Flask", ruth: "Browser", missing: str) -> None:
    held = ruth.cookies()
    del held[missing]

    assert browser_for(app).hold(**held).open("/desk", status=401).asks_to_sign_in


def test_the_halves_of_two_sessions_make_no_whole_one(app: "Flask", amara: "Browser") -> None:
    first, second = amara.cookies(), survivor_browser(app, BELA).cookies()
    mixed = {"__Host-sid": first["__Host-sid"], "__Host-k": second["__Host-k"]}

    browser_for(app).hold(**mixed).open("/home", status=401)


def test_exit_now_twice_equals_once(amara: "Browser", deps: "Deps") -> None:
    amara.client.post("/x")
    after_once = all_rows(deps)
    answer = amara.client.post("/x")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/gone")
    assert all_rows(deps) == after_once
    assert amara.cookies().keys() == LEFT


def test_exit_now_works_for_someone_who_never_signed_in(browser: "Browser") -> None:
    page = browser.open("/numbers").form("Exit now").submit()

    assert page.path == "/gone"


def test_exit_now_ends_nobody_elses_session(app: "Flask", amara: "Browser") -> None:
    other = survivor_browser(app, BELA)
    same_person = survivor_browser(app, AMARA)
    amara.client.post("/x")

    other.open("/home")
    same_person.open("/home")


@pytest.mark.parametrize("path", SIGNED_IN_PLACES)
def test_afterwards_each_signed_in_address_answers_with_the_blank_page(amara: "Browser", path: str) -> None:
    amara.open("/home").form("Exit now").submit()

    assert amara.open(path).is_blank


@pytest.mark.parametrize("path", OPEN_PLACES)
def test_afterwards_each_open_address_answers_as_ever(amara: "Browser", path: str) -> None:
    amara.open("/home").form("Exit now").submit()

    page = amara.open(path)
    assert (page.path, page.is_blank) == (path, False)


@pytest.mark.parametrize("path", ["/healthz", "/gone"])
def test_afterwards_health_and_the_blank_page_answer_as_ever(amara: "Browser", path: str) -> None:
    amara.client.post("/x")

    assert amara.client.get(path).status_code == 200


def test_the_marker_hides_even_a_session_that_was_not_ended(app: "Flask", amara: "Browser") -> None:
    held = amara.cookies() | {"__Host-gone": "1"}
    browser = browser_for(app).hold(**held)

    assert browser.open("/home").is_blank
    assert browser.open("/").asks_to_sign_in


def test_afterwards_a_part_asked_for_late_repaints_nothing(amara: "Browser") -> None:
    amara.client.post("/x")
    answer = amara.client.get("/inbox", headers={"HX-Request": "true"})

    # A whole page would be put into the part's place.
    assert (answer.status_code, answer.data) == (204, b"")
    assert cookies_set(answer) == {}


def test_a_form_sent_late_by_htmx_leaves_the_page_for_the_blank_one(app: "Flask", amara: "Browser") -> None:
    page = amara.open("/me")
    browser_for(app).hold(**amara.cookies()).client.post("/x")
    amara.hold(**{"__Host-gone": "1"})

    assert page.form("/sign-out").submit(htmx=True).is_blank


def test_signing_in_again_removes_the_marker(amara: "Browser") -> None:
    amara.open("/home").form("Exit now").submit()
    amara.sign_in_survivor(AMARA)

    assert "__Host-gone" not in amara.cookies()
    assert not amara.open("/choices").is_blank


def test_staff_signing_in_again_remove_the_marker(ruth: "Browser", timepiece: "Timepiece") -> None:
    ruth.open("/desk").form("Exit now").submit()
    timepiece.move(timedelta(minutes=1))
    ruth.sign_in_staff(RUTH, timepiece)

    assert not ruth.open("/desk").is_blank


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_exit_now_works_without_any_storage(
    app: "Flask", deps: "Deps", config: "Config", headers: dict[str, str]
) -> None:
    browser = survivor_browser(app, AMARA)
    take_away(deps, config)
    answer = browser.client.post("/x", headers=headers)

    # Her session cannot be ended there and then, but this browser holds nothing of it any more.
    assert (answer.status_code, answer.headers["Location"]) == (303, "/gone")
    assert browser.cookies().keys() == LEFT


@pytest.mark.parametrize("body", [b"a=%00", b"%ff=%ff", b"&".join([b"a=1"] * 1000), b"a=" + b"b" * 1024 * 1024])
def test_exit_now_never_breaks_whatever_comes_with_it(browser: "Browser", body: bytes) -> None:
    answer = browser.client.post("/x", data=body, content_type="application/x-www-form-urlencoded")

    assert answer.status_code in {303, 400, 413}


def test_no_page_of_another_site_can_end_her_session(amara: "Browser", deps: "Deps") -> None:
    before = all_rows(deps)
    amara.client.post("/x", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"})

    assert all_rows(deps) == before
    amara.open("/home")


@pytest.mark.parametrize("path", ["/x", "/gone"])
def test_the_addresses_of_leaving_answer_other_methods_with_405(browser: "Browser", path: str) -> None:
    method = "GET" if path == "/x" else "POST"
    answer = browser.client.open(path, method=method)

    assert answer.status_code == 405
    assert answer.headers["Allow"]
