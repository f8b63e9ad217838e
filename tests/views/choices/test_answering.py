"""A draft from her advocate, answered on one screen: yes, no or later, and all three weigh the same."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from survivor_portal.actions.consents import consents_of
from survivor_portal.actions.people import NewSurvivor, add_survivor
from survivor_portal.domain.consent import DRAFT_LENGTH, DataItem, State
from tests.asked import kept, propose
from tests.browse import Browser
from tests.caseload import Caseload
from tests.cast import survivor_browser
from tests.stored import Statements
from tests.views.choices.reading import CHANGED, DRAFT, KEY, SESSION, WREN, complete, ticked

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.timepiece import Timepiece


@pytest.fixture
def place(caseload: Caseload, her: str) -> str:
    """The address at which she answers a draft."""
    return f"/choices/{propose(caseload, her)}/answer"


def test_home_and_her_choices_lead_to_what_waits_for_her(wren: Browser, place: str) -> None:
    page = wren.open("/home").follow("1 choice waits for your answer, if you want to give one")

    waiting = page.text.partition("Waits for your answer")[2]
    assert "To get help from a lawyer" in waiting
    assert place in {link.get("href") for link in page.markup.all("a")}


def test_the_page_of_a_draft_is_where_it_is_answered(wren: Browser, place: str) -> None:
    assert wren.open(place.removesuffix("/answer")).path == place


def test_one_screen_says_all_she_has_to_know_before_she_signs(wren: Browser, place: str) -> None:
    before, signature, _ = wren.open(place).text.partition("Your passphrase")

    assert signature
    for words in (
        "Esther wrote this down for you",
        "Yes, no or later: you get the same help",
        "It waits until Tuesday, May 19, 2026",
        "Only this one place",
        "To get help from a lawyer",
        "The name you chose",
        "Your language",
        "All the rest is left out",
        "By phone",
        "It does not renew itself",
        "we cannot take it back",
        "A court could ask for it",
        "The person who hurt you could try to get it",
        "You can tell them yourself",
        "the same help if you say no",
        "if you talk with the police",
        "the law makes us tell",
    ):
        assert words in before


def test_nothing_on_it_is_picked_beforehand(wren: Browser, place: str) -> None:
    page = wren.open(place)

    assert ticked(page) == set()
    assert [found for found in page.markup.all("option") if found.get("selected") is not None] == []


def test_yes_no_and_later_stand_side_by_side(wren: Browser, place: str) -> None:
    page = wren.open(place)
    (row,) = [
        found
        for found in page.markup.all("div")
        if found.get("class") == "equal" and "Sign" in "".join(found.itertext())
    ]

    assert [("".join(found.itertext()), found.get("class")) for found in row] == [
        ("Sign", None),
        ("Say no", None),
        ("Decide later", "button"),
    ]


@pytest.mark.parametrize("htmx", [True, False])
def test_signing_it_leads_to_what_is_shared_now(
    wren: Browser, deps: "Deps", her: str, place: str, *, htmx: bool
) -> None:
    page = complete(wren.open(place)).submit(htmx=htmx)

    assert page.path == place.removesuffix("/answer")
    assert "I say yes to this. It is my own choice." in page.text
    assert "Until Tuesday, May 26, 2026" in page.text
    assert consents_of(deps, her)[0].state is State.GIVEN


@pytest.mark.parametrize("htmx", [True, False])
def test_no_takes_one_press_without_passphrase_or_reason(
    wren: Browser, deps: "Deps", her: str, place: str, *, htmx: bool
) -> None:
    form = wren.open(place).form("Say no")
    assert form.values.keys() == {"csrf_token"}

    page = form.submit(htmx=htmx)

    assert "Said no." in page.text
    assert "What you were asked" in page.text
    assert consents_of(deps, her)[0].state is State.REFUSED
    assert "Said no" in wren.open("/choices").text


def test_later_changes_nothing(wren: Browser, deps: "Deps", place: str) -> None:
    page = wren.open(place)
    before = kept(deps)

    page.follow("Decide later")

    assert kept(deps) == before
    assert wren.open(place).path == place


def test_what_she_leaves_out_stays_out_and_stands_in_what_she_signed(
    wren: Browser, deps: "Deps", her: str, place: str
) -> None:
    page = complete(wren.open(place)).fill(left_out="language").submit()

    assert consents_of(deps, her)[0].covered_items == {DataItem.CHOSEN_NAME}
    assert "What we may never tell them" in page.text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"length": timedelta(days=7)}, ("it ends after 7 days", "Tuesday, May 19, 2026")),
        ({"length": timedelta(days=60)}, ("it ends after 30 days", "Thursday, June 11, 2026")),
        ({"once": True}, ("it is for one time only", "Tuesday, May 26, 2026")),
    ],
)
def test_left_open_it_lasts_as_long_as_asked_and_more_than_thirty_days_only_by_her_own_word(
    wren: Browser, caseload: Caseload, her: str, asked: dict[str, object], said: tuple[str, str]
) -> None:
    page = wren.open(f"/choices/{propose(caseload, her, **asked)}")
    assert said[0] in page.text

    assert said[1] in complete(page).submit().text


def test_she_can_pick_another_length_and_for_a_long_one_her_reason(wren: Browser, place: str) -> None:
    page = complete(wren.open(place)).fill(length="90").submit(status=422)
    assert "For more than 30 days, pick your reason." in page.text

    page = complete(page).fill(reason="own_reason").submit()

    assert "Until Monday, August 10, 2026" in page.text


@pytest.mark.parametrize(
    "sent",
    [
        {"risk": None},
        {"ways": None},
        {"signature": None},
        {"signature": "not hers"},
        {"token": None},
        {"length": "365"},
        {"left_out": "family"},
        {"statement": "1:es"},
        {"shown_on": "2026-05-11"},
    ],
)
@pytest.mark.parametrize("htmx", [True, False])
def test_a_form_with_a_part_missing_or_forged_shares_nothing_and_keeps_the_rest(
    wren: Browser, deps: "Deps", place: str, sent: dict[str, str | None], *, htmx: bool
) -> None:
    form = complete(wren.open(place)).fill(length="7").forge(**sent)
    before = kept(deps)

    page = form.submit(status=422, htmx=htmx)

    assert kept(deps) == before
    assert not page.value_of("signature")
    assert sent.get("length") or "7" in ticked(page)


def test_words_or_dates_other_than_those_she_read_are_shown_again(
    wren: Browser, timepiece: "Timepiece", place: str
) -> None:
    timepiece.now = timepiece.now.replace(hour=23, minute=55)
    wren.sign_in_survivor(WREN)
    form = complete(wren.open(place))
    timepiece.move(timedelta(minutes=10))

    page = form.submit(status=422)

    assert CHANGED in page.text
    assert "y" not in ticked(page)


def test_a_draft_left_for_a_week_is_gone_and_its_open_form_shares_nothing(
    wren: Browser, app: Flask, deps: "Deps", timepiece: "Timepiece", place: str
) -> None:
    page = wren.open(place)
    timepiece.move(DRAFT_LENGTH)
    before = kept(deps)

    later = survivor_browser(app, WREN)
    assert "Never signed." in later.open(place).text
    form = complete(page)
    form.forge(csrf_token=later.open("/choices/new").form("/choices/new").values["csrf_token"])
    answer = later.client.post(place, data=form.values, base_url="http://localhost")

    assert (answer.status_code, answer.headers["Location"]) == (303, place.removesuffix("/answer"))
    assert kept(deps) == before


def test_a_form_sent_twice_signs_once(wren: Browser, deps: "Deps", place: str) -> None:
    form = complete(wren.open(place)).fill(left_out="language")
    first = form.submit()
    before = kept(deps)

    assert form.submit().path == first.path
    assert kept(deps) == before


@pytest.mark.parametrize("changes", [{"length": "7"}, {"left_out": None}, {"left_out": "chosen_name"}])
@pytest.mark.parametrize("htmx", [True, False])
def test_a_form_sent_twice_with_another_answer_says_that_this_one_is_not_signed(
    wren: Browser, deps: "Deps", place: str, changes: dict[str, str | None], *, htmx: bool
) -> None:
    form = complete(wren.open(place)).fill(left_out="language")
    form.submit()
    before = kept(deps)

    page = form.forge(**changes).submit(htmx=htmx, status=422)

    assert page.heading == "You signed this before"
    assert "What you picked now is not what you signed then. It is not signed." in page.text
    assert kept(deps) == before
    assert page.follow("See what you signed").path == place.removesuffix("/answer")


def test_a_paper_she_signed_is_only_a_question_here(wren: Browser, caseload: Caseload, her: str) -> None:
    text = wren.open(f"/choices/{propose(caseload, her, is_from_paper=True)}").text

    assert "Esther wrote this down from the paper you signed. Here it counts only if you sign it here, too." in text


def test_what_is_no_draft_has_nothing_to_answer(wren: Browser, caseload: Caseload, her: str) -> None:
    given = caseload.give(her)

    assert wren.open(f"/choices/{given}/answer").path == f"/choices/{given}"


def test_a_stranger_s_draft_answers_as_one_that_never_was(wren: Browser, app: Flask, deps: "Deps", place: str) -> None:
    robin = NewSurvivor("Robin", "robin field 12", WREN.passphrase, "en")
    add_survivor(deps, robin)
    other = survivor_browser(app, robin)
    sent = complete(wren.open(place)).values
    before = kept(deps)

    assert other.open(place, status=404).text == other.open("/choices/nothing/answer", status=404).text
    token = other.open("/me").form("/sign-out").values["csrf_token"]
    for path in (place, place.replace("/answer", "/refusal")):
        answer = other.client.post(path, data={**sent, "csrf_token": token}, base_url="http://localhost")
        assert answer.status_code == 404
    assert kept(deps) == before


def test_the_page_costs_the_same_however_much_there_is(
    wren: Browser, caseload: Caseload, her: str, statements: Statements, place: str
) -> None:
    for _ in range(3):
        propose(caseload, her)
    names, approval = 1 + KEY, 1

    wren.open(place)
    statements.clear()
    wren.open(place)

    assert len(statements.sent) == SESSION + 4 + KEY + names + approval + DRAFT, statements.sent
