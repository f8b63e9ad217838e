"""What is typed and not sent comes back, on either side, with and without script, until it is sent or thrown away."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.caseload import PASSPHRASE
from tests.stored import all_rows
from tests.views.drafts.reading import COMES_BACK, Written, each_form, save_by_itself, signed_in, standing

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.timepiece import Timepiece


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
