"""A supervisor finds whoever lost a phone: by a sign-in name or by the number of an open request, and nobody else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.recovery import (
    find_person,
    give_up,
    person_for_supervisor,
    stop_requests,
    take_code,
)
from survivor_portal.domain.recovery import MOST_WRONG_CODES, REQUEST_LASTS
from tests.asking import ask
from tests.recoveries import NAME, Lost, make_lost
from tests.timepiece import Timepiece

NOBODY = "nobody at all 99"


@pytest.fixture
def lost(deps: Deps, timepiece: Timepiece) -> Lost:
    """Wren, who has agreed on words with her team."""
    return make_lost(deps, timepiece)


@pytest.mark.parametrize("typed", [NAME, NAME.upper(), " wren  FIELD 12 "])
def test_a_sign_in_name_leads_to_its_owner_however_it_is_typed(lost: Lost, typed: str) -> None:
    assert find_person(lost.deps, typed) == lost.her
    assert person_for_supervisor(lost.deps, lost.her).name == "Wren"


def test_a_number_leads_to_whoever_asked_however_it_is_grouped(lost: Lost) -> None:
    number = lost.number(ask(lost.deps, NAME))

    for typed in (number, f" {number[:3]} {number[3:]} ", "-".join(number)):
        assert find_person(lost.deps, typed) == lost.her


@pytest.mark.parametrize("typed", [NOBODY, "", " ", "0", "%", "Wren"])
def test_anything_else_leads_to_nobody(lost: Lost, typed: str) -> None:
    ask(lost.deps, NAME)

    assert find_person(lost.deps, typed) is None


def test_a_number_asked_for_with_nobodys_name_leads_to_nobody(lost: Lost) -> None:
    assert find_person(lost.deps, lost.number(ask(lost.deps, NOBODY))) is None


def test_the_number_of_a_request_that_is_over_leads_to_nobody(lost: Lost) -> None:
    viewer = lost.signed_in()
    tokens = [ask(lost.deps, NAME) for _ in range(4)]
    given_up, guessed, *_ = tokens
    numbers = [lost.number(token) for token in tokens]
    give_up(lost.deps, given_up)
    for _ in range(MOST_WRONG_CODES):
        take_code(lost.deps, guessed, "0000-0000-0000")
    assert [find_person(lost.deps, number) for number in numbers] == [None, None, lost.her, lost.her]

    stop_requests(lost.deps, viewer)
    assert [find_person(lost.deps, number) for number in numbers] == [None] * 4
    latest = lost.number(ask(lost.deps, NAME))
    lost.timepiece.move(REQUEST_LASTS)
    assert find_person(lost.deps, latest) is None


def test_a_number_that_two_people_have_leads_to_neither(lost: Lost) -> None:
    lost.caseload.add("Robin")
    drawn = len("a number")
    same = replace(lost.deps, chance=lambda size: b"7" * size if size == drawn else lost.deps.chance(size))
    number = lost.number(ask(same, NAME))
    assert find_person(lost.deps, number) == lost.her
    assert lost.number(ask(same, "Robin field 12")) == number

    assert find_person(lost.deps, number) is None


def test_nobody_is_there_for_a_reference_that_nobody_has(lost: Lost) -> None:
    with pytest.raises(NotFoundError):
        person_for_supervisor(lost.deps, "a" * 26)


def test_a_lifetime_later_a_number_is_free_again(lost: Lost) -> None:
    number = lost.number(ask(lost.deps, NAME))
    lost.timepiece.move(timedelta(days=3))

    assert find_person(lost.deps, number) is None
