"""When something breaks, people get an honest page with the way out, and the log gets no one's words."""

import dataclasses
import logging
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import event, select

from survivor_portal.app import create_app
from survivor_portal.domain.sessions import NOTED_EVERY
from survivor_portal.models import Staff, Survivor
from survivor_portal.security.passphrases import PassphraseHasher
from tests.answer_rules import cookies_set
from tests.cast import AMARA, NAMES, RUTH, browser_for, survivor_browser
from tests.stored import all_rows, take_away

if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Connection as SqliteConnection

    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from survivor_portal.config import Config
    from tests.browse import Browser
    from tests.timepiece import Timepiece

TELLTALES = ("Traceback", "sqlalchemy", "sqlite", "Error", ".py", "SELECT", "werkzeug", "Flask")


def _forbid_writing(dbapi: "SqliteConnection", _record: object) -> None:
    # What a full disk comes down to.
    dbapi.execute("PRAGMA query_only = ON")


def private_words() -> set[str]:
    return {*NAMES, AMARA.passphrase, RUTH.passphrase, "__Host-", "survivors", "SELECT"}


@pytest.fixture
def busy_browser(config: "Config", deps: "Deps") -> "Iterator[Browser]":
    """A browser of a portal whose turns to hash are all taken."""
    hasher = PassphraseHasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1), wait_seconds=0.01)
    with ExitStack() as taken:
        for _ in range(2):
            taken.enter_context(hasher.turn())
        yield browser_for(create_app(config, dataclasses.replace(deps, hasher=hasher)))


def test_a_storm_of_sign_ins_is_answered_honestly(busy_browser: "Browser") -> None:
    form = busy_browser.open("/").form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase=AMARA.passphrase)
    page = form.submit(status=503)

    assert page.heading == "Sign in"
    assert "Many people are signing in right now." in page.text
    assert page.value_of("sign_in_name") == AMARA.sign_in_name
    assert int(page.headers["Retry-After"]) > 0
    assert cookies_set(page.answer) == {}


def test_a_storm_of_sign_ins_leaves_what_she_typed_on_her_screen(busy_browser: "Browser") -> None:
    form = busy_browser.open("/").form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase=AMARA.passphrase)
    page = form.submit(htmx=True, status=503)

    assert page.heading == "Sign in"


def test_a_storm_of_sign_ins_is_told_to_staff_too(busy_browser: "Browser") -> None:
    form = busy_browser.open("/desk/sign-in").form("/desk/sign-in")
    page = form.fill(sign_in_name="ruth", passphrase=RUTH.passphrase, code="123456").submit(status=503)

    assert "Retry-After" in page.headers


@pytest.mark.parametrize("path", ["/home", "/choices", "/me"])
def test_without_its_database_a_page_says_so(
    deps: "Deps", config: "Config", amara: "Browser", caplog: pytest.LogCaptureFixture, path: str
) -> None:
    take_away(deps, config)
    with caplog.at_level(logging.DEBUG):
        page = amara.open(path, status=503)

    assert "Retry-After" in page.headers
    assert [word for word in TELLTALES if word in page.text] == []
    assert len(caplog.records) == 1
    assert caplog.records[0].getMessage() == "the database refused: OperationalError"
    assert caplog.records[0].exc_info is None


def test_without_its_database_the_portal_lets_nobody_in_and_keeps_quiet_about_them(
    deps: "Deps", config: "Config", browser: "Browser", caplog: pytest.LogCaptureFixture
) -> None:
    form = browser.open("/").form("/").fill(sign_in_name=AMARA.sign_in_name, passphrase=AMARA.passphrase)
    take_away(deps, config)
    with caplog.at_level(logging.DEBUG):
        form.submit(status=503)

    assert [word for word in private_words() if word.casefold() in caplog.text.casefold()] == []


def test_without_its_database_the_numbers_to_call_still_show(
    deps: "Deps", config: "Config", browser: "Browser"
) -> None:
    take_away(deps, config)

    assert "911" in browser.open("/numbers").text
    assert browser.open("/").asks_to_sign_in


def test_without_its_database_the_numbers_to_call_still_show_to_someone_signed_in(
    deps: "Deps", config: "Config", amara: "Browser"
) -> None:
    take_away(deps, config)

    assert "911" in amara.open("/numbers").text


def test_a_person_whose_key_is_gone_is_signed_out(app: "Flask", deps: "Deps", caplog: pytest.LogCaptureFixture) -> None:
    browser = survivor_browser(app, AMARA)
    with deps.storage.read() as connection:
        everyone = connection.execute(select(Survivor.id)).scalars().all()
    for person in everyone:
        deps.key_ring.destroy(person)
    with caplog.at_level(logging.DEBUG):
        page = browser.open("/home")

    assert page.asks_to_sign_in
    assert [word for word in TELLTALES if word in page.text] == []
    assert browser.open("/me", status=401).asks_to_sign_in
    assert all_rows(deps)["sessions"] == frozenset()
    assert caplog.records == []
    assert [word for word in (*private_words(), *everyone) if word in caplog.text] == []


def test_a_staff_member_whose_key_is_gone_is_signed_out(deps: "Deps", ruth: "Browser") -> None:
    with deps.storage.read() as connection:
        everyone = connection.execute(select(Staff.id)).scalars().all()
    for person in everyone:
        deps.key_ring.destroy(person)

    assert ruth.open("/desk").path == "/desk/sign-in"


def test_an_error_nobody_foresaw_gets_an_honest_page_and_a_line_with_its_place(
    app: "Flask", deps: "Deps", amara: "Browser", caplog: pytest.LogCaptureFixture
) -> None:
    no_vault: Any = object()
    broken = dataclasses.replace(deps, vault=no_vault)
    app.extensions["survivor_portal"] = (
        app.extensions["survivor_portal"][0],
        broken,
        app.extensions["survivor_portal"][2],
    )
    with caplog.at_level(logging.DEBUG):
        page = amara.open("/me", status=500)

    assert page.heading == "Something went wrong on our side"
    assert [word for word in TELLTALES if word in page.text] == []
    assert [record.exc_info for record in caplog.records] == [None]
    assert [word for word in private_words() if word in caplog.text] == []


def test_while_nothing_can_be_written_pages_still_show(deps: "Deps", amara: "Browser", timepiece: "Timepiece") -> None:
    # Long enough that the use of the session is worth writing down.
    timepiece.move(NOTED_EVERY)
    deps.storage.writer.dispose()
    event.listen(deps.storage.writer, "connect", _forbid_writing)

    assert amara.open("/choices").heading == "Choices"


def test_healthz_says_ok_while_both_databases_answer(browser: "Browser") -> None:
    answer = browser.client.get("/healthz")

    assert (answer.status_code, answer.mimetype, answer.text) == (200, "text/plain", "ok\n")


@pytest.mark.parametrize("gone", ["portal.db", "keys"])
def test_healthz_says_503_when_one_database_is_gone(
    browser: "Browser", deps: "Deps", config: "Config", gone: str
) -> None:
    deps.storage.close()
    deps.key_ring.storage.close()
    (config.data_folder / gone).rename(config.data_folder / "elsewhere")

    answer = browser.client.get("/healthz")
    assert (answer.status_code, answer.mimetype) == (503, "text/plain")
    assert [word for word in TELLTALES if word in answer.text] == []


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/nowhere", "/desk/nowhere", "/favicon.ico", "/.env"])
def test_an_address_that_is_none_is_answered_with_a_page(browser: "Browser", path: str, method: str) -> None:
    assert browser.client.open(path, method=method).status_code == 404
    assert browser.open(path, status=404).heading == "There is no page here"
