"""Looking around in the directory, and what a service tells of itself."""

import re
from pathlib import Path

import pytest
from flask import Flask

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.directory import import_directory, services_by_need, shelves
from survivor_portal.actions.options import options_of, pick_service
from survivor_portal.actions.people import add_survivor
from survivor_portal.domain.options import Answer, Origin
from survivor_portal.domain.taxonomy import Need
from survivor_portal.texts.needs import NEED_LABELS
from survivor_portal.texts.options import ANSWER_LABELS, ORIGIN_LABELS, WHAT_FOLLOWS
from tests.browse import Browser
from tests.cast import survivor_browser
from tests.hsds import need, service, written
from tests.views.services.reading import ASKED_FIRST, FINCH, HOUSING, OTHER, SAME_HELP, hrefs


def test_the_directory_is_found_by_need_and_addresses_name_none(deps: Deps, wren: Browser) -> None:
    page = wren.open("/list").follow("Look for services")

    assert SAME_HELP in page.text
    assert hrefs(page, "/list/directory/") == [
        f"/list/directory/{list(Need).index(shelf.need) + 1 if shelf.need else 0}" for shelf in shelves(deps)
    ]
    for href in hrefs(page, "/list/directory/"):
        for link in hrefs(wren.open(href), "/list/service/"):
            assert re.fullmatch(r"/list/service/[a-z2-7]{26}", link)


@pytest.mark.parametrize("htmx", [True, False])
def test_she_picks_a_service_and_it_stands_on_her_list(
    deps: Deps, her: str, wren: Browser, listed: list[str], *, htmx: bool
) -> None:
    assert listed
    page = wren.open(f"/list/directory/{HOUSING}").follow("Service 003")
    assert ASKED_FIRST in page.text
    page = page.form("Put it on my list").submit(htmx=htmx)
    (card,) = options_of(deps, her)

    assert page.path == f"/list/{card.id}"
    assert page.heading == "Service 003"
    page = wren.open(f"/list/service/{card.service_id}")
    assert "This is on your list." in page.text
    assert page.follow("See it on my list").path == f"/list/{card.id}"


def test_a_double_press_picks_once(deps: Deps, her: str, wren: Browser, listed: list[str]) -> None:
    form = wren.open(f"/list/service/{listed[0]}").form("Put it on my list")
    first = form.submit().path

    assert form.submit().path == first
    assert len(options_of(deps, her)) == 1


def test_a_service_that_has_ended_says_so_and_cannot_be_picked(
    deps: Deps, wren: Browser, tmp_path: Path, listed: list[str]
) -> None:
    form = wren.open(f"/list/service/{listed[0]}").form("Put it on my list")
    import_directory(deps, written(tmp_path, service(1, status="inactive")))
    page = wren.open(f"/list/service/{listed[0]}")

    assert "This service has ended." in page.text
    assert "Put it on my list" not in page.text
    form.submit(status=404)


def test_the_page_of_a_service_answers_what_people_ask(deps: Deps, wren: Browser, tmp_path: Path) -> None:
    told = service(
        900,
        attributes=[],
        description="A quiet room.\n\nYou have a key.",
        eligibility_description="Anyone.",
        minimum_age=16,
        fees_description="It costs nothing.",
        cost_options=[{"id": "c", "option": "Key", "amount": 0, "currency": "USD", "amount_description": "once"}],
        wait_time="Two days.",
        interpretation_services="An interpreter by phone.",
        languages=[{"id": "l1", "name": "Spanish", "code": "es"}, {"id": "l2", "name": "Mam", "code": "mam"}],
        required_documents=[{"id": "d", "document": "Nothing"}],
        application_process="Call first.",
        alert="Closed on Monday.",
        assured_date="2026-04-01",
        phones=[{"id": "p", "number": "(555) 555-0100", "extension": "012"}],
        schedules=[
            {"id": "s", "freq": "WEEKLY", "byday": "MO,TU,WE,FR", "opens_at": "09:00", "closes_at": "17:30"},
            {"id": "t", "freq": "MONTHLY", "byday": "1SA", "opens_at": "00:00", "closes_at": "23:59"},
        ],
    )
    import_directory(deps, written(tmp_path, told))
    lines = wren.open(f"/list/directory/{OTHER}").follow("Service 900").text

    for words in (
        "A quiet room. You have a key.",
        "Who it is for Anyone. People aged 16 and older.",
        "Cost It costs nothing. Key · Free · once",
        "How long the wait is Two days.",
        "Languages Spanish and Mam An interpreter by phone.",
        "What to bring Nothing",
        "How to start Call first.",
        "Hours Monday to Wednesday and Friday: 9:00 AM to 5:30 PM The first Saturday of the month: day and night",
        "Where House 900 900 Long Road Marlow Falls",
        "Extension 012",
        "What we do not know yet If you have a disability Your team can ask.",
        "Last checked Wednesday, April 1, 2026",
        "Closed on Monday.",
        ASKED_FIRST,
    ):
        assert words in re.sub(r"[\s\u202f]+", " ", lines)


def test_a_hidden_address_is_on_no_page_of_hers(deps: Deps, her: str, wren: Browser, tmp_path: Path) -> None:
    hidden = service(900, attributes=[need(900, "address_hidden")], description="Ring at 900 Long Road.")
    import_directory(deps, written(tmp_path, hidden))
    (card,) = services_by_need(deps, None).cards
    option_id = pick_service(deps, her, card.id)
    for path in ("/list", "/list/all", f"/list/{option_id}", f"/list/directory/{OTHER}", f"/list/service/{card.id}"):
        answer = wren.open(path).answer.text
        assert "Service 900" in answer
        assert "Long Road" not in answer
        assert "House 900" not in answer

    assert "The address is not shown here." in wren.page.text


def test_in_arabic_our_words_are_arabic_and_the_directorys_words_find_their_own_direction(
    deps: Deps, app: Flask, listed: list[str]
) -> None:
    another = add_survivor(deps, FINCH)
    option_id = pick_service(deps, another, listed[0])
    page = survivor_browser(app, FINCH).open(f"/list/{option_id}")

    assert page.language == "ar"
    assert next(page.markup.all("h1")).get("dir") == "auto"
    assert "I want this" not in page.text
    assert "House 1" in page.text


@pytest.mark.parametrize("labels", [NEED_LABELS, ANSWER_LABELS, WHAT_FOLLOWS, ORIGIN_LABELS])
def test_every_value_has_its_words(labels: "dict[object, object]") -> None:
    kind = type(next(iter(labels)))

    assert kind in {Need, Answer, Origin}
    assert set(labels) == set(kind)
    assert len({str(words) for words in labels.values()}) == len(labels)
