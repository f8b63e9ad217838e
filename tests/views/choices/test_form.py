"""The form on which she says yes: everything before the signature, nothing picked beforehand."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import (
    consents_of,
)
from survivor_portal.app import create_app
from survivor_portal.config import Config
from survivor_portal.security.passphrases import PassphraseHasher
from tests.browse import Browser
from tests.cast import survivor_browser

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
from tests.views.choices.reading import WREN, filled, ticked


def test_before_anything_is_chosen_the_page_says_that_nothing_is_shared(wren: Browser) -> None:
    page = wren.open("/choices")

    assert "Right now, no yes of yours lets us share anything." in page.text
    assert "unless the law makes us" in page.text
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

    with busy.turn(), busy.turn():
        page = form.submit(status=503)

    assert "Nothing was changed" in page.text
    assert consents_of(deps, her) == []
