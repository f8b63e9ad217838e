"""Offering a service from the directory."""

import re
from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.options import options_of
from tests.caseload import Caseload
from tests.markup import words_of

if TYPE_CHECKING:
    from tests.browse import Browser
from tests.views.desk.reading import A_MINUTE, NOBODY, both_ways


@both_ways
def test_a_service_found_by_need_is_offered_with_one_press(
    esther: "Browser", caseload: Caseload, wren: str, *, htmx: bool
) -> None:
    page = esther.open(f"/desk/people/{wren}").follow("Offer a service").follow("Housing")
    name = next(words_of(found) for found in page.markup.all("p") if found.get("dir") == "auto")
    caseload.timepiece.move(A_MINUTE)

    form = page.form(f"/desk/people/{wren}/offers").press(f"Offer {name}")
    page = form.submit(htmx=htmx)

    assert page.path == f"/desk/people/{wren}"
    assert re.search(rf"{re.escape(name)} .*Answer: No answer now", page.text)
    again = form.submit(htmx=htmx)
    assert again.path == page.path
    assert [card.name for card in options_of(caseload.deps, wren)] == [name]


def test_what_is_on_the_list_already_is_said_and_not_offered_again(
    esther: "Browser", caseload: Caseload, wren: str
) -> None:
    caseload.offer(wren)

    page = esther.open(f"/desk/people/{wren}/offers").follow("Housing")

    assert page.text.count("On the list") == 1
    assert caseload.service() not in {button.get("value") for button in page.markup.all("button")}


@pytest.mark.parametrize("sent", [None, "", "x" * 27])
def test_an_offer_of_nothing_is_not_read(esther: "Browser", caseload: Caseload, wren: str, sent: str | None) -> None:
    page = esther.open(f"/desk/people/{wren}/offers").follow("Housing")

    page.form(f"/desk/people/{wren}/offers").forge(service=sent).submit(status=400)

    assert options_of(caseload.deps, wren) == []


def test_a_service_that_does_not_exist_cannot_be_offered(esther: "Browser", caseload: Caseload, wren: str) -> None:
    page = esther.open(f"/desk/people/{wren}/offers").follow("Housing")

    page.form(f"/desk/people/{wren}/offers").forge(service=NOBODY).submit(status=404)

    assert options_of(caseload.deps, wren) == []


@pytest.mark.parametrize("end", ["99", "1/0", "1/99"])
def test_a_list_of_services_that_does_not_exist_is_not_found(esther: "Browser", wren: str, end: str) -> None:
    esther.open(f"/desk/people/{wren}/offers/{end}", status=404)
