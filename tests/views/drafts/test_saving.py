"""What our script may save, how much and how often, for whom, and what nobody else sees of it."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from survivor_portal.domain.drafts import LARGEST
from survivor_portal.models import Draft
from tests.caseload import Caseload
from tests.stored import all_rows
from tests.views.drafts.reading import BY_ITSELF, save_by_itself, signed_in

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.stored import Statements
    from tests.timepiece import Timepiece


def test_a_draft_waits_on_every_device_and_for_nobody_else(
    app: "Flask", browsers: "dict[str, Browser]", caseload: Caseload
) -> None:
    caseload.add("Rosa")
    browsers["her"].open("/inbox")
    save_by_itself(browsers["her"], "/inbox", body="I am here")

    assert signed_in(app).open("/inbox").form("/inbox").values["body"] == "I am here"
    assert "I am here" not in signed_in(app, "Rosa").open("/inbox").text


def test_saving_is_use_of_the_session(browsers: "dict[str, Browser]", timepiece: "Timepiece") -> None:
    browser = browsers["her"]
    browser.open("/inbox")
    for number in range(3):
        timepiece.move(timedelta(minutes=10))
        assert save_by_itself(browser, "/inbox", body=f"I am here {number}").status_code == 204

    browser.open("/inbox")


@pytest.mark.parametrize(
    "at", ["", "/", "/home", "/me/passphrase", "/nowhere", "//evil.example/", "/desk/people/a", "/inbox/latest"]
)
def test_only_addresses_of_long_forms_of_hers_have_drafts(
    browsers: "dict[str, Browser]", deps: "Deps", at: str
) -> None:
    browser = browsers["her"]
    browser.open("/inbox")

    for address in ("/unsent", "/unsent/removal"):
        sent = browser.page.form("/inbox").fill(body="I am here").forge(unsent_at=at).values
        assert browser.client.post(address, data=sent, headers=BY_ITSELF).status_code == 400
    assert all_rows(deps)["drafts"] == frozenset()


def test_an_advocate_keeps_nothing_about_somebody_else_s_people(
    browsers: "dict[str, Browser]", deps: "Deps", her: str
) -> None:
    browser = browsers["advocate"]
    browser.open(f"/desk/people/{her}")
    amara = next(row[0] for row in all_rows(deps)["survivors"] if row[0] != her)
    unknown = "a" * 26

    for ref in (amara, unknown):
        sent = {**browser.page.form(f"/desk/people/{her}/messages").values, "unsent_at": f"/desk/people/{ref}"}
        answers = [
            browser.client.post(address, data=sent, headers=BY_ITSELF)
            for address in ("/desk/unsent", "/desk/unsent/removal")
        ]
        assert [answer.status_code for answer in answers] == [404, 404]
    assert all_rows(deps)["drafts"] == frozenset()


def test_a_page_opened_for_somebody_else_saves_nothing(
    app: "Flask", browsers: "dict[str, Browser]", caseload: Caseload, deps: "Deps"
) -> None:
    caseload.add("Rosa")
    browser, other = browsers["her"], signed_in(app, "Rosa")
    page = browser.open("/inbox").form("/inbox").values["unsent_page"]
    other.open("/inbox")

    assert save_by_itself(other, "/inbox", body="Wren's words", unsent_page=page).status_code == 404
    assert all_rows(deps)["drafts"] == frozenset()


def test_without_a_form_token_nothing_is_saved(browsers: "dict[str, Browser]", deps: "Deps") -> None:
    browser = browsers["her"]
    browser.open("/inbox")

    assert save_by_itself(browser, "/inbox", body="I am here", csrf_token="").status_code == 400
    assert all_rows(deps)["drafts"] == frozenset()


def test_after_the_session_ended_nothing_is_saved(
    browsers: "dict[str, Browser]", deps: "Deps", timepiece: "Timepiece"
) -> None:
    browser = browsers["her"]
    browser.open("/inbox")
    timepiece.move(timedelta(hours=5))

    assert save_by_itself(browser, "/inbox", body="I am here").status_code == 401
    assert all_rows(deps)["drafts"] == frozenset()


def test_too_much_and_too_often_are_said_and_change_nothing(browsers: "dict[str, Browser]") -> None:
    browser = browsers["her"]
    browser.open("/inbox")
    assert save_by_itself(browser, "/inbox", body="a" * LARGEST).status_code == 413
    assert save_by_itself(browser, "/inbox", body="I").status_code == 204

    answer = save_by_itself(browser, "/inbox", body="I am")

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    assert browser.open("/inbox").form("/inbox").values["body"] == "I"


def test_what_is_saved_last_does_not_wait_its_turn(browsers: "dict[str, Browser]") -> None:
    browser = browsers["her"]
    form = browser.open("/inbox").form("/inbox")
    save_by_itself(browser, "/inbox", body="I am")

    sent = {**form.values, "body": "I am here"}
    answer = browser.client.post("/unsent", data=sent, headers={**BY_ITSELF, "Portal-By-Itself": "last"})

    assert answer.status_code == 204
    assert browser.open("/inbox").form("/inbox").values["body"] == "I am here"


def test_no_answer_and_no_address_carries_what_was_typed(browsers: "dict[str, Browser]", deps: "Deps") -> None:
    browser = browsers["her"]
    browser.open("/inbox")
    answer = save_by_itself(browser, "/inbox", body="nobody reads this")

    assert "nobody" not in str(answer.headers)
    with deps.storage.read() as connection:
        (row,) = connection.execute(select(Draft.__table__)).all()
    assert b"nobody" not in bytes(row.content)


def test_a_draft_costs_its_page_one_statement_one_for_its_key_and_one_to_know_what_waits(
    browsers: "dict[str, Browser]", statements: "Statements"
) -> None:
    browser = browsers["her"]
    browser.open("/inbox")
    statements.clear()
    browser.open("/inbox")
    without = len(statements.sent)
    save_by_itself(browser, "/inbox", body="I am here")
    statements.clear()
    browser.open("/inbox")

    assert [statement for statement in statements.sent if "FROM drafts" in statement]
    assert len(statements.sent) == without + 2


def test_her_copy_holds_what_she_had_not_sent(browsers: "dict[str, Browser]") -> None:
    browser = browsers["her"]
    browser.open("/inbox")
    save_by_itself(browser, "/inbox", body="Could you come on Friday?")

    assert "Could you come on Friday?" in browser.open("/me/copy").text


def test_a_supervisor_s_draft_of_a_hold_is_not_the_person_s_to_read(browsers: "dict[str, Browser]", her: str) -> None:
    at = f"/desk/office/holds/people/{her}"
    browsers["supervisor"].open(at)
    save_by_itself(browsers["supervisor"], at, basis="Order 9 of the court")

    values: dict[str, Any] = browsers["supervisor"].open(at).form(at).values
    assert values["basis"] == "Order 9 of the court"
    assert "Order 9" not in browsers["her"].open("/me/copy").text
