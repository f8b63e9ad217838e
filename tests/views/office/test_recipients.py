"""The office says who may be told: it adds a place, blocks one with a reason, and lets one be told again."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import (
    BlockReason,
    RecipientChange,
    add_recipient,
    block_recipient,
    new_form_token,
    place_for_office,
    recipients,
)
from survivor_portal.actions.consents.blocking import NewRecipient
from survivor_portal.actions.consents.listing import PLACES_PAGE
from survivor_portal.domain.consent import LONGEST_RECIPIENT_NAME, NameProblem
from survivor_portal.texts.recipients import BLOCK_REASONS, NAME_PROBLEMS, RECIPIENT_CHANGES
from tests.cast import IMANI
from tests.staff import staff_id_of
from tests.stored import all_rows

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.pages import Page
    from tests.stored import Statements

HERE = "/desk/office/recipients"
NOBODY = "a" * 26
KEY = SESSION = 1
both_ways = pytest.mark.parametrize("htmx", [False, True], ids=["without-script", "with-script"])


def adding(imani: "Browser", name: str, *, htmx: bool = False, status: int = 200) -> "Page":
    """Add a place from the page of all places."""
    return imani.open(HERE).form(HERE).fill(place_name=name).submit(htmx=htmx, status=status)


def test_every_word_of_the_closed_lists_has_a_label() -> None:
    assert set(BLOCK_REASONS) == set(BlockReason)
    assert set(RECIPIENT_CHANGES) == set(RecipientChange)
    assert set(NAME_PROBLEMS) == set(NameProblem)


def test_the_office_leads_to_every_place_there_is(imani: "Browser", deps: "Deps") -> None:
    page = imani.open("/desk/office").follow("Who may be told")

    assert (page.path, page.heading) == (HERE, "Who may be told")
    for choice in recipients(deps):
        assert choice.name in page.text
    assert "Blocked" not in page.text


@both_ways
def test_a_place_is_blocked_with_a_reason_and_told_again_each_with_one_press(
    imani: "Browser", deps: "Deps", *, htmx: bool
) -> None:
    place = recipients(deps)[0]
    page = imani.open(HERE).follow(place.name)
    assert (page.heading, "What people signed stays as it is." in page.text) == (place.name, True)

    page = page.form(f"{HERE}/places/{place.ref}/block").fill(reason="no_safe_way").submit(htmx=htmx)

    assert "Nothing may be told to this place, whatever anybody has signed." in page.text
    assert "Blocked: We know no good way to reach them" in page.text
    assert "Recorded by Imani." in page.text
    assert f"{place.name} Blocked" in imani.open(HERE).text
    assert place.name not in {choice.name for choice in recipients(deps)}

    page = imani.page.follow(place.name).form("End the block").submit(htmx=htmx)

    assert "Not blocked any more" in page.text
    assert f"{place.name} Blocked" not in imani.open(HERE).text
    assert place.name in {choice.name for choice in recipients(deps)}


@both_ways
def test_without_a_reason_nothing_is_blocked(imani: "Browser", deps: "Deps", *, htmx: bool) -> None:
    place = recipients(deps)[0]
    page = imani.open(f"{HERE}/places/{place.ref}")
    assert [found for found in page.markup.all("input") if found.get("checked") is not None] == []

    page = page.form("Block this place").submit(htmx=htmx, status=422)

    assert "Pick a reason." in page.text
    assert not place_for_office(deps, place.ref).events


@pytest.mark.parametrize("reason", ["", "because", "BLOCKED", "passed_on "])
def test_no_reason_but_ours_is_written_down(imani: "Browser", deps: "Deps", reason: str) -> None:
    place = recipients(deps)[0]
    before = all_rows(deps)["recipients"]

    form = imani.open(f"{HERE}/places/{place.ref}").form("Block this place")
    form.forge(reason=reason).submit(status=422)

    assert all_rows(deps)["recipients"] == before


def test_a_second_press_of_an_old_page_changes_nothing(imani: "Browser", deps: "Deps") -> None:
    place = recipients(deps)[0]
    form = imani.open(f"{HERE}/places/{place.ref}").form("Block this place").fill(reason="closed")
    form.submit()
    written = all_rows(deps)["recipient_events"]

    form.submit()

    assert all_rows(deps)["recipient_events"] == written


@both_ways
def test_a_place_no_directory_has_is_added_and_can_be_chosen(imani: "Browser", deps: "Deps", *, htmx: bool) -> None:
    page = adding(imani, "  Dr. Salma Nasser ", htmx=htmx)

    assert page.heading == "Dr. Salma Nasser"
    assert "Added" in page.text
    assert "Dr. Salma Nasser" in {choice.name for choice in recipients(deps)}
    assert "Dr. Salma Nasser" in imani.open(HERE).text


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Write a name."),
        ("   ", "Write a name."),
        ("--", "Write a name."),
        ("a" * (LONGEST_RECIPIENT_NAME + 1), "That name is too long."),
        ("Harbor\u202eClinic", "Something in that name cannot be shown."),
    ],
)
@both_ways
def test_what_is_no_name_is_given_back_to_be_looked_at(
    imani: "Browser", deps: "Deps", name: str, sentence: str, *, htmx: bool
) -> None:
    page = adding(imani, name, htmx=htmx, status=422)

    assert sentence in page.text
    assert (page.value_of("place_name") or "") == name.strip()
    assert not all_rows(deps)["recipients"]


@both_ways
def test_a_place_that_is_there_is_not_added_again(imani: "Browser", deps: "Deps", *, htmx: bool) -> None:
    known = recipients(deps)[0].name

    page = adding(imani, known.upper(), htmx=htmx, status=422)

    assert "There is a place of that name already. Nothing was added." in page.text
    assert page.value_of("place_name") == known.upper()
    assert not all_rows(deps)["recipients"]


def test_a_name_is_shown_as_it_is_and_never_as_markup(imani: "Browser") -> None:
    page = adding(imani, "<b>Harbor</b> & Sons")

    assert page.heading == "<b>Harbor</b> & Sons"


def test_a_form_without_its_token_is_no_form(imani: "Browser", deps: "Deps") -> None:
    imani.open(HERE).form(HERE).fill(place_name="Harbor Clinic").forge(token=None).submit(status=400)

    assert not all_rows(deps)["recipients"]


def test_many_places_stand_on_several_pages(imani: "Browser", deps: "Deps") -> None:
    for number in range(PLACES_PAGE):
        add_recipient(deps, staff_id_of(deps, IMANI), NewRecipient(new_form_token(deps), f"Zoo {number:03}"))

    page = imani.open(HERE).follow("Next page")

    assert (page.path, f"Zoo {PLACES_PAGE - 1:03}" in page.text) == (f"{HERE}/2", True)
    assert page.follow("Page before").path == f"{HERE}/1"
    imani.open(f"{HERE}/3", status=404)
    imani.open(f"{HERE}/0", status=404)


@pytest.mark.parametrize("path", [f"/places/{NOBODY}", "/places/x", "/nothing"])
def test_what_is_no_place_is_not_there(imani: "Browser", path: str) -> None:
    imani.open(HERE + path, status=404)


def test_an_advocate_and_a_survivor_find_nothing_here(ruth: "Browser", amara: "Browser", deps: "Deps") -> None:
    place = recipients(deps)[0].ref
    for path in ("", "/1", f"/places/{place}"):
        ruth.open(HERE + path, status=404)
        amara.open(HERE + path, status=401)


def test_each_page_costs_so_many_statements_however_much_was_done(
    imani: "Browser", deps: "Deps", statements: "Statements"
) -> None:
    place = recipients(deps)[0].ref
    block_recipient(deps, staff_id_of(deps, IMANI), place, BlockReason.CLOSED)

    for path, cost in ((HERE, SESSION + 1), (f"{HERE}/places/{place}", SESSION + 2 + KEY)):
        statements.clear()
        imani.open(path)
        assert len(statements.sent) == cost
