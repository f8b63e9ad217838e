"""A consent with a cell that no longer opens: her pages show what is left of it, its stop, and all the others."""

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import SpokenStop, all_consents_of, record_spoken_stop, withdraw_consent
from survivor_portal.domain.consent import State
from tests.caseload import Caseload
from tests.damage import Cell, give_damaged

if TYPE_CHECKING:
    from tests.browse import Browser

PLAIN_LINE = "Part of this can no longer be read. So we tell nobody anything under it."

while_it_may_stand = pytest.mark.parametrize("cell", [Cell.SCOPE, Cell.DETAILS])


@pytest.fixture
def whole(caseload: Caseload, her: str) -> str:
    """A consent of hers of which all can be read."""
    return caseload.give(her)


@while_it_may_stand
def test_every_page_that_lists_her_consents_shows_what_is_left(
    wren: "Browser", caseload: Caseload, her: str, whole: str, cell: Cell
) -> None:
    place = wren.open(f"/choices/{whole}").heading
    damaged = give_damaged(caseload, her, cell)

    for path in ("/home", "/choices", "/me/copy"):
        text = wren.open(path).text
        assert text.count(PLAIN_LINE) == 1
        assert text.count(place) >= 2
    for path in ("/home", "/choices"):
        ways = {link.get("href") for link in wren.open(path).markup.all("a")}
        assert {f"/choices/{whole}", f"/choices/{damaged}"} <= ways


@while_it_may_stand
def test_one_press_stops_it_from_the_list_and_from_its_page(
    wren: "Browser", caseload: Caseload, her: str, whole: str, cell: Cell
) -> None:
    for number, path in enumerate(("/choices", "/choices/{}")):
        damaged = give_damaged(caseload, her, cell)
        page = wren.open(path.format(damaged)).form(f"/choices/{damaged}/withdrawal").submit()

        assert (page.path, page.status) == (f"/choices/{damaged}", 200)
        assert "Stopped." in page.text
        assert "Your team has not said yet that they saw it." in page.text
        assert not [form for form in page.markup.all("form") if "withdrawal" in str(form.get("action"))]
        ended = [rest for rest in all_consents_of(caseload.deps, her).damaged if rest.state is State.WITHDRAWN]
        assert len(ended) == number + 1
    assert f"/choices/{whole}/withdrawal" in {form.get("action") for form in wren.open("/choices").markup.all("form")}
    assert PLAIN_LINE not in wren.open("/home").text


def test_what_was_told_under_it_stays_visible(wren: "Browser", caseload: Caseload, her: str) -> None:
    damaged = give_damaged(caseload, her, Cell.DETAILS)

    for path in ("/choices", f"/choices/{damaged}", "/me/copy"):
        text = wren.open(path).text
        assert "By phone: The name you chose." in text
        assert "Something was told. What it was can no longer be read." in text


def test_what_was_told_after_her_stop_is_called_so_in_her_file_too(
    wren: "Browser", caseload: Caseload, her: str
) -> None:
    damaged = give_damaged(caseload, her, Cell.DETAILS)
    said_at = caseload.timepiece() - timedelta(seconds=90)
    assert record_spoken_stop(caseload.deps, caseload.advocate, her, SpokenStop(frozenset({damaged}), said_at)) is None

    form = wren.open("/me/copy").form("/me/copy/file")
    document = json.loads(wren.client.post(form.action, data=form.values).data)

    (left,) = document["choices_not_readable_in_full"]
    assert [(told["told_by"], told["told_after_your_stop"]) for told in left["disclosures"]] == [("Esther", True)] * 2


def test_one_that_has_ended_offers_no_stop(wren: "Browser", caseload: Caseload, her: str) -> None:
    damaged = give_damaged(caseload, her, Cell.REASON)

    page = wren.open(f"/choices/{damaged}")

    assert PLAIN_LINE in page.text
    assert "Ended by your team." in page.text
    assert "/withdrawal" not in {str(form.get("action"))[-11:] for form in page.markup.all("form")}
    assert PLAIN_LINE not in wren.open("/home").text


@pytest.mark.parametrize("kind", ["answer", "renewal", "word", "receipt"])
def test_nothing_can_be_signed_or_received_of_it(wren: "Browser", caseload: Caseload, her: str, kind: str) -> None:
    damaged = give_damaged(caseload, her, Cell.SCOPE)
    withdraw_consent(caseload.deps, her, damaged)

    wren.open(f"/choices/{damaged}/{kind}", status=404)


@pytest.mark.parametrize("cell", [Cell.WORDS, Cell.INTERPRETER])
def test_where_the_words_alone_are_damaged_the_rest_stands(
    wren: "Browser", caseload: Caseload, her: str, cell: Cell
) -> None:
    damaged = give_damaged(caseload, her, cell)

    for path in (f"/choices/{damaged}", f"/choices/{damaged}/receipt", "/me/copy"):
        text = wren.open(path).text
        assert "These words can no longer be read." in text
        assert PLAIN_LINE not in text
    page = wren.open(f"/choices/{damaged}").form(f"/choices/{damaged}/withdrawal").submit()
    assert "It has stopped." in page.text
