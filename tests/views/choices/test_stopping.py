"""Stopping: one press, no reason, and what she sees afterwards."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from survivor_portal.actions.cases import assign
from survivor_portal.actions.consents import (
    ProposedDisclosure,
    consents_of,
    new_form_token,
    record_disclosure,
    withdraw_consent,
)
from survivor_portal.actions.consents.adding import add_signed_record
from survivor_portal.actions.people import NewStaff, NewSurvivor, add_staff, add_survivor
from survivor_portal.domain.consent import DataItem, Purpose, RecordId, SharingMethod, State
from survivor_portal.domain.people import Role
from survivor_portal.security.tokens import new_ref
from tests.browse import Browser
from tests.cast import survivor_browser

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.timepiece import Timepiece
from tests.views.choices.reading import WREN, filled


def test_what_has_not_started_yet_is_told_apart_from_what_is_shared_and_can_be_stopped(
    wren: Browser, deps: "Deps", her: str, timepiece: "Timepiece"
) -> None:
    name = filled(wren.open("/choices/new")).submit().heading
    (signed,) = consents_of(deps, her)
    withdraw_consent(deps, her, signed.record_id)
    later = replace(
        signed.record, record_id=RecordId(new_ref(deps.chance)), valid_from=timepiece.now + timedelta(days=1)
    )
    with deps.storage.write() as session:
        add_signed_record(deps, session, later, "I say yes.", "the token of another form")
        session.commit()
    ref = f"/choices/{later.record_id}"

    page = wren.open("/choices")

    shared, heading, waiting = page.text.partition("Not started yet")
    assert heading
    assert name not in shared
    assert "Right now, no yes of yours lets us share anything." in shared
    assert name in waiting
    page.form(f"{ref}/withdrawal").submit()
    assert "Not started yet" not in wren.open("/choices").text
    assert "It has stopped." in wren.open(ref).text


def test_nothing_is_said_to_wait_when_all_has_started(wren: Browser) -> None:
    filled(wren.open("/choices/new")).submit()

    assert "Not started yet" not in wren.open("/choices").text


@pytest.mark.parametrize("htmx", [True, False])
def test_one_press_on_the_list_stops_it(wren: Browser, deps: "Deps", her: str, *, htmx: bool) -> None:
    ref = filled(wren.open("/choices/new")).submit().path

    page = wren.open("/choices").form(f"{ref}/withdrawal").submit(htmx=htmx)

    assert page.path == ref
    assert "It has stopped." in page.text
    assert consents_of(deps, her)[0].state is State.WITHDRAWN


def test_one_press_on_its_own_page_stops_it_and_asks_nothing(wren: Browser) -> None:
    form = filled(wren.open("/choices/new")).submit().form("Stop sharing " + wren.page.heading)

    assert form.values.keys() == {"csrf_token"}
    assert "It has stopped." in form.submit().text


def test_two_presses_from_home_stop_it(wren: Browser) -> None:
    ref = filled(wren.open("/choices/new")).submit().path
    wren.open("/home")

    page = wren.page.follow("Choices").form(f"{ref}/withdrawal").submit()

    assert "It has stopped." in page.text


def test_a_second_stop_from_an_old_page_says_the_same(wren: Browser) -> None:
    form = filled(wren.open("/choices/new")).submit().form("Stop sharing " + wren.page.heading)
    first = form.submit().text

    assert form.submit().text == first


def test_after_a_stop_she_sees_what_was_told_and_that_it_cannot_be_taken_back(
    wren: Browser, deps: "Deps", her: str
) -> None:
    page = filled(wren.open("/choices/new")).submit()
    ruth = add_staff(deps, NewStaff("Esther", Role.ADVOCATE, "esther", WREN.passphrase, "A" * 32))
    assign(deps, her, ruth)
    (card,) = consents_of(deps, her)
    told = record_disclosure(
        deps,
        ruth,
        her,
        ProposedDisclosure(
            consent=card.record_id,
            recipient=card.record.recipient,
            purpose=Purpose.LEGAL_HELP,
            items=frozenset({DataItem.CHOSEN_NAME}),
            method=SharingMethod.PHONE,
            token=new_form_token(deps),
        ),
    )
    assert isinstance(told, str)

    page = wren.open(page.path).form(f"{page.path}/withdrawal").submit()

    assert "By phone: The name you chose." in page.text
    assert "What they already know, we cannot take back." in page.text
    assert "Tuesday, May 12, 2026" in page.text
    assert "The name you chose" in wren.open("/choices").text


def test_a_stranger_s_reference_answers_as_one_that_never_was(wren: Browser, app: Flask, deps: "Deps") -> None:
    ref = filled(wren.open("/choices/new")).submit().path
    robin = NewSurvivor("Robin", "robin field 12", WREN.passphrase, "en")
    add_survivor(deps, robin)
    other = survivor_browser(app, robin)

    theirs, nobodys = other.open(ref, status=404), other.open("/choices/nothing", status=404)

    assert theirs.text == nobodys.text
    token = other.open("/me").form("/sign-out").values["csrf_token"]
    answer = other.client.post(f"{ref}/withdrawal", data={"csrf_token": token}, base_url="http://localhost")
    assert answer.status_code == 404
    assert "Stop sharing" in wren.open("/choices").text


def test_what_she_signed_is_shown_in_the_language_she_signed_it_in(wren: Browser) -> None:
    ref = filled(wren.open("/choices/new")).submit().path
    wren.open("/choices").form("/language").press("Español").submit()

    page = wren.open(ref)

    assert page.language == "es"
    assert "I say yes to this. It is my own choice." in page.text
    assert any(found.get("lang") == "en" for found in page.markup.all("div"))
