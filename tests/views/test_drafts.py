"""What is typed and not sent comes back, on either side, with and without script, until it is sent or thrown away."""

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyotp
import pytest
from sqlalchemy import event, select

from survivor_portal.actions.people import add_staff
from survivor_portal.domain.drafts import LARGEST
from survivor_portal.models import Draft
from tests.authenticator import Authenticator
from tests.caseload import ESTHER, PASSPHRASE, Caseload, make_caseload
from tests.cast import browser_for, staff_browser
from tests.lives import ODILE
from tests.stored import all_rows
from tests.views.staff.reading import add_passkey, asked

if TYPE_CHECKING:
    from sqlite3 import Connection as SqliteConnection

    from flask import Flask
    from werkzeug.test import TestResponse

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.pages import Page
    from tests.stored import Statements
    from tests.timepiece import Timepiece

COMES_BACK: Final = "This is what you had not sent yet."
BY_ITSELF: Final = {"Portal-By-Itself": "again", "Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}


class Written(NamedTuple):
    """What somebody writes into one form: who, on which page, where the form goes, and into which lines."""

    who: str
    at: str
    action: str
    typed: dict[str, str]

    def about(self, her: str) -> "Written":
        """Put her reference into the addresses."""
        return self._replace(at=self.at.replace("<ref>", her), action=self.action.replace("<ref>", her))


PERSON: Final = "/desk/people/<ref>"
HOLD: Final = "/desk/office/holds/people/<ref>"
APPROVAL: Final = "/desk/office/statements/1-es"
WRITTEN: Final = (
    Written("her", "/inbox", "/inbox", {"body": "I am here"}),
    Written("her", "/choices/contact/1", "/choices/contact/1", {"ask_for": "Jenny"}),
    Written("her", "/choices/new", "/choices/new", {"purpose": "legal_help", "items": "language"}),
    Written("her", "/choices/apart/form", "/choices/apart/form", {"purpose": "talk_with_police", "methods": "phone"}),
    Written("advocate", PERSON, f"{PERSON}/messages", {"body": "Hello Wren"}),
    Written("advocate", f"{PERSON}/requests", f"{PERSON}/requests", {"asker": "Unit 3", "asked": "To talk once"}),
    Written("advocate", f"{PERSON}/drafts", f"{PERSON}/drafts", {"purpose": "legal_help", "items": "language"}),
    Written(
        "advocate",
        f"{PERSON}/compelled",
        f"{PERSON}/compelled",
        {"demanded_by": "The court", "tried_at": "2026-05-1", "items": "language"},
    ),
    Written("supervisor", HOLD, HOLD, {"basis": "Order 9", "kept_until": "2026-06-"}),
    Written("supervisor", APPROVAL, APPROVAL, {"approved_by": "Ana", "profession": "Translator"}),
)
each_form = pytest.mark.parametrize("written", WRITTEN, ids=[f"{written.who} {written.at}" for written in WRITTEN])


@pytest.fixture
def caseload(deps: "Deps", timepiece: "Timepiece") -> Caseload:
    """Esther's caseload."""
    return make_caseload(deps, timepiece)


@pytest.fixture
def her(caseload: Caseload) -> str:
    """Wren's reference."""
    return caseload.add("Wren")


@pytest.fixture
def browsers(app: "Flask", deps: "Deps", her: str, timepiece: "Timepiece") -> "dict[str, Browser]":
    """Wren's browser, her advocate's, and a supervisor's who has just shown a factor."""
    assert her
    add_staff(deps, ODILE)
    return {
        "her": signed_in(app),
        "advocate": staff_browser(app, ESTHER, timepiece),
        "supervisor": staff_browser(app, ODILE, timepiece),
    }


def signed_in(app: "Flask", name: str = "Wren") -> "Browser":
    """Sign somebody of the caseload in, on one more browser."""
    browser = browser_for(app)
    typed = {"sign_in_name": f"{name} field 12", "passphrase": PASSPHRASE, "phone_is_hers": "yes"}
    browser.open("/").form("/").fill(**typed).submit()
    return browser


def signed_in_again(page: "Page", who: str, timepiece: "Timepiece", *, status: int = 200) -> "Page":
    """Sign in on the page that stands in place of one whose session has ended, with whatever it carries."""
    if who == "her":
        form = page.form("/").fill(sign_in_name="Wren field 12", passphrase=PASSPHRASE)
    else:
        member = {"advocate": ESTHER, "supervisor": ODILE}[who]
        code = pyotp.TOTP(member.totp_secret).at(timepiece())
        form = page.form("/desk/sign-in")
        form.fill(sign_in_name=member.sign_in_name, passphrase=member.passphrase, code=code)
    lines: Any = carried(page)
    form.values["unsent_typed"] = lines
    return form.submit(status=status)


def carried(page: "Page") -> list[str]:
    """Give the lines of a form that a page to sign in on carries; the desk's carries them in both its forms."""
    lines = [control.get("value", "") for control in page.markup.all("input") if control.get("name") == "unsent_typed"]
    return list(dict.fromkeys(lines))


def _forbid_drafts(dbapi: "SqliteConnection", _record: object) -> None:
    def answer(deed: int, table: str | None, *_where: str | None) -> int:
        return sqlite3.SQLITE_DENY if (deed, table) == (sqlite3.SQLITE_INSERT, "drafts") else sqlite3.SQLITE_OK

    dbapi.set_authorizer(answer)


def standing(page: "Page", action: str, names: "dict[str, str]") -> dict[str, str]:
    """Give what stands in some lines of a form."""
    values = page.form(action).values
    return {name: values.get(name, "") for name in names}


def save_by_itself(browser: "Browser", action: str, **typed: str) -> "TestResponse":
    """Send what our script sends while somebody types."""
    sent = {**browser.page.form(action).values, **typed}
    address = "/desk/unsent" if action.startswith("/desk") else "/unsent"
    return browser.client.post(address, data=sent, headers=BY_ITSELF)


@each_form
def test_what_is_saved_by_the_button_stands_in_the_form_again(
    browsers: "dict[str, Browser]", her: str, written: Written
) -> None:
    who, at, action, typed = written.about(her)
    browser = browsers[who]
    assert COMES_BACK not in browser.open(at).text

    page = browser.page.form(action).fill(**typed).press("Save draft").submit()

    assert page.path == at
    assert COMES_BACK in page.text
    assert standing(page, action, typed) == typed


@each_form
def test_what_our_script_saves_stands_in_the_form_again(
    browsers: "dict[str, Browser]", her: str, written: Written
) -> None:
    who, at, action, typed = written.about(her)
    browser = browsers[who]
    browser.open(at)

    answer = save_by_itself(browser, action, **typed)

    assert (answer.status_code, answer.data) == (204, b"")
    assert standing(browser.open(at), action, typed) == typed


@each_form
def test_what_is_thrown_away_is_gone(browsers: "dict[str, Browser]", her: str, written: Written) -> None:
    who, at, action, typed = written.about(her)
    browser = browsers[who]
    begins_with = standing(browser.open(at), action, typed)
    save_by_itself(browser, action, **typed)

    for htmx in (False, True):
        page = browser.open(at).form("Throw it away").submit(htmx=htmx)
        assert page.path == at
        assert COMES_BACK not in page.text
        assert standing(page, action, typed) == begins_with
        save_by_itself(browser, action, **typed)


@pytest.mark.parametrize("htmx", [False, True], ids=["without-script", "with-script"])
@pytest.mark.parametrize("who", ["her", "advocate"])
def test_a_message_that_is_sent_is_no_draft_any_more(
    browsers: "dict[str, Browser]", deps: "Deps", her: str, who: str, *, htmx: bool
) -> None:
    at, action = {"her": ("/inbox", "/inbox"), "advocate": (f"/desk/people/{her}", f"/desk/people/{her}/messages")}[who]
    browser = browsers[who]
    browser.open(at)
    save_by_itself(browser, action, body="I am here")

    page = browser.open(at).form(action).submit(htmx=htmx)

    assert "I am here" in page.text
    assert not page.form(action).values["body"]
    assert COMES_BACK not in page.text
    assert all_rows(deps)["drafts"] == frozenset()


def test_a_message_that_could_not_be_sent_goes_on_with_its_draft(browsers: "dict[str, Browser]", deps: "Deps") -> None:
    browser = browsers["her"]
    browser.open("/inbox")
    save_by_itself(browser, "/inbox", body="a" * 4001)

    page = browser.page.form("/inbox").fill(body="a" * 4001).submit(status=422)
    assert len(all_rows(deps)["drafts"]) == 1
    page.form("/inbox").fill(body="I am here").submit()

    assert all_rows(deps)["drafts"] == frozenset()


def test_forms_that_make_something_let_their_drafts_go(browsers: "dict[str, Browser]", deps: "Deps", her: str) -> None:
    done: dict[str, tuple[str, str, dict[str, str]]] = {
        "/choices/contact/4": ("her", "/choices/contact/4", {"ask_for": "Jenny", "signature": PASSPHRASE}),
        f"/desk/people/{her}/requests": (
            "advocate",
            f"/desk/people/{her}/requests",
            {"asker": "Unit 3", "asked": "To talk once"},
        ),
        f"/desk/people/{her}/compelled": (
            "advocate",
            f"/desk/people/{her}/compelled",
            {
                "demanded_by": "The court",
                "legal_basis": "court_order",
                "legal_reference": "Order 9",
                "items": "language",
                "no_notice": "immediate_danger",
                "steps": "We asked for a closed hearing.",
            },
        ),
        f"/desk/office/holds/people/{her}": (
            "supervisor",
            f"/desk/office/holds/people/{her}",
            {"basis": "Order 9", "asked_by": "A clerk", "told": "yes"},
        ),
        "/desk/office/statements/1-es": (
            "supervisor",
            "/desk/office/statements/1-es",
            {"approved_by": "Ana", "profession": "Translator", "approved_on": "2026-05-01"},
        ),
    }
    for at, (who, action, typed) in done.items():
        browser = browsers[who]
        browser.open(at)
        assert save_by_itself(browser, action, **typed).status_code == 204
        assert len(all_rows(deps)["drafts"]) == 1
        browser.open(at).form(action).fill(**{name: typed[name] for name in typed if name == "signature"}).submit()
        assert all_rows(deps)["drafts"] == frozenset(), at


def test_no_passphrase_and_nothing_true_only_while_signing_is_ever_kept(browsers: "dict[str, Browser]") -> None:
    browser = browsers["her"]
    page = browser.open("/choices/new")
    ticked = {"purpose": "legal_help", "signature": PASSPHRASE, "risk": "y", "ways": "y"}

    page = page.form("/choices/new").fill(**ticked).press("Save draft").submit()

    values = page.form("/choices/new").values
    assert values["purpose"] == "legal_help"
    assert not values["signature"]
    assert {"risk", "ways"} & values.keys() == set()


def test_what_two_pages_typed_is_shown_both(browsers: "dict[str, Browser]", timepiece: "Timepiece") -> None:
    browser = browsers["her"]
    first = browser.open("/inbox").form("/inbox").fill(body="I am here")
    second = browser.open("/inbox").form("/inbox").fill(body="I am well")
    first.press("Save draft").submit()
    timepiece.move(timedelta(seconds=1))

    page = second.press("Save draft").submit()

    assert page.form("/inbox").values["body"] == "I am well"
    assert "On another page, you also wrote this:" in page.text
    assert "I am here" in page.text
    page = page.form("/inbox").submit()
    assert page.form("/inbox").values["body"] == "I am here"
    assert COMES_BACK not in page.form("Throw it away").submit().text


def test_right_after_sending_the_form_is_empty_whatever_waits_on_another_page(
    browsers: "dict[str, Browser]", timepiece: "Timepiece"
) -> None:
    browser = browsers["her"]
    first = browser.open("/inbox").form("/inbox").fill(body="I am here")
    second = browser.open("/inbox")
    first.press("Save draft").submit()
    timepiece.move(timedelta(seconds=1))

    page = second.form("/inbox").fill(body="I am well").submit(htmx=True)

    assert not page.form("/inbox").values["body"]
    assert browser.open("/inbox").form("/inbox").values["body"] == "I am here"


def test_a_draft_waits_on_every_device_and_for_nobody_else(
    app: "Flask", browsers: "dict[str, Browser]", caseload: Caseload
) -> None:
    caseload.add("Rosa")
    browsers["her"].open("/inbox")
    save_by_itself(browsers["her"], "/inbox", body="I am here")

    assert signed_in(app).open("/inbox").form("/inbox").values["body"] == "I am here"
    assert "I am here" not in signed_in(app, "Rosa").open("/inbox").text


@pytest.mark.parametrize("leaving", ["sign-out", "exit", "time"])
def test_a_draft_outlives_the_session(
    app: "Flask", browsers: "dict[str, Browser]", timepiece: "Timepiece", leaving: str
) -> None:
    browser = browsers["her"]
    browser.open("/inbox")
    save_by_itself(browser, "/inbox", body="I am here")
    if leaving == "sign-out":
        browser.open("/me").form("/sign-out").submit()
    elif leaving == "exit":
        browser.client.post("/x", data={"beacon": "1"})
    else:
        timepiece.move(timedelta(hours=5))

    assert signed_in(app).open("/inbox").form("/inbox").values["body"] == "I am here"


def test_the_language_can_change_without_losing_a_draft(browsers: "dict[str, Browser]") -> None:
    browser = browsers["her"]
    browser.open("/inbox")
    save_by_itself(browser, "/inbox", body="I am here")

    page = browser.page.form("/language").forge(language="es").submit()

    assert page.language == "es"
    assert page.form("/inbox").values["body"] == "I am here"


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


def test_words_sent_too_late_become_the_draft_of_whoever_wrote_them_and_of_nobody_else(
    app: "Flask", browsers: "dict[str, Browser]", caseload: Caseload, deps: "Deps", timepiece: "Timepiece"
) -> None:
    caseload.add("Rosa")
    page = browsers["her"].open("/inbox")
    timepiece.move(timedelta(minutes=15))
    page = page.form("/inbox").fill(body="Only mine").press("Save draft").submit(status=401)
    typed = {"sign_in_name": "Rosa field 12", "passphrase": PASSPHRASE}

    assert "Only mine" not in page.form("/").fill(**typed).submit().text
    assert all_rows(deps)["drafts"] == frozenset()
    page = browsers["her"].open("/inbox")
    assert page.form("/inbox").values["body"] == ""
    assert signed_in(app).open("/inbox").form("/inbox").values["body"] == ""


def test_an_advocate_s_words_sent_too_late_come_back_while_the_case_is_theirs(
    browsers: "dict[str, Browser]", her: str, timepiece: "Timepiece"
) -> None:
    browser, at = browsers["advocate"], f"/desk/people/{her}"
    page = browser.open(at)
    timepiece.move(timedelta(minutes=15))
    page = page.form(f"{at}/messages").fill(body="Hello Wren").submit(status=401)

    code = pyotp.TOTP(ESTHER.totp_secret).at(timepiece())
    form = page.form("/desk/sign-in")
    page = form.fill(sign_in_name=ESTHER.sign_in_name, passphrase=ESTHER.passphrase, code=code).submit()

    assert page.path == at
    assert page.form(f"{at}/messages").values["body"] == "Hello Wren"


@each_form
def test_whatever_is_sent_too_late_stands_in_its_form_after_the_next_sign_in(
    browsers: "dict[str, Browser]", her: str, timepiece: "Timepiece", written: Written
) -> None:
    who, at, action, typed = written.about(her)
    browsers[who].open(at)
    timepiece.move(timedelta(minutes=15))

    page = browsers[who].page.form(action).fill(**typed).submit(status=401)
    assert "What you wrote is still here" not in page.text
    assert "comes back as a draft" in page.text
    page = signed_in_again(page, who, timepiece)

    assert page.path == at
    assert COMES_BACK in page.text
    assert standing(page, action, typed) == typed


def test_no_passphrase_goes_along_with_what_was_sent_too_late(
    browsers: "dict[str, Browser]", timepiece: "Timepiece"
) -> None:
    browser = browsers["her"]
    browser.open("/choices/new")
    timepiece.move(timedelta(minutes=15))

    typed = {"purpose": "legal_help", "signature": PASSPHRASE, "risk": "y"}
    page = browser.page.form("/choices/new").fill(**typed).submit(status=401)

    assert PASSPHRASE not in page.answer.text
    assert all(not line.startswith(("signature", "risk", "csrf_token")) for line in carried(page))
    assert "purpose=legal_help" in carried(page)


def test_what_is_too_long_for_a_draft_is_not_promised_back_but_stands_there_to_be_copied(
    browsers: "dict[str, Browser]", deps: "Deps", her: str, timepiece: "Timepiece"
) -> None:
    at = f"/desk/people/{her}/compelled"
    browsers["advocate"].open(at)
    timepiece.move(timedelta(minutes=15))

    page = browsers["advocate"].page.form(at).fill(steps="a" * LARGEST).submit(status=401)

    assert "Copy it, sign in and send it again." in page.text
    assert str(page.value_of("written")).count("a") == LARGEST
    assert signed_in_again(page, "advocate", timepiece).path == at
    assert all_rows(deps)["drafts"] == frozenset()


def test_while_no_draft_can_be_kept_what_was_sent_too_late_stays_on_the_screen(
    browsers: "dict[str, Browser]", deps: "Deps", timepiece: "Timepiece"
) -> None:
    page = browsers["her"].open("/inbox")
    timepiece.move(timedelta(minutes=15))
    page = page.form("/inbox").fill(body="I am here").submit(status=401)

    deps.storage.writer.dispose()
    event.listen(deps.storage.writer, "connect", _forbid_drafts)
    page = signed_in_again(page, "her", timepiece, status=503)
    assert "Nothing was changed. Please wait half a minute and try again." in page.text
    event.remove(deps.storage.writer, "connect", _forbid_drafts)
    deps.storage.writer.dispose()

    assert signed_in_again(page, "her", timepiece).form("/inbox").values["body"] == "I am here"


def test_a_passkey_brings_back_what_was_sent_too_late_even_at_the_second_try(
    browsers: "dict[str, Browser]", her: str, timepiece: "Timepiece"
) -> None:
    browser, device, at = browsers["advocate"], Authenticator(), f"/desk/people/{her}"
    add_passkey(browser, device)
    page = browser.open(at)
    timepiece.move(timedelta(minutes=15))
    page = page.form(f"{at}/messages").fill(body="Hello\nWren").submit(status=401)

    door = "/desk/sign-in/passkey"
    page = page.form(door).forge(credential="nonsense").submit(status=422)
    answer = device.show(asked(browser, "/desk/sign-in/challenge", door))
    page = page.form(door).forge(credential=answer).submit()

    assert page.path == at
    assert page.form(f"{at}/messages").values["body"].split() == ["Hello", "Wren"]


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
