"""Totals count people, tell nothing about a few of them, and are told the same ever after."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, timedelta
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, update

from survivor_portal.actions.cases import assign
from survivor_portal.actions.consents import withdraw_consent
from survivor_portal.actions.erasing import erase_survivor
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.people import NewStaff, add_staff
from survivor_portal.actions.totals import QuarterTotals, make_totals, quarters_told, totals_of
from survivor_portal.domain.options import Answer
from survivor_portal.domain.people import Role
from survivor_portal.domain.taxonomy import Need
from survivor_portal.domain.totals import TOTAL, ConsentTold, Quarter
from survivor_portal.models import Assignment, Survivor, Totals
from tests.caseload import Caseload, make_caseload
from tests.stored import noted_statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from survivor_portal.actions.deps import Deps
    from tests.timepiece import Timepiece

SPRING = Quarter(2026, 2)
SUMMER = Quarter(2026, 3)
LANGUAGES = ["en", "es", "ar"]


@dataclass(frozen=True)
class House:
    """An organisation with nobody in it but whom a test adds, and Tess, who supervises."""

    deps: "Deps"
    timepiece: "Timepiece"
    caseload: Caseload
    tess: str

    def add(self, number: int, language: str | None = "en") -> list[str]:
        """Let so many people begin to be helped."""
        return [self.caseload.add(f"Person {self.timepiece()}", language) for _ in range(number)]

    def leave_in_spring(self, people: list[str]) -> None:
        """Let people have gone in the middle of spring."""
        ended_at = SPRING.bounds(UTC)[1] - timedelta(days=14)
        with self.deps.storage.write() as session:
            session.execute(update(Assignment).where(Assignment.survivor_id.in_(people)).values(ended_at=ended_at))
            session.commit()

    def tell(self, quarter: Quarter = SPRING) -> QuarterTotals:
        """Make what totals can be made now, and give one quarter's."""
        make_totals(self.deps, self.tess, UTC, LANGUAGES)
        return totals_of(self.deps, quarter)

    def wait_until_after(self, quarter: Quarter) -> None:
        """Move the clock to a week after a quarter."""
        self.timepiece.now = quarter.bounds(UTC)[1] + timedelta(days=7)


@pytest.fixture
def house(deps: "Deps", timepiece: "Timepiece") -> House:
    with deps.storage.read() as connection:
        everyone = list(connection.execute(select(Survivor.id)).scalars())
    for survivor_id in everyone:
        erase_survivor(deps, survivor_id)
    tess = add_staff(deps, NewStaff("Tess", Role.SUPERVISOR, "tess", "a passphrase of five words", "A" * 32))
    return House(deps, timepiece, make_caseload(deps, timepiece), tess)


def test_people_are_counted_by_language_and_the_new_ones_once_more(house: House) -> None:
    went = [*house.add(15), *house.add(13, "es"), *house.add(20, None)][:11]
    house.wait_until_after(SPRING)
    house.add(12)
    house.add(11, "es")
    house.add(14, "fr")
    house.wait_until_after(SUMMER)
    house.leave_in_spring(went)

    make_totals(house.deps, house.tess, UTC, ["en", "es"])
    told = totals_of(house.deps, SUMMER)

    assert told.people == {"en": 16, "es": 24, "other": 34, TOTAL: 74}
    assert told.new == 37
    assert totals_of(house.deps, SPRING).people[TOTAL] == 48


@pytest.mark.parametrize(("went", "new"), [(0, None), (2, None), (10, None), (11, 20)])
def test_two_quarters_do_not_tell_that_a_few_people_went(house: House, went: int, new: int | None) -> None:
    gone = house.add(40)[:went]
    house.wait_until_after(SPRING)
    house.leave_in_spring(gone)
    house.tell(SPRING)
    house.add(20)
    house.wait_until_after(SUMMER)

    told = house.tell(SUMMER)

    assert (told.people[TOTAL], told.new) == (60 - went, new)


def test_one_table_beside_another_does_not_tell_that_a_few_people_did_not(house: House) -> None:
    people = house.add(14)
    for her in people[:12]:
        house.caseload.tell(her, house.caseload.give(her))
        house.caseload.answer(her, Answer.WANTED)
    house.wait_until_after(SPRING)

    told = house.tell()

    assert told.people[TOTAL] == 14
    assert set(told.consents.values()) == {None}
    assert set(told.wanted.values()) == {None}


def test_who_is_not_in_the_sum_over_everybody_is_in_no_other_number(house: House) -> None:
    people = house.add(40)
    house.wait_until_after(SPRING)
    house.leave_in_spring(people[:14])
    for her in people[:14]:
        house.caseload.give(her)
    house.wait_until_after(SUMMER)

    told = house.tell(SUMMER)

    assert told.people[TOTAL] == 26
    assert told.consents[ConsentTold.GIVEN] is None


def test_a_small_language_is_withheld_and_so_is_one_beside_it(house: House) -> None:
    house.add(15)
    house.add(40, "es")
    house.add(2, "ar")
    house.add(3, None)
    house.wait_until_after(SPRING)

    people = house.tell().people

    assert people == {"en": 15, "es": None, "ar": None, "other": None, TOTAL: 60}


def test_a_new_advocate_makes_nobody_new_and_counts_nobody_twice(house: House) -> None:
    people = house.add(12)
    house.wait_until_after(SPRING)
    idris = add_staff(house.deps, NewStaff("Idris", Role.ADVOCATE, "idris", "a passphrase of five words", "A" * 32))
    assign(house.deps, people[0], idris)
    house.wait_until_after(SUMMER)

    assert house.tell(SUMMER).people[TOTAL] == 12
    assert house.tell(SUMMER).new is None


def test_eleven_consents_of_one_person_are_one_person(house: House) -> None:
    (wren,) = house.add(1)
    for _ in range(11):
        house.caseload.tell(wren, house.caseload.give(wren))
    house.wait_until_after(SPRING)

    assert set(house.tell().consents.values()) == {None}


def test_people_who_gave_stopped_and_of_whom_something_was_told_are_counted_once_each(house: House) -> None:
    house.add(12)
    people = house.add(12)
    for her in people:
        given, other = house.caseload.give(her), house.caseload.give(her)
        house.caseload.tell(her, other)
        if her != people[0]:
            withdraw_consent(house.deps, her, given)
    house.wait_until_after(SPRING)

    assert house.tell().consents == {ConsentTold.GIVEN: 12, ConsentTold.STOPPED: 11, ConsentTold.SHARED: 12}


def test_people_are_counted_by_the_help_they_wanted(house: House) -> None:
    house.add(11)
    for her in house.add(11):
        house.caseload.answer(her, Answer.WANTED)
        house.caseload.answer(her, Answer.NOT_NOW, position=1)
    house.wait_until_after(SPRING)

    wanted = house.tell().wanted

    assert set(wanted) == set(Need)
    assert wanted[Need.HOUSING] == 11


def test_what_was_told_once_is_told_the_same_whatever_is_erased_or_written_later(house: House) -> None:
    people = house.add(14)
    house.wait_until_after(SPRING)
    first = house.tell()

    erase_survivor(house.deps, people[0])
    house.timepiece.move(timedelta(days=1))

    assert house.tell() == first
    assert first.people[TOTAL] == 14


def test_a_quarter_that_still_runs_is_not_told(house: House) -> None:
    house.add(11)

    make_totals(house.deps, house.tess, UTC, LANGUAGES)

    assert quarters_told(house.deps) == [Quarter(2026, 1), Quarter(2025, 4), Quarter(2025, 3), Quarter(2025, 2)]
    with pytest.raises(NotFoundError):
        totals_of(house.deps, SPRING)


def test_no_small_number_no_name_and_no_reference_is_stored(house: House) -> None:
    people = house.add(14)
    for her in people[:10]:
        house.caseload.give(her)
    house.wait_until_after(SPRING)
    house.tell()

    with house.deps.storage.read() as connection:
        stored = [row.numbers for row in connection.execute(select(Totals.numbers))]

    written = json.dumps(stored)
    assert not [ref for ref in people if ref in written]
    assert {number for number in _numbers(stored) if number is not None} == {14}


def test_nobody_but_a_supervisor_makes_totals_and_no_key_is_opened(house: House) -> None:
    with pytest.raises(NotFoundError):
        make_totals(house.deps, house.caseload.advocate, UTC, LANGUAGES)

    with noted_statements(house.deps) as statements:
        make_totals(house.deps, house.tess, UTC, LANGUAGES)
    assert statements.sent
    assert not [statement for statement in statements.sent if "data_keys" in statement]


def test_many_presses_at_once_tell_each_quarter_once(house: House) -> None:
    house.add(11)
    house.wait_until_after(SPRING)
    gate = Barrier(6)

    def press() -> None:
        gate.wait()
        make_totals(house.deps, house.tess, UTC, LANGUAGES)

    with ThreadPoolExecutor(6) as pool:
        for future in [pool.submit(press) for _ in range(6)]:
            future.result()

    assert quarters_told(house.deps) == [SPRING, Quarter(2026, 1), Quarter(2025, 4), Quarter(2025, 3)]


def _numbers(stored: "list[dict[str, Any]]") -> "Iterator[int | None]":
    for numbers in stored:
        yield from (number for _language, number in numbers["people"])
        yield numbers["new"]
        yield from numbers["wanted"].values()
        yield from numbers["consents"].values()
