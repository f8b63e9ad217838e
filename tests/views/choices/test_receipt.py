"""The receipt of what she signed: on the screen, for paper, and as a file on her press alone."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask

from survivor_portal.actions.consents import (
    InvalidationReason,
    SpokenStop,
    acknowledge_stop,
    consent_for,
    invalidate_consent,
    record_spoken_stop,
    withdraw_consent,
)
from survivor_portal.actions.people import NewStaff, NewSurvivor, add_staff, add_survivor
from survivor_portal.domain.people import Role
from survivor_portal.texts.stops import INVALIDATION_LABELS, INVALIDATIONS_FOR_HER
from tests.asked import kept, propose
from tests.browse import Browser
from tests.caseload import Caseload
from tests.cast import survivor_browser
from tests.views.choices.reading import WREN, filled

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.timepiece import Timepiece


@pytest.fixture
def ref(caseload: Caseload, her: str) -> str:
    """A consent that was signed, used and stopped, and whose stop was seen."""
    given = caseload.give(her, interpreter="Idris")
    caseload.tell(her, given)
    withdraw_consent(caseload.deps, her, given)
    acknowledge_stop(caseload.deps, caseload.advocate, her, given)
    return given


def file_of(browser: Browser, ref: str) -> Any:  # noqa: ANN401 (whatever JSON holds)
    """Press the button below the warning, as a browser does, and read the file."""
    form = browser.open(f"/choices/{ref}/receipt").form(f"/choices/{ref}/receipt/file")
    answer = browser.client.post(form.action, data=form.values)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.headers["Content-Disposition"] == "attachment; filename=receipt.json"
    assert answer.headers["Cache-Control"] == "no-store"
    return json.loads(answer.data)


def test_the_receipt_says_all_she_signed_and_all_that_came_of_it(wren: Browser, ref: str) -> None:
    page = wren.open(f"/choices/{ref}").follow("See the receipt")

    for words in (
        "To get help from a lawyer",
        "The name you chose",
        "Your legal name",
        "By phone",
        "You signed it",
        "You stopped it",
        "Esther has seen it.",
        "Recorded by Esther.",
        "I say yes.",
        "Interpreter: Idris",
        ref,
    ):
        assert words in page.text


def test_a_receipt_of_what_still_stands_says_until_when(wren: Browser) -> None:
    ref = filled(wren.open("/choices/new")).submit().path

    text = wren.open(ref + "/receipt").text

    assert "Given. Tuesday, May 26, 2026" in text
    assert "Nothing was told to them under this choice." in text


def test_the_file_holds_the_record_its_events_and_the_plain_words(wren: Browser, her: str, ref: str) -> None:
    found = file_of(wren, ref)

    assert (found["schema_version"], found["receipt_id"], found["state"]) == ("1", ref, "withdrawn")
    record = found["record"]
    assert (record["purpose"], record["data_items"], record["excluded_items"], record["methods"]) == (
        "legal_help",
        ["chosen_name", "language"],
        ["legal_name"],
        ["phone"],
    )
    assert record["valid_from"] == record["signed_at"] == record["risk_acknowledged_at"]
    assert (record["interpreter"], record["signature_method"]) == ("Idris", "portal")
    assert (record["principal"], record["consenters"]) == ("you", [{"person": "you", "role": "survivor"}])
    assert [(event["event_state"], event["entity"], event["recorded_by"]) for event in found["events"]] == [
        ("draft", "you", "you"),
        ("given", "you", "you"),
        ("withdrawn", "you", "you"),
    ]
    assert {event["reason"] for event in found["events"]} == {None}
    assert [(told["items"], told["told_by"]) for told in found["disclosures"]] == [(["chosen_name"], "Esther")]
    assert [seen["seen_by"] for seen in found["acknowledgements"]] == ["Esther"]
    assert found["words"].startswith("I say yes.")
    assert her not in json.dumps(found)


def test_why_a_signature_did_not_count_is_hers_to_read(
    wren: Browser, deps: "Deps", caseload: Caseload, her: str
) -> None:
    given = caseload.give(her)
    tess = add_staff(deps, NewStaff("Tess", Role.SUPERVISOR, "tess", WREN.passphrase, "A" * 32))
    invalidate_consent(deps, tess, her, given, InvalidationReason.NOT_UNDERSTOOD)

    for path in (f"/choices/{given}", f"/choices/{given}/receipt", "/me/copy"):
        assert str(INVALIDATIONS_FOR_HER[InvalidationReason.NOT_UNDERSTOOD]) in wren.open(path).text
    event = file_of(wren, given)["events"][-1]
    assert (event["event_state"], event["reason"]) == ("invalidated", "not_understood")
    assert (event["entity"], event["recorded_by"]) == ("Tess", "Tess")
    assert "A choice of yours has ended. You can read it at your choices." in wren.open("/").text


@pytest.mark.parametrize("reason", InvalidationReason)
def test_whoever_looks_at_her_phone_reads_nothing_of_pressure_or_harm(
    wren: Browser, deps: "Deps", caseload: Caseload, her: str, reason: InvalidationReason
) -> None:
    given = caseload.give(her)
    tess = add_staff(deps, NewStaff("Tess", Role.SUPERVISOR, "tess", WREN.passphrase, "A" * 32))
    invalidate_consent(deps, tess, her, given, reason)

    for path in ("/home", "/choices", f"/choices/{given}", f"/choices/{given}/receipt", "/me/copy"):
        text = wren.open(path).text
        assert str(INVALIDATION_LABELS[reason]) not in text
        assert not any(word in text for word in ("pressure", "harm", "signature did not count"))


def test_before_the_press_she_reads_that_a_file_stays_on_the_phone(wren: Browser, ref: str) -> None:
    page = wren.open(f"/choices/{ref}/receipt")

    assert page.text.index("A file stays on this phone") < page.text.index("Save the file on this phone")
    (form,) = [found for found in page.markup.all("form") if str(found.get("action")).endswith("/receipt/file")]
    assert not [name for name in form.attrib if name.startswith("hx-")]


def test_looking_at_it_and_taking_the_file_write_nothing(wren: Browser, deps: "Deps", ref: str) -> None:
    before = kept(deps)

    file_of(wren, ref)

    assert kept(deps) == before


def test_what_was_never_signed_and_what_is_somebody_else_s_has_no_receipt(
    wren: Browser, app: Flask, caseload: Caseload, her: str, ref: str
) -> None:
    draft = propose(caseload, her)
    robin = NewSurvivor("Robin", "robin field 12", WREN.passphrase, "en")
    add_survivor(caseload.deps, robin)
    other = survivor_browser(app, robin)
    token = other.open("/me").form("/sign-out").values["csrf_token"]

    nowhere = other.open("/choices/nothing/receipt", status=404).text
    assert other.open(f"/choices/{ref}/receipt", status=404).text == nowhere
    answer = other.client.post(f"/choices/{ref}/receipt/file", data={"csrf_token": token}, base_url="http://localhost")
    assert answer.status_code == 404
    wren.open(f"/choices/{draft}/receipt", status=404)


def test_what_was_told_after_she_said_stop_is_called_a_mistake(
    wren: Browser, caseload: Caseload, her: str, timepiece: "Timepiece"
) -> None:
    given = caseload.give(her)
    said_at = timepiece()
    timepiece.move(timedelta(minutes=5))
    caseload.tell(her, given)
    record_spoken_stop(caseload.deps, caseload.advocate, her, SpokenStop(frozenset({given}), said_at))

    assert consent_for(caseload.deps, her, given).card.incidents
    text = wren.open(f"/choices/{given}").text
    assert "This was told after you had said stop. That was our mistake." in text
    assert "Esther wrote down that you said stop." in text
