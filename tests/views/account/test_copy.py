"""Her copy holds everything of hers and nobody else's, on the screen first, and as a file on her press alone."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

from survivor_portal.actions.consents import SpokenStop, record_compelled, record_spoken_stop
from survivor_portal.actions.deps import Deps
from survivor_portal.domain.consent import NoNoticeReason
from tests.browse import Browser
from tests.lives import ASK_FOR, ASKED, BASIS, COMPELLED, SAID, Life
from tests.markup import words_of
from tests.pages import Page
from tests.stored import Statements, all_rows
from tests.timepiece import Timepiece


def file_of(browser: Browser) -> Any:  # noqa: ANN401 (whatever JSON holds)
    """Press the button below the warning, as a browser does, and read the file."""
    form = browser.open("/me/copy").form("/me/copy/file")
    answer = browser.client.post(form.action, data=form.values)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.headers["Content-Disposition"] == "attachment; filename=copy.json"
    assert answer.headers["Cache-Control"] == "no-store"
    return json.loads(answer.data)


def facts(page: Page) -> set[str]:
    """Give each fact that a page tells of consents, in its words."""
    lists = [found for found in page.markup.all("ul") if found.get("class") in {"history", "plain"}]
    return {words_of(found) for found in (*page.markup.all("dt"), *page.markup.all("dd"), *lists)}


def test_the_page_shows_everything_of_hers_in_plain_words(wren: Browser) -> None:
    page = wren.open("/me/copy")

    for words in ("Wren", "English", "Esther", *SAID, "I want this", "Tell me more", "I say yes.", "Idris", "By phone"):
        assert words in page.text
    assert (page.heading, page.title) == ("A copy for you", "A copy for you")
    assert "not here" in page.text


def test_what_she_set_about_the_police_and_about_reaching_her_is_in_it(wren: Browser) -> None:
    text, found = wren.open("/me/copy").text, file_of(wren)

    for words in (*ASKED, ASK_FOR, "Wednesday: 2:00"):
        assert words in text
    (request,) = found["police"]["requests"]
    assert request["written_by"] == "Esther"
    assert (found["police"]["choice"], request["asker"], request["asked"]) == ("not_now", *ASKED)
    assert [entry["choice"] for entry in found["police"]["choices"]] == ["not_now"]
    assert [given["answer"] for given in request["answers"]] == ["no"]
    (way,) = found["ways_to_reach_you"]
    assert (way["channel"], way["hours"]) == ("phone_call", [{"weekday": 2, "hour": 14}])
    assert (way["name_to_ask_for"], way["voicemail_allowed"]) == (ASK_FOR, False)


def test_what_the_law_made_us_tell_is_in_it_unless_a_court_forbids_it(wren: Browser, life: Life) -> None:
    banned = replace(COMPELLED, token="one more", recipient="X", no_notice_reason=NoNoticeReason.COURT_FORBIDS)
    record_compelled(life.deps, life.advocate, life.her, banned)

    text, found = wren.open("/me/copy").text, file_of(wren)

    for words in (COMPELLED.recipient, COMPELLED.legal_reference, COMPELLED.protective_steps):
        assert words in text
    (told,) = found["told_because_of_the_law"]
    assert told["recorded_by"] == "Esther"
    assert (told["recipient"], told["items"], told["legal_basis"]) == (COMPELLED.recipient, ["language"], "court_order")
    assert (told["no_notice_reason"], told["tried_to_tell_you"]) == ("It could not wait", [])


def test_the_page_tells_of_every_consent_what_its_receipt_tells(
    wren: Browser, life: Life, timepiece: Timepiece
) -> None:
    given = life.caseload.give(life.her)
    said_at = timepiece()
    timepiece.move(timedelta(minutes=5))
    life.caseload.tell(life.her, given)
    record_spoken_stop(life.deps, life.advocate, life.her, SpokenStop(frozenset({given}), said_at))

    copy, receipt = wren.open("/me/copy"), wren.open(f"/choices/{given}/receipt")

    told = [facts(receipt), facts(copy)]
    assert told[0]
    assert told[0] <= told[1]
    for words in ("Your legal name", "You stopped it", "Spoken", "Recorded by Esther.", "That was our mistake."):
        assert words in copy.text


def test_who_of_the_office_looked_is_in_it(wren: Browser) -> None:
    text, found = wren.open("/me/copy").text, file_of(wren)

    assert "Odile · Supervisor Why: To check a signature." in text
    (look,) = found["supervisors_who_looked"]
    assert (look["name"], look["reason"]) == ("Odile", "To check a signature.")
    assert look["looked_at"]


def test_somebody_else_s_words_are_never_in_it(wren: Browser, life: Life) -> None:
    robin = life.caseload.add("Robin")
    life.caseload.write(robin, robin, "Only for Esther's eyes.")
    life.caseload.give(robin, interpreter="Solveig")

    text = wren.open("/me/copy").text + json.dumps(file_of(wren))

    assert not any(words in text for words in ("Robin", "eyes", "Solveig"))


def test_looking_at_it_writes_nothing(deps: Deps, wren: Browser) -> None:
    before = all_rows(deps)

    wren.open("/me/copy")

    assert all_rows(deps) == before


def test_whoever_has_nothing_yet_is_told_so(bela: Browser) -> None:
    text = bela.open("/me/copy").text

    assert "Nobody has been named yet" in text
    assert "There are no messages yet" in text


def test_the_file_holds_the_same_under_plain_names(wren: Browser, life: Life) -> None:
    found = file_of(wren)

    assert (found["name"], found["language"]) == ("Wren", "en")
    assert [line["words"] for line in found["messages"]] == list(SAID)
    assert [line["written_by"] for line in found["messages"]] == ["Wren", "Esther"]
    assert {entry["answer"] for service in found["services"] for entry in service["answers"]} == {
        "wanted",
        "tell_me_more",
    }
    (choice,) = found["choices"]
    assert choice["words"].startswith("I say yes.")
    assert (choice["state"], choice["record"]["interpreter"], choice["record"]["data_items"]) == (
        "given",
        "Idris",
        ["chosen_name", "language"],
    )
    assert choice["disclosures"] == [
        {
            "at": choice["disclosures"][0]["at"],
            "items": ["chosen_name"],
            "method": "phone",
            "told_by": "Esther",
            "told_after_your_stop": False,
        }
    ]
    assert {event["event_state"] for event in choice["events"]} == {"draft", "given"}
    assert (found["team"][0]["name"], found["team"][0]["until"]) == ("Esther", None)
    assert life.her not in json.dumps(found)


def test_before_the_press_she_reads_that_a_file_stays_on_the_phone(wren: Browser) -> None:
    text = wren.open("/me/copy").text

    assert text.index("A file stays on this phone") < text.index("Save the file on this phone")


def test_the_press_is_an_ordinary_one_that_htmx_leaves_alone(wren: Browser) -> None:
    page = wren.open("/me/copy")
    (form,) = [form for form in page.markup.all("form") if form.get("action") == "/me/copy/file"]

    assert not [name for name in form.attrib if name.startswith("hx-")]


def test_that_a_file_was_made_shows_on_her_other_phone_and_not_on_this_one(
    wren: Browser, second_phone: Browser
) -> None:
    file_of(wren)

    assert "A copy of all we hold for you was made." in second_phone.open("/me").text
    assert "A copy of all" not in wren.open("/me").text


def test_a_pause_a_deletion_and_a_hold_she_may_know_of_are_in_it(wren: Browser, life: Life) -> None:
    wren.open("/me/pause").form("/me/pause").submit()
    life.hold(days=30)
    life.hold(days=60, forbids_notice=True)

    page, found = wren.open("/me/copy"), file_of(wren)

    assert "Paused since" in page.text
    assert page.text.count("The law asks us to keep") == 1
    assert found["paused_since"]
    until = (life.timepiece() + timedelta(days=30)).isoformat(timespec="seconds")
    assert [hold["until"] for hold in found["kept_by_law"] if hold["lifted_at"] is None] == [until]
    assert BASIS not in page.text + json.dumps(found)


def test_it_costs_as_many_statements_however_much_there_is(wren: Browser, life: Life, statements: Statements) -> None:
    def cost() -> int:
        wren.open("/me/copy")
        statements.clear()
        wren.open("/me/copy")
        return len(statements.sent)

    before = cost()
    for number in range(4):
        life.caseload.write(life.her, life.her, f"Message {number}")
        life.caseload.give(life.her)

    assert cost() == before
