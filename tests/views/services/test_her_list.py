"""Her own list: what was offered and picked, and what she says to it."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.cases import assign
from survivor_portal.actions.deps import Deps
from survivor_portal.actions.options import answer_option, offer_service, options_of, pick_service
from survivor_portal.actions.people import add_staff, add_survivor
from survivor_portal.domain.options import Answer
from survivor_portal.texts.options import ANSWER_LABELS, ANSWERS_OFFERED, WHAT_FOLLOWS
from tests.browse import Browser
from tests.markup import words_of

if TYPE_CHECKING:
    from tests.timepiece import Timepiece
from tests.views.services.reading import ASKED_FIRST, FINCH, NOBODY, ROBIN, SAME_HELP, hrefs, pressed


def test_an_empty_list_says_what_will_be_here(wren: Browser) -> None:
    page = wren.open("/list")

    assert "Nothing is on your list yet." in page.text
    assert SAME_HELP in page.text
    assert hrefs(page, "/list/") == ["/list/directory"]


def test_her_list_groups_by_need_and_tells_offers_from_picks(
    deps: Deps, her: str, wren: Browser, listed: list[str]
) -> None:
    staff_id = add_staff(deps, ROBIN)
    assign(deps, her, staff_id)
    picked = pick_service(deps, her, listed[-1])
    offered = offer_service(deps, staff_id, her, listed[0])
    page = wren.open("/list")

    assert hrefs(page, "/list/")[:2] == [f"/list/{offered}", f"/list/{picked}"]
    housing, _, other = page.text.partition("Other help")
    assert "Housing Service 001 Provider 001 Your advocate offers this. Your answer: No answer yet" in housing
    assert "Service 008 Provider 008 You picked this. Your answer: No answer yet" in other
    assert SAME_HELP in page.text


def test_her_screen_shows_five_and_one_link_leads_to_the_rest(
    deps: Deps, her: str, wren: Browser, listed: list[str]
) -> None:
    options = [pick_service(deps, her, service_id) for service_id in listed]
    answer_option(deps, her, options[1], Answer.NO_THANKS)
    page = wren.open("/list")
    assert hrefs(page, "/list/")[:5] == [f"/list/{options[index]}" for index in (0, 2, 3, 4, 5)]
    page = page.follow("See all (8)")

    assert sorted(hrefs(page, "/list/")) == sorted(f"/list/{option}" for option in options)
    assert "Your answer: No thanks" in page.text
    assert SAME_HELP in page.text


def test_what_she_set_aside_is_still_one_link_away(deps: Deps, her: str, wren: Browser, option: str) -> None:
    answer_option(deps, her, option, Answer.NOT_NOW)
    page = wren.open("/list")

    assert "Nothing on your list is open now." in page.text
    assert hrefs(page.follow("See all (1)"), "/list/") == [f"/list/{option}"]


def test_an_option_offers_four_answers_of_one_look_and_none_picked(wren: Browser, option: str) -> None:
    page = wren.open(f"/list/{option}")
    buttons = [found for found in page.markup.all("button") if found.get("aria-pressed")]

    assert [words_of(button) for button in buttons] == ["I want this", "Not now", "No thanks", "Tell me more"]
    assert {(button.get("class"), button.get("aria-pressed")) for button in buttons} == {(None, "false")}
    assert "Take my answer back" not in page.text
    assert ASKED_FIRST in page.text


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize("answer", ANSWERS_OFFERED)
def test_she_answers_and_the_option_shows_it(wren: Browser, option: str, answer: Answer, *, htmx: bool) -> None:
    label = str(ANSWER_LABELS[answer])
    page = wren.open(f"/list/{option}").form(f"/list/{option}/answer").press(label).submit(htmx=htmx)

    assert page.path == f"/list/{option}"
    assert pressed(page) == [label]
    assert f"Your answer: {label}. {WHAT_FOLLOWS[answer]}" in page.text
    assert f"What you said before Tuesday, May 12: {label}" in page.text


@pytest.mark.parametrize("htmx", [True, False])
def test_she_changes_her_mind_takes_it_back_and_sees_all_of_it(
    wren: Browser, option: str, timepiece: "Timepiece", *, htmx: bool
) -> None:
    page = wren.open(f"/list/{option}")
    for words in ("I want this", "No thanks", "Take my answer back"):
        page = page.form(f"/list/{option}/answer").press(words).submit(htmx=htmx)
        timepiece.move(timedelta(minutes=1))

    assert pressed(page) == []
    assert "Your answer: No answer yet" in page.text
    said = page.text.partition("What you said before")[2]
    assert re.findall(r"May 12: (You took your answer back|No thanks|I want this)", said) == [
        "You took your answer back",
        "No thanks",
        "I want this",
    ]


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize("sent", ["", "yes", "given", None])
def test_an_answer_that_is_none_changes_nothing_and_the_page_asks_again(
    wren: Browser, option: str, sent: str | None, *, htmx: bool
) -> None:
    form = wren.open(f"/list/{option}").form(f"/list/{option}/answer").forge(answer=sent)
    page = form.submit(htmx=htmx, status=422)

    assert "Nothing was changed. Choose one of the answers below." in page.text
    assert pressed(page) == []
    assert "What you said before" not in page.text


def test_somebody_elses_option_is_no_page_for_her(deps: Deps, wren: Browser, option: str, listed: list[str]) -> None:
    another = add_survivor(deps, FINCH)
    elsewhere = pick_service(deps, another, listed[1])
    wren.open(f"/list/{elsewhere}", status=404)
    form = wren.open(f"/list/{option}").form(f"/list/{option}/answer").press("I want this")
    form.action = f"/list/{elsewhere}/answer"
    form.submit(status=404)

    assert options_of(deps, another)[0].answer is Answer.NOT_ANSWERED


@pytest.mark.parametrize(
    "path",
    [
        f"/list/{NOBODY}",
        f"/list/service/{NOBODY}",
        "/list/directory/28",
        "/list/directory/3/0",
        "/list/directory/3/9",
        f"/list/directory/3/{10**30}",
        "/list/directory/housing",
    ],
)
def test_what_is_not_there_is_not_found(wren: Browser, path: str) -> None:
    wren.open(path, status=404)
