"""Totals that leave the house tell nothing about a few people: not by a number, and not by what is left of a sum."""

from collections import defaultdict
from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import pairwise, product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.domain.totals import (
    SMALLEST_SHOWN,
    TOTAL,
    Cell,
    Quarter,
    finished_quarters,
    listed,
    published,
    shown_new,
    shown_of,
)

NEW_YORK = ZoneInfo("America/New_York")

Published = dict[Cell, int | None]


def added_up(counts: dict[Cell, int], rows: list[str], columns: list[str]) -> dict[Cell, int]:
    """Give a whole table with its sums, the plain way."""
    whole = {
        Cell(row, column): counts[Cell(row, column)] if row and column else 0
        for row, column in product([*rows, TOTAL], [*columns, TOTAL])
    }
    for (row, column), count in counts.items():
        for cell in (Cell(row, TOTAL), Cell(TOTAL, column), Cell(TOTAL, TOTAL)):
            whole[cell] += count
    return whole


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[Cell, int], list[str], list[str]]:
    """Draw a table with few people in most places and many in some."""
    rows = [f"row {number}" for number in range(draw(st.integers(1, 6)))]
    columns = [f"column {number}" for number in range(draw(st.integers(1, 3)))]
    people = st.one_of(st.just(0), st.integers(0, 12), st.integers(11, 60))
    return {Cell(row, column): draw(people) for row, column in product(rows, columns)}, rows, columns


def splits(total: int, parts: int) -> "list[tuple[int, ...]]":
    """Give every way to share a number out."""
    if parts == 1:
        return [(total,)]
    return [(first, *rest) for first in range(total + 1) for rest in splits(total - first, parts - 1)]


def lines(cells: list[Cell]) -> list[dict[Cell, int]]:
    """Give every sum that holds in a table: what is added, and the sum itself taken away, makes nothing."""
    rows, columns = {cell.row for cell in cells}, {cell.column for cell in cells}
    found = [{Cell(row, column): -1 if column == TOTAL else 1 for column in columns} for row in rows]
    return found + [{Cell(row, column): -1 if row == TOTAL else 1 for row in rows} for column in columns]


def solved(table: Published) -> set[Cell]:
    """Give every withheld cell that the sums alone settle, by elimination: what anyone with a pencil finds out."""
    unknown = [cell for cell, count in table.items() if count is None]
    equations = [[Fraction(line.get(cell, 0)) for cell in unknown] for line in lines(list(table))]
    reached = 0
    for column in range(len(unknown)):
        pivot = next((row for row in range(reached, len(equations)) if equations[row][column]), None)
        if pivot is None:
            continue
        equations[reached], equations[pivot] = equations[pivot], equations[reached]
        scale = equations[reached][column]
        equations[reached] = [value / scale for value in equations[reached]]
        for row, equation in enumerate(equations):
            if row != reached and equation[column]:
                by = equation[column]
                equations[row] = [one - by * other for one, other in zip(equation, equations[reached], strict=True)]
        reached += 1
    settled = [equation for equation in equations if sum(map(bool, equation)) == 1]
    return {unknown[next(place for place, value in enumerate(equation) if value)] for equation in settled}


@given(tables())
def test_invariant_16_no_number_under_eleven_is_told_and_every_number_told_is_true(
    table: tuple[dict[Cell, int], list[str], list[str]],
) -> None:
    told = published(*table)

    whole = added_up(*table)
    assert told.keys() == whole.keys()
    for cell, count in told.items():
        assert count is None or (count >= SMALLEST_SHOWN and count == whole[cell])


@given(tables())
def test_invariant_16_no_withheld_number_is_what_the_sums_leave_over(
    table: tuple[dict[Cell, int], list[str], list[str]],
) -> None:
    whole = added_up(*table)

    assert not [cell for cell in solved(published(*table)) if whole[cell] < SMALLEST_SHOWN]


@given(tables())
def test_a_table_with_nothing_small_in_it_is_told_whole(table: tuple[dict[Cell, int], list[str], list[str]]) -> None:
    counts, rows, columns = table
    large = {cell: count + SMALLEST_SHOWN for cell, count in counts.items()}

    assert published(large, rows, columns) == added_up(large, rows, columns)


@pytest.mark.parametrize(("rows", "columns", "smallest", "most"), [(2, 2, 2, 10), (2, 2, 3, 11), (3, 2, 2, 7)])
def test_invariant_16_a_small_number_may_be_anything_small_for_all_that_is_told(
    rows: int, columns: int, smallest: int, most: int
) -> None:
    """Every table of so many people is tried: those that agree with what is told differ in every small number.

    And whoever knows this code, and so asks which of them would have been told like this, is left in doubt as well.
    """
    names = [f"row {number}" for number in range(rows)], [f"column {number}" for number in range(columns)]
    cells = [Cell(*place) for place in product(*names)]
    for total in range(smallest, most + 1):
        tables = [dict(zip(cells, split, strict=True)) for split in splits(total, len(cells))]
        told_alike: dict[tuple[tuple[Cell, int | None], ...], list[dict[Cell, int]]] = defaultdict(list)
        for counts in tables:
            told_alike[tuple(published(counts, *names, smallest).items())].append(added_up(counts, *names))
        wholes = [added_up(counts, *names) for counts in tables]
        for told, alike in told_alike.items():
            if dict(told)[Cell(TOTAL, TOTAL)] is None:
                continue
            agreeing = [whole for whole in wholes if all(count in {None, whole[cell]} for cell, count in told)]
            for cell, count in told:
                if count is None and any(whole[cell] < smallest for whole in alike):
                    assert set(range(smallest)) <= {whole[cell] for whole in agreeing}
                    assert len({whole[cell] for whole in alike}) > 1


def test_what_is_taken_along_stands_beside_what_is_small_and_the_sums_stay() -> None:
    counts = {
        Cell("en", "new"): 34,
        Cell("en", "known"): 80,
        Cell("es", "new"): 20,
        Cell("es", "known"): 41,
        Cell("ar", "new"): 5,
        Cell("ar", "known"): 12,
    }

    assert published(counts, ["en", "es", "ar"], ["new", "known"]) == {
        Cell("en", "new"): 34,
        Cell("en", "known"): 80,
        Cell("en", TOTAL): 114,
        Cell("es", "new"): None,
        Cell("es", "known"): None,
        Cell("es", TOTAL): 61,
        Cell("ar", "new"): None,
        Cell("ar", "known"): None,
        Cell("ar", TOTAL): 17,
        Cell(TOTAL, "new"): 59,
        Cell(TOTAL, "known"): 133,
        Cell(TOTAL, TOTAL): 192,
    }


@given(tables(), st.data())
def test_which_large_numbers_are_taken_along_does_not_depend_on_how_large_they_are(
    table: tuple[dict[Cell, int], list[str], list[str]], data: st.DataObject
) -> None:
    counts, rows, columns = table
    larger = {cell: count + 1000 if count >= SMALLEST_SHOWN else count for cell, count in counts.items()}
    places = [cell for cell, count in counts.items() if count >= SMALLEST_SHOWN]
    mixed = dict(zip(places, (larger[cell] for cell in data.draw(st.permutations(places))), strict=True))

    first, second = (published(each, rows, columns) for each in (larger, larger | mixed))

    assert [cell for cell in first if first[cell] is None] == [cell for cell in second if second[cell] is None]


def test_zero_people_are_as_few_as_ten_and_so_are_those_who_did_not() -> None:
    assert [shown_of(count, 400) for count in (0, 10, 11, 389, 390, 400)] == [None, None, 11, 389, None, None]


@given(st.integers(0, 80), st.integers(0, 80))
def test_invariant_16_a_part_is_told_only_if_it_and_the_rest_are_no_small_numbers(did: int, did_not: int) -> None:
    may_be_told = min(did, did_not) >= SMALLEST_SHOWN

    assert shown_of(did, did + did_not) == (did if may_be_told else None)


@pytest.mark.parametrize("count", [-1, 15])
def test_a_part_is_no_larger_than_the_whole(count: int) -> None:
    with pytest.raises(ValueError, match="no larger"):
        shown_of(count, 14)


@given(st.integers(0, 60), st.integers(0, 60), st.none() | st.integers(11, 120))
def test_invariant_16_who_went_between_two_quarters_is_no_small_number(
    new: int, others: int, told_before: int | None
) -> None:
    told = shown_new(new, new + others, told_before)

    assert told in {None, new}
    if told is not None:
        assert min(new, others) >= SMALLEST_SHOWN
        assert told_before is None or abs(told_before - others) >= SMALLEST_SHOWN


@given(st.lists(st.integers(0, 40), min_size=1, max_size=5))
def test_invariant_16_a_list_hides_its_small_numbers_from_its_sum(counts: list[int]) -> None:
    rows = [f"row {number}" for number in range(len(counts))]
    told = listed(dict(zip(rows, counts, strict=True)), rows)

    assert list(told) == [*rows, TOTAL]
    hidden = [count for row, count in zip(rows, counts, strict=True) if told[row] is None]
    if told[TOTAL] is not None and any(count < SMALLEST_SHOWN for count in counts):
        assert len(hidden) > 1
        assert sum(hidden) >= SMALLEST_SHOWN - 1


# ----------------------------------------------------------------------------------------------------------- quarters


@given(st.integers(1, 9997), st.integers(1, 4))
def test_quarters_follow_each_other_without_a_gap_in_any_time_zone(year: int, number: int) -> None:
    quarter = Quarter(year, number)

    assert quarter.next.previous == quarter < quarter.next
    assert quarter.first_day < quarter.next.first_day
    if year > 1:
        begins, ends = quarter.bounds(NEW_YORK)
        assert begins < ends == quarter.next.bounds(NEW_YORK)[0]


def test_a_quarter_begins_and_ends_at_midnight_where_the_organisation_is() -> None:
    assert Quarter(2026, 1).bounds(NEW_YORK) == (
        datetime(2026, 1, 1, 5, tzinfo=UTC),
        datetime(2026, 4, 1, 4, tzinfo=UTC),
    )
    assert Quarter(2025, 4).first_day == date(2025, 10, 1)


@pytest.mark.parametrize("no_quarter", [(2026, 0), (2026, 5), (0, 1), (9999, 1)])
def test_what_is_no_quarter_cannot_be_asked_for(no_quarter: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="there is no such quarter"):
        Quarter(*no_quarter)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 (bounds)
def test_only_quarters_that_are_over_are_told_the_newest_first(now: datetime) -> None:
    found = finished_quarters(now, NEW_YORK)

    assert found[0].bounds(NEW_YORK)[1] <= now < found[0].next.bounds(NEW_YORK)[1]
    assert [later.previous for later, _ in pairwise(found)] == found[1:]
    assert len(found) == 4
