"""Going on is a fresh signature; letting a place know of a stop is a choice of its own."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import acknowledge_stop, consents_of, withdraw_consent
from survivor_portal.domain.consent import DataItem, Purpose, State
from tests.asked import kept, propose
from tests.browse import Browser
from tests.caseload import Caseload
from tests.pages import Page
from tests.reading_ease import grade
from tests.views.choices.reading import WREN, complete, ticked

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.timepiece import Timepiece

DAY = timedelta(days=1)
HIGHEST_GRADE = 6.0


@pytest.fixture
def given(caseload: Caseload, her: str) -> str:
    """The address of a consent she gave."""
    return f"/choices/{caseload.give(her)}"


# ----------------------------------------------------------------------------------------------------------- renewing


def test_three_days_before_the_end_home_and_her_choices_say_so(
    wren: Browser, deps: "Deps", her: str, given: str, timepiece: "Timepiece"
) -> None:
    assert "This ends soon" not in wren.open("/home").text
    end = consents_of(deps, her)[0].ends_at
    assert end is not None
    timepiece.now = end - 3 * DAY
    wren.sign_in_survivor(WREN)

    assert "This ends soon: Tuesday, May 26" in wren.open("/home").text
    assert "This is soon." in wren.open("/choices").text
    assert "This is soon." in wren.open(given).text


def test_nothing_is_renewed_but_by_reading_and_signing_it_again(wren: Browser, given: str) -> None:
    page = wren.open(given).follow("Sign it again")

    assert ticked(page) == set()
    for words in ("It does not go on by itself", "A court could ask for it", "The name you chose", "By phone"):
        assert words in page.text.partition("Your passphrase")[0]


@pytest.mark.parametrize("htmx", [True, False])
def test_signing_again_makes_a_new_one_and_ends_the_old_one(
    wren: Browser, deps: "Deps", her: str, given: str, *, htmx: bool
) -> None:
    page = complete(wren.open(given + "/renewal")).submit(htmx=htmx)

    assert page.path != given
    assert [card.state for card in consents_of(deps, her)] == [State.GIVEN, State.SUPERSEDED]
    old = wren.open(given)
    assert "Replaced by a new one." in old.text
    assert old.follow("See the new one").path == page.path


def test_leaving_it_changes_nothing(wren: Browser, deps: "Deps", given: str) -> None:
    page = wren.open(given + "/renewal")
    before = kept(deps)

    assert page.follow("Do not sign").path == given
    assert kept(deps) == before


@pytest.mark.parametrize(
    "sent",
    [
        {"risk": None},
        {"signature": "not hers"},
        {"left_out": "family"},
        {"length": "60"},
        {"statement": None},
        {"token": "short"},
    ],
)
def test_a_form_that_lacks_something_renews_nothing_and_ends_nothing(
    wren: Browser, deps: "Deps", given: str, sent: dict[str, str | None]
) -> None:
    form = complete(wren.open(given + "/renewal")).forge(**sent)
    before = kept(deps)

    form.submit(status=422)

    assert kept(deps) == before


@pytest.mark.parametrize(
    "sent",
    [{"items": "family"}, {"methods": "letter"}, {"recipient": "another"}, {"purpose": "employment"}, {"max_uses": ""}],
)
def test_nothing_that_is_sent_along_widens_it(
    wren: Browser, deps: "Deps", her: str, given: str, sent: dict[str, str]
) -> None:
    complete(wren.open(given + "/renewal")).forge(**sent).submit()

    new, old = (card.record for card in consents_of(deps, her))
    assert (new.data_items, new.methods, new.recipient, new.purpose) == (
        old.data_items,
        old.methods,
        old.recipient,
        old.purpose,
    )


def test_a_form_sent_twice_makes_one_new_record(wren: Browser, deps: "Deps", her: str, given: str) -> None:
    form = complete(wren.open(given + "/renewal"))

    assert form.submit().path == form.submit().path
    assert len(consents_of(deps, her)) == 2


def test_what_she_stopped_is_not_put_before_her_again(wren: Browser, given: str) -> None:
    page = wren.open(given).form(f"{given}/withdrawal").submit()

    assert "Sign it again" not in page.text
    assert wren.open(given + "/renewal").path == given


# ------------------------------------------------------------------------------------------------- a word of the stop


def stopped(wren: Browser, given: str) -> Page:
    """Stop it with one press."""
    return wren.open(given).form(f"{given}/withdrawal").submit()


def test_after_a_stop_she_is_asked_whether_they_shall_know_and_both_answers_weigh_the_same(
    wren: Browser, given: str
) -> None:
    page = stopped(wren, given)

    assert "Shall we tell them you said stop?" in page.text
    (row,) = [found for found in page.markup.all("div") if found.get("class") == "equal"]
    assert [("".join(found.itertext()), found.get("class")) for found in row] == [
        ("Yes, look at it", "button"),
        ("No", "button"),
    ]


def test_no_is_only_leaving(wren: Browser, deps: "Deps", given: str) -> None:
    page = stopped(wren, given)
    before = kept(deps)

    assert page.follow("No").path == "/choices"
    assert kept(deps) == before


@pytest.mark.parametrize("htmx", [True, False])
def test_yes_takes_a_signature_of_its_own_for_the_stop_and_a_name_they_know(
    wren: Browser, caseload: Caseload, her: str, given: str, *, htmx: bool
) -> None:
    caseload.tell(her, given.removeprefix("/choices/"))
    page = stopped(wren, given).follow("Yes, look at it")
    before, signature, _ = page.text.partition("Your passphrase")
    assert signature
    for words in ("To tell them you said stop", "That you said stop", "The name you chose", "One time only, until"):
        assert words in before
    assert "Your language" not in before.partition("What we may never tell them")[0]

    page = complete(page).submit(htmx=htmx)

    assert "That you said stop" in page.text
    cards = {card.record.purpose: card for card in consents_of(caseload.deps, her)}
    assert cards[Purpose.TELL_OF_STOP].remaining_uses == 1
    assert cards[Purpose.LEGAL_HELP].state is State.WITHDRAWN
    again = wren.open(given)
    assert "Shall we tell them" not in again.text
    assert again.follow("You said we may tell them. See it.").path == page.path


def test_she_can_keep_even_the_name_out_but_not_the_stop(
    wren: Browser, caseload: Caseload, her: str, given: str
) -> None:
    caseload.tell(her, given.removeprefix("/choices/"))
    stopped(wren, given)

    complete(wren.open(given + "/word")).forge(left_out="consent_stopped").submit(status=422)
    complete(wren.open(given + "/word")).fill(left_out="chosen_name").submit()

    told = next(card for card in consents_of(caseload.deps, her) if card.record.purpose is Purpose.TELL_OF_STOP)
    assert told.covered_items == {DataItem.CONSENT_STOPPED}


@pytest.mark.parametrize("sent", [{"signature": "not hers"}, {"ways": None}, {"shown_on": None}])
def test_a_form_that_lacks_something_lets_nobody_know(
    wren: Browser, deps: "Deps", given: str, sent: dict[str, str | None]
) -> None:
    stopped(wren, given)
    form = complete(wren.open(given + "/word")).forge(**sent)
    before = kept(deps)

    form.submit(status=422)

    assert kept(deps) == before


def test_its_length_is_no_question_whatever_is_sent_along(wren: Browser, deps: "Deps", her: str, given: str) -> None:
    stopped(wren, given)

    page = complete(wren.open(given + "/word")).forge(length="90", reason="own_reason").submit()

    word = next(card for card in consents_of(deps, her) if card.record.purpose is Purpose.TELL_OF_STOP)
    assert (word.record.length_reason, word.remaining_uses) == (None, 1)
    assert "Until Tuesday, May 26, 2026" in page.text


def test_of_what_stands_there_is_no_word(wren: Browser, given: str) -> None:
    assert wren.open(given + "/word").path == given
    assert "Shall we tell them" not in wren.open(given).text


def test_she_sees_when_her_advocate_has_seen_her_stop(wren: Browser, caseload: Caseload, her: str, given: str) -> None:
    ref = given.removeprefix("/choices/")
    withdraw_consent(caseload.deps, her, ref)
    assert "Your team has not said yet that they saw it. It has stopped all the same." in wren.open(given).text

    acknowledge_stop(caseload.deps, caseload.advocate, her, ref)

    text = wren.open(given).text
    assert "Esther has seen it." in text
    assert "has not said yet" not in text


# ---------------------------------------------------------------------------------------------------- reading with ease


def test_every_page_on_which_she_is_asked_something_reads_easily(
    wren: Browser, caseload: Caseload, her: str, given: str
) -> None:
    lapsing, paper = caseload.give(her), propose(caseload, her, is_from_paper=True)
    caseload.tell(her, given.removeprefix("/choices/"))
    stopped(wren, given)
    places = (
        "/choices",
        given,
        f"{given}/word",
        f"{given}/receipt",
        f"/choices/{lapsing}/renewal",
        f"/choices/{propose(caseload, her)}/answer",
        f"/choices/{paper}/answer",
    )

    grades = {place: grade(wren.open(place).lines.replace("Esther", "Ann")) for place in places}

    assert {place: found for place, found in grades.items() if found > HIGHEST_GRADE} == {}
