"""Her choices on screen: one form with nothing picked, one press to stop, and what was told stays to be seen."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy import update

from survivor_portal.actions.cases import assign
from survivor_portal.actions.consents import (
    ProposedDisclosure,
    consents_of,
    new_form_token,
    recipients,
    record_disclosure,
)
from survivor_portal.actions.people import NewStaff, NewSurvivor, add_staff, add_survivor
from survivor_portal.app import create_app
from survivor_portal.config import Config, ConfigError
from survivor_portal.domain.consent import DataItem, Purpose, SharingMethod, State
from survivor_portal.domain.people import Role
from survivor_portal.models import Consent
from survivor_portal.security.passphrases import PassphraseHasher
from tests.browse import Browser
from tests.cast import survivor_browser
from tests.pages import Form, Page
from tests.stored import Statements

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.timepiece import Timepiece

WREN = NewSurvivor("Wren", "wren field 12", "five words that nobody guesses", "en")
SESSION = 1
KEY = 1
CHANGED = "The words or the dates have changed since you opened this page. Please read them again."


@pytest.fixture
def her(deps: "Deps") -> str:
    """A survivor who has chosen nothing yet."""
    return add_survivor(deps, WREN)


@pytest.fixture
def wren(app: Flask, her: str) -> Browser:
    """Her browser."""
    assert her
    return survivor_browser(app, WREN)


def filled(page: Page) -> Form:
    """Fill the form in, so that it lacks nothing."""
    return page.form("/choices/new").fill(
        recipient=places(page)[0],
        purpose="legal_help",
        items="chosen_name",
        methods="phone",
        length="14",
        risk="y",
        ways="y",
        signature=WREN.passphrase,
    )


def places(page: Page) -> list[str]:
    """Give the references of the places that the form offers."""
    select = next(found for found in page.markup.all("select") if found.get("name") == "recipient")
    return [option.get("value", "") for option in select.iter("option") if option.get("value")]


def ticked(page: Page) -> set[str]:
    """Give what is ticked or picked on the form."""
    return {str(found.get("value")) for found in page.markup.all("input") if found.get("checked") is not None}


# ------------------------------------------------------------------------------------------------------------ the form


def test_before_anything_is_chosen_the_page_says_that_nothing_is_shared(wren: Browser) -> None:
    page = wren.open("/choices")

    assert "Nothing about you is shared" in page.text
    assert "You get the same help whatever you choose" in page.text


def test_nothing_on_the_form_is_picked_beforehand(wren: Browser) -> None:
    page = wren.open("/choices").follow("Say what may be shared")

    assert ticked(page) == set()
    assert [
        found for found in page.markup.all("option") if found.get("selected") is not None and found.get("value")
    ] == []


def test_the_form_says_on_one_screen_all_she_has_to_know_before_she_signs(wren: Browser) -> None:
    text = wren.open("/choices/new").text

    before, signature, _ = text.partition("Your passphrase")
    assert signature
    for words in (
        "Only this one place",
        "for nothing else",
        "All the rest is left out",
        "It does not renew itself",
        "we cannot take it back",
        "A court could ask for it",
        "The person who hurt you could try to get it",
        "You can tell them yourself",
        "call them together",
        "the same help if you say no",
        "stop at any time",
        "if you talk with the police",
        "a T visa",
        "the law makes us tell",
        "numbers, never names",
    ):
        assert words in before


@pytest.mark.parametrize("htmx", [True, False])
def test_signing_leads_to_what_is_shared_now_in_the_very_words(wren: Browser, *, htmx: bool) -> None:
    form = filled(wren.open("/choices/new"))

    page = form.submit(htmx=htmx)

    assert re.fullmatch(r"/choices/[a-z2-7]{26}", page.path)
    assert "Until Tuesday, May 26, 2026" in page.text
    assert "I say yes to this. It is my own choice." in page.text
    assert page.heading in wren.open("/choices").text


@pytest.mark.parametrize("htmx", [True, False])
def test_a_wrong_passphrase_keeps_all_but_itself_and_makes_nothing(
    wren: Browser, deps: "Deps", her: str, *, htmx: bool
) -> None:
    form = filled(wren.open("/choices/new")).fill(signature="not hers", never="legal_name")

    page = form.submit(htmx=htmx, status=422)

    assert "That is not your passphrase." in page.text
    assert {"chosen_name", "phone", "14", "y", "legal_name"} <= ticked(page)
    assert not page.value_of("signature")
    assert page.value_of("token") == form.values["token"]
    assert consents_of(deps, her) == []


@pytest.mark.parametrize("left_out", ["recipient", "purpose", "items", "methods", "risk", "ways", "signature", "token"])
def test_a_form_with_a_part_left_out_makes_nothing_and_keeps_the_rest(
    wren: Browser, deps: "Deps", her: str, left_out: str
) -> None:
    page = filled(wren.open("/choices/new")).forge(**{left_out: None}).submit(status=422)

    assert "Please look at the lines marked below." in page.text
    assert "14" in ticked(page)
    assert consents_of(deps, her) == []


def test_an_empty_form_is_told_everything_at_once(wren: Browser) -> None:
    page = wren.open("/choices/new").form("/choices/new").submit(status=422)

    for sentence in (
        "Choose one place.",
        "Choose what it is for.",
        "Pick how we may tell them.",
        "Write your passphrase.",
    ):
        assert sentence in page.text


@pytest.mark.parametrize(
    "forged",
    [
        {"recipient": "nobody"},
        {"purpose": "talk_with_police"},
        {"purpose": "anything"},
        {"items": "everything"},
        {"items": "consent_stopped"},
        {"methods": "broadcast"},
        {"length": "365"},
        {"length": "90"},
        {"length": "90", "reason": "because"},
        {"never": "chosen_name"},
        {"token": "short"},
    ],
)
def test_what_the_form_does_not_offer_makes_nothing(
    wren: Browser, deps: "Deps", her: str, forged: dict[str, str]
) -> None:
    filled(wren.open("/choices/new")).forge(**forged).submit(status=422)

    assert consents_of(deps, her) == []


def test_a_longer_time_needs_only_a_reason_she_picks(wren: Browser) -> None:
    page = filled(wren.open("/choices/new")).fill(length="90", reason="own_reason").submit()

    assert "Until Monday, August 10, 2026" in page.text
    assert "I have my own reason" in page.text


def test_a_length_left_open_is_thirty_days(wren: Browser) -> None:
    page = filled(wren.open("/choices/new")).forge(length=None).submit()

    assert "Until Thursday, June 11, 2026" in page.text


def test_once_is_once(wren: Browser, deps: "Deps", her: str) -> None:
    filled(wren.open("/choices/new")).fill(length="once").submit()

    assert consents_of(deps, her)[0].remaining_uses == 1


def test_a_form_sent_again_leads_to_the_one_record_it_made(wren: Browser, deps: "Deps", her: str) -> None:
    form = filled(wren.open("/choices/new"))

    assert form.submit().path == form.submit().path
    assert len(consents_of(deps, her)) == 1


def test_leaving_the_form_keeps_nothing(wren: Browser, deps: "Deps", her: str) -> None:
    wren.open("/choices/new").follow("Do not share")

    assert consents_of(deps, her) == []


def test_a_form_that_has_grown_old_is_not_signed_without_its_words(wren: Browser, deps: "Deps", her: str) -> None:
    stale = filled(wren.open("/choices/new")).forge(csrf_token="of another session").submit(status=400)

    page = stale.form("/choices/new").submit(status=422)

    assert "A court could ask for it" in page.text
    assert "chosen_name" in ticked(page)
    assert "y" not in ticked(page)
    assert consents_of(deps, her) == []


def test_when_there_is_no_turn_to_check_her_passphrase_nothing_is_made(config: Config, deps: "Deps", her: str) -> None:
    wren = survivor_browser(create_app(config, deps), WREN)
    form = filled(wren.open("/choices/new"))
    busy = PassphraseHasher(deps.hasher.argon2, wait_seconds=0.0)
    wren.client.application.extensions["survivor_portal"] = (
        config,
        replace(deps, hasher=busy),
        wren.client.application.extensions["survivor_portal"][2],
    )

    with busy._turn(), busy._turn():
        page = form.submit(status=503)

    assert "Nothing was changed" in page.text
    assert consents_of(deps, her) == []


# ---------------------------------------------------------------------------------------------------- what she has read


def test_the_form_carries_which_words_and_which_day_it_was_shown_with(wren: Browser) -> None:
    page = wren.open("/choices/new")

    assert (page.value_of("statement"), page.value_of("shown_on")) == ("1:en", "2026-05-12")


@pytest.mark.parametrize(
    "sent",
    [
        {"statement": None},
        {"statement": ""},
        {"statement": "1:es"},
        {"statement": "2:en"},
        {"shown_on": None},
        {"shown_on": "yesterday"},
        {"shown_on": "2026-05-11"},
        {"shown_on": "2026-05-13"},
    ],
)
def test_words_or_dates_other_than_those_she_read_are_shown_again_and_make_nothing(
    wren: Browser, deps: "Deps", her: str, sent: dict[str, str | None]
) -> None:
    form = filled(wren.open("/choices/new")).fill(never="legal_name").forge(**sent)

    page = form.submit(status=422)

    assert CHANGED in page.text
    assert {"chosen_name", "phone", "14", "legal_name"} <= ticked(page)
    assert "y" not in ticked(page)
    assert page.form("/choices/new").values["recipient"] == form.values["recipient"]
    assert not page.value_of("signature")
    assert (page.value_of("statement"), page.value_of("shown_on")) == ("1:en", "2026-05-12")
    assert consents_of(deps, her) == []


@pytest.mark.parametrize("htmx", [True, False])
def test_a_form_left_open_over_midnight_is_read_again_and_then_signed(
    app: Flask, deps: "Deps", her: str, timepiece: "Timepiece", *, htmx: bool
) -> None:
    timepiece.now = timepiece.now.replace(hour=23, minute=59)
    form = filled(survivor_browser(app, WREN).open("/choices/new"))
    timepiece.move(timedelta(minutes=1))

    page = form.submit(htmx=htmx, status=422)

    assert CHANGED in page.text
    assert "14 days, until Wednesday, May 27, 2026" in page.text
    assert consents_of(deps, her) == []
    again = page.form("/choices/new").fill(risk="y", ways="y", signature=WREN.passphrase)
    assert "Until Wednesday, May 27, 2026" in again.submit(htmx=htmx).text


@pytest.mark.usefixtures("her")
def test_the_day_she_read_is_a_day_of_the_portal_s_own_time_zone(
    config: Config, deps: "Deps", timepiece: "Timepiece"
) -> None:
    timepiece.now = timepiece.now.replace(hour=11, minute=59)
    wren = survivor_browser(create_app(replace(config, time_zone="Pacific/Auckland"), deps), WREN)
    form = filled(wren.open("/choices/new"))
    assert form.values["shown_on"] == "2026-05-12"

    timepiece.move(timedelta(minutes=1))

    assert CHANGED in form.submit(status=422).text


def test_a_form_read_in_another_language_is_read_again(wren: Browser, deps: "Deps", her: str) -> None:
    form = filled(wren.open("/choices/new"))
    wren.open("/choices").form("/language").press("Español").submit()

    page = form.submit(status=422)

    assert page.value_of("statement") == "1:es"
    assert "chosen_name" in ticked(page)
    assert consents_of(deps, her) == []


def test_a_form_that_has_grown_old_still_says_what_she_read(wren: Browser, timepiece: "Timepiece") -> None:
    stale = filled(wren.open("/choices/new")).forge(csrf_token="of another session").submit(status=400)
    carried = stale.form("/choices/new").values

    assert (carried["statement"], carried["shown_on"]) == ("1:en", timepiece.now.date().isoformat())
    assert CHANGED not in stale.form("/choices/new").submit(status=422).text


def test_no_part_of_the_form_is_called_none(wren: Browser) -> None:
    for page in (wren.open("/choices/new"), wren.page.form("/choices/new").submit(status=422)):
        assert [found.attrib for found in page.markup.all("input", "select") if "None" in found.attrib.values()] == []


# -------------------------------------------------------------------------------------------------- approved statements


@pytest.mark.usefixtures("her")
def test_where_nobody_has_approved_the_words_an_interpreter_is_asked_for(config: Config, deps: "Deps") -> None:
    wren = survivor_browser(create_app(replace(config, demonstration=False), deps), WREN)
    page = filled(wren.open("/choices/new")).submit(status=422)
    assert "Write the name of your interpreter." in page.text
    assert "Nobody trained has checked these words in your language yet" in page.text

    page = page.form("/choices/new").fill(interpreter="Idris", signature=WREN.passphrase).submit()

    assert "Interpreter: Idris" in page.text


@pytest.mark.usefixtures("her")
def test_where_somebody_has_approved_the_words_no_interpreter_is_asked_for(config: Config, deps: "Deps") -> None:
    approved = replace(config, demonstration=False, approved_statements=frozenset({"1:en"}))
    wren = survivor_browser(create_app(approved, deps), WREN)

    page = filled(wren.open("/choices/new")).submit()

    assert "It is my own choice." in page.text


def test_an_approval_is_for_one_version_in_one_language(config: Config) -> None:
    approved = replace(config, demonstration=False, approved_statements=frozenset({"1:es"}))

    assert approved.approves_statement("1", "es")
    assert not approved.approves_statement("1", "en")
    assert not approved.approves_statement("2", "es")


@pytest.mark.parametrize("entry", ["en", "1", "one:en", 1, "1:en "])
def test_an_approval_that_says_nothing_stops_the_start(config: Config, entry: object) -> None:
    with pytest.raises(ConfigError, match="approved_statements must list"):
        Config.from_table(
            {
                "data_folder": str(config.data_folder),
                "key_file": str(config.key_file),
                "approved_statements": [entry],
            }
        )


# ------------------------------------------------------------------------------------------------------------ stopping


def test_what_has_not_started_yet_is_told_apart_from_what_is_shared_and_can_be_stopped(
    wren: Browser, deps: "Deps", timepiece: "Timepiece"
) -> None:
    page = filled(wren.open("/choices/new")).submit()
    name, ref = page.heading, page.path
    with deps.storage.write() as session:
        session.execute(update(Consent).values(valid_from=timepiece.now + timedelta(days=1)))
        session.commit()

    page = wren.open("/choices")

    shared, heading, waiting = page.text.partition("Not started yet")
    assert heading
    assert name not in shared
    assert "Nothing about you is shared with anyone outside your team." in shared
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


# --------------------------------------------------------------------------------------------------------------- costs


def test_each_page_costs_the_same_however_much_there_is(wren: Browser, statements: Statements) -> None:
    for _ in range(3):
        ref = filled(wren.open("/choices/new")).submit().path

    for path, cost in (("/choices", SESSION + 3), ("/choices/new", SESSION + 1), (ref, SESSION + 3 + KEY)):
        statements.clear()
        wren.open(path)
        assert len(statements.sent) == cost, statements.sent


def test_every_place_of_the_directory_is_offered(wren: Browser, deps: "Deps") -> None:
    assert places(wren.open("/choices/new")) == [choice.ref for choice in recipients(deps)]
