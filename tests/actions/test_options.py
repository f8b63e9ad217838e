"""Her list: what is offered and what she picks, each answer kept beside the ones before, and all of it hers alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from survivor_portal.actions.cases import assign
from survivor_portal.actions.deps import Deps
from survivor_portal.actions.directory import import_directory, services_by_need
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.options import (
    answer_option,
    offer_service,
    open_cards,
    option_for,
    option_of,
    options_of,
    pick_service,
)
from survivor_portal.actions.people import NewStaff, NewSurvivor, add_staff, add_survivor
from survivor_portal.domain.options import Answer, Origin
from survivor_portal.domain.people import Role
from survivor_portal.domain.taxonomy import Need
from tests.hsds import service, written
from tests.stored import all_rows, noted_statements
from tests.timepiece import Timepiece

NOBODY = "aaaaaaaaaaaaaaaaaaaaaaaaaa"


@pytest.fixture
def her(deps: Deps) -> str:
    """A survivor with nothing on her list."""
    return add_survivor(deps, NewSurvivor("Wren", "wren field 12", "five words that nobody guesses"))


@pytest.fixture
def another(deps: Deps) -> str:
    """Another survivor."""
    return add_survivor(deps, NewSurvivor("Finch", "finch stone 13", "six other words that nobody guesses"))


@pytest.fixture
def advocate(deps: Deps, her: str) -> str:
    """The advocate who has her case."""
    staff_id = add_staff(
        deps, NewStaff("Robin", Role.ADVOCATE, "robin", "seven words nobody guesses", "JBSWY3DPEHPK3PXP")
    )
    assign(deps, her, staff_id)
    return staff_id


@pytest.fixture
def housing(deps: Deps, tmp_path: Path) -> list[str]:
    """Services that help with housing, by name."""
    import_directory(deps, written(tmp_path, *map(service, range(1, 8))))
    cards = services_by_need(deps, Need.HOUSING).cards
    return [card.id for card in cards if card.name.startswith("Service 0")]


def test_what_she_picks_stands_on_her_list_without_an_answer(deps: Deps, her: str, housing: list[str]) -> None:
    option_id = pick_service(deps, her, housing[0])
    (card,) = options_of(deps, her)

    assert (card.id, card.service_id, card.name) == (option_id, housing[0], "Service 001")
    assert (card.provider_name, card.needs) == ("Provider 001", (Need.HOUSING,))
    assert (card.origin, card.answer, card.answered_at) == (Origin.PICKED, Answer.NOT_ANSWERED, None)
    assert option_of(deps, her, housing[0]) == option_id
    assert option_of(deps, her, housing[1]) is None


def test_picking_twice_equals_once(deps: Deps, her: str, housing: list[str]) -> None:
    first = pick_service(deps, her, housing[0])
    before = all_rows(deps)

    assert pick_service(deps, her, housing[0]) == first
    assert all_rows(deps) == before


def test_picking_at_the_same_moment_in_two_places_equals_once(deps: Deps, her: str, housing: list[str]) -> None:
    with ThreadPoolExecutor(8) as presses:
        picked = set(presses.map(lambda _press: pick_service(deps, her, housing[0]), range(8)))

    assert picked == {card.id for card in options_of(deps, her)}
    assert len(picked) == 1


def test_a_service_that_is_not_in_the_directory_cannot_be_picked(deps: Deps, her: str, tmp_path: Path) -> None:
    import_directory(deps, written(tmp_path, service(900)))
    listed = next(card.id for card in services_by_need(deps, Need.HOUSING).cards if card.name == "Service 900")
    import_directory(deps, written(tmp_path, service(900, status="defunct")))

    for gone in (listed, NOBODY):
        with pytest.raises(NotFoundError):
            pick_service(deps, her, gone)
    assert options_of(deps, her) == []


def test_a_service_that_ends_stays_on_her_list(deps: Deps, her: str, tmp_path: Path) -> None:
    import_directory(deps, written(tmp_path, service(900)))
    listed = next(card.id for card in services_by_need(deps, Need.HOUSING).cards if card.name == "Service 900")
    option_id = pick_service(deps, her, listed)
    import_directory(deps, written(tmp_path, service(900, status="defunct")))

    assert option_for(deps, her, option_id).service.has_ended
    assert pick_service(deps, her, listed) == option_id


def test_what_her_advocate_offers_is_told_apart_from_what_she_picks(
    deps: Deps, her: str, advocate: str, housing: list[str]
) -> None:
    pick_service(deps, her, housing[0])
    offer_service(deps, advocate, her, housing[1])

    assert [card.origin for card in options_of(deps, her)] == [Origin.PICKED, Origin.OFFERED]


def test_an_offer_changes_nothing_about_what_is_on_her_list_already(
    deps: Deps, her: str, advocate: str, housing: list[str]
) -> None:
    option_id = pick_service(deps, her, housing[0])
    answer_option(deps, her, option_id, Answer.NO_THANKS)
    before = all_rows(deps)

    assert offer_service(deps, advocate, her, housing[0]) == option_id
    assert all_rows(deps) == before


def test_nobody_offers_anything_to_someone_whose_case_is_not_theirs(
    deps: Deps, her: str, another: str, advocate: str, housing: list[str]
) -> None:
    stranger = add_staff(deps, NewStaff("Jay", Role.ADVOCATE, "jay", "eight words nobody guesses", "JBSWY3DPEHPK3PXP"))
    before = all_rows(deps)
    for staff_id, survivor_id in ((stranger, her), (advocate, another), (advocate, NOBODY), (her, her)):
        with pytest.raises(NotFoundError):
            offer_service(deps, staff_id, survivor_id, housing[0])

    assert all_rows(deps) == before


def test_an_advocate_whose_time_with_her_has_ended_offers_nothing_more(
    deps: Deps, her: str, advocate: str, housing: list[str]
) -> None:
    assign(deps, her, add_staff(deps, NewStaff("Jay", Role.ADVOCATE, "jay", "eight words nobody guesses", "JBSW")))

    with pytest.raises(NotFoundError):
        offer_service(deps, advocate, her, housing[0])


def test_each_answer_is_kept_beside_the_ones_before(
    deps: Deps, her: str, housing: list[str], timepiece: Timepiece
) -> None:
    option_id = pick_service(deps, her, housing[0])
    said = [Answer.WANTED, Answer.NOT_NOW, Answer.NOT_ANSWERED, Answer.WANTED]
    moments = []
    for answer in said:
        timepiece.move(timedelta(hours=1))
        moments.append(timepiece())
        answer_option(deps, her, option_id, answer)

    history = reversed(option_for(deps, her, option_id).history)
    assert [(entry.answer, entry.answered_at) for entry in history] == list(zip(said, moments, strict=True))
    (card,) = options_of(deps, her)
    assert (card.answer, card.answered_at) == (Answer.WANTED, moments[-1])


def test_her_latest_answer_counts_even_when_the_clock_was_set_back(
    deps: Deps, her: str, housing: list[str], timepiece: Timepiece
) -> None:
    option_id = pick_service(deps, her, housing[0])
    answer_option(deps, her, option_id, Answer.WANTED)
    timepiece.move(-timedelta(days=1))
    answer_option(deps, her, option_id, Answer.NO_THANKS)

    assert options_of(deps, her)[0].answer is Answer.NO_THANKS
    assert option_for(deps, her, option_id).card.answer is Answer.NO_THANKS


@pytest.mark.parametrize("answer", Answer)
def test_the_same_answer_again_adds_nothing(deps: Deps, her: str, housing: list[str], answer: Answer) -> None:
    option_id = pick_service(deps, her, housing[0])
    answer_option(deps, her, option_id, answer)
    before = all_rows(deps)
    answer_option(deps, her, option_id, answer)

    assert all_rows(deps) == before


def test_answers_given_at_the_same_moment_are_all_kept_in_some_order(deps: Deps, her: str, housing: list[str]) -> None:
    option_id = pick_service(deps, her, housing[0])
    with ThreadPoolExecutor(4) as presses:
        list(presses.map(lambda answer: answer_option(deps, her, option_id, answer), list(Answer)[:4]))

    history = option_for(deps, her, option_id).history
    assert [entry.sequence for entry in history] == [4, 3, 2, 1]
    assert {entry.answer for entry in history} == set(list(Answer)[:4])


def test_nobody_else_sees_or_answers_what_is_on_her_list(
    deps: Deps, her: str, another: str, housing: list[str]
) -> None:
    option_id = pick_service(deps, her, housing[0])
    before = all_rows(deps)
    for viewer, option in ((another, option_id), (her, NOBODY), (NOBODY, option_id)):
        with pytest.raises(NotFoundError):
            option_for(deps, viewer, option)
        with pytest.raises(NotFoundError):
            answer_option(deps, viewer, option, Answer.WANTED)

    assert options_of(deps, another) == []
    assert all_rows(deps) == before


def test_her_screen_shows_five_open_ones_in_her_order(deps: Deps, her: str, housing: list[str]) -> None:
    options = [pick_service(deps, her, service_id) for service_id in housing]
    answer_option(deps, her, options[0], Answer.NO_THANKS)
    answer_option(deps, her, options[2], Answer.NOT_NOW)
    answer_option(deps, her, options[4], Answer.TELL_ME_MORE)
    cards = options_of(deps, her)

    assert [card.id for card in cards] == options
    assert [card.id for card in open_cards(cards)] == [options[index] for index in (1, 3, 4, 5, 6)]


def test_a_list_costs_three_statements_however_long_it_is(deps: Deps, her: str, housing: list[str]) -> None:
    for service_id in housing:
        answer_option(deps, her, pick_service(deps, her, service_id), Answer.WANTED)
    with noted_statements(deps) as noted:
        assert len(options_of(deps, her)) == len(housing)

    assert len(noted.sent) == 3
