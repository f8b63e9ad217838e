"""Totals that leave the house: how many people, with every small number withheld and none left to be worked out.

Every cell counts people, so that eleven in a cell are eleven people and never one person eleven times. A period is a
quarter of a year that is over; what is told of it is told once and kept, so that no two tellings differ by one person.
"""

from collections import Counter, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from enum import StrEnum, unique
from itertools import product
from math import inf
from typing import Final, NamedTuple

from survivor_portal.domain.moments import local_date

SMALLEST_SHOWN: Final = 11
"""The smallest number of people that is told."""

TOTAL: Final = ""
"""The name of the row and of the column that add up all others."""

OTHER_LANGUAGE: Final = "other"
"""The row of everybody who reads a language that is not offered, or has chosen none."""

TOLD_QUARTERS: Final = 4
"""How far back totals are made: a year."""

_Line = tuple[str, str]
_Step = tuple[_Line, _Line]
_Room = dict[_Step, float]

_ALL: Final = "all"
_DID: Final = "did"
_DID_NOT: Final = "did not"

_QUARTERS: Final = 4
_MONTHS: Final = 3


@unique
class ConsentTold(StrEnum):
    """What somebody did with a consent in the quarter, or had happen under one."""

    GIVEN = "given"
    STOPPED = "stopped"
    SHARED = "shared"


class Cell(NamedTuple):
    """Where a number stands in a table; `TOTAL` in either place makes it a sum."""

    row: str
    column: str


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of one year; `number` is 1 to 4. Raises ValueError for any other."""

    year: int
    number: int

    def __post_init__(self) -> None:
        """Refuse what is no quarter."""
        if not (date.min.year <= self.year < date.max.year and 1 <= self.number <= _QUARTERS):
            msg = "there is no such quarter"
            raise ValueError(msg)

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """Give the quarter a day lies in."""
        return cls(day.year, (day.month - 1) // _MONTHS + 1)

    @property
    def first_day(self) -> date:
        """The day it begins."""
        return date(self.year, (self.number - 1) * _MONTHS + 1, 1)

    @property
    def next(self) -> "Quarter":
        """The one after it."""
        return Quarter(self.year + self.number // _QUARTERS, self.number % _QUARTERS + 1)

    @property
    def previous(self) -> "Quarter":
        """The one before it."""
        return Quarter(self.year - (self.number == 1), (self.number - 2) % _QUARTERS + 1)

    def bounds(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """Give its first moment and the first after it, as `zone` keeps its days."""
        return _midnight(self.first_day, zone), _midnight(self.next.first_day, zone)


def finished_quarters(now: datetime, zone: tzinfo) -> list[Quarter]:
    """Give the last year's quarters that are over, the newest first; the one that still runs is never told.

    Raises ValueError if `now` is not UTC.
    """
    quarter = Quarter.of(local_date(now, zone))
    found = []
    for _ in range(TOLD_QUARTERS):
        quarter = quarter.previous
        found.append(quarter)
    return found


def published(
    counts: Mapping[Cell, int], rows: Sequence[str], columns: Sequence[str], smallest: int = SMALLEST_SHOWN
) -> dict[Cell, int | None]:
    """Add up a table and withhold what is small, and so much besides that no small number can be worked out.

    `counts` holds no negative number, and a cell that is missing in it counts nobody. For all that is shown, a small
    number may be anything from 0 to one less than `smallest`; and whoever knows besides which ones are small is still
    left with more than one answer. Which cells are taken along depends on where they stand and never on how large they
    are, because that choice would tell, too: it begins at the end of `rows` and `columns`.
    """
    whole = _added_up(counts, rows, columns)
    withheld = {cell for cell, count in whole.items() if count < smallest}
    while len(withheld) < len(whole) and any(_is_exposed(whole, withheld, cell, smallest) for cell in withheld):
        withheld.add(_taken_along(list(whole), withheld))
    return {cell: None if cell in withheld else count for cell, count in whole.items()}


def listed(counts: Mapping[str, int], rows: Sequence[str]) -> dict[str, int | None]:
    """Give a list of counts as `published` has a table, with their sum as `TOTAL`; None is a number withheld."""
    told = published({Cell(row, _ALL): count for row, count in counts.items()}, rows, [_ALL])
    return {row: told[Cell(row, _ALL)] if told[Cell(row, TOTAL)] is not None else None for row in (*rows, TOTAL)}


def shown_of(count: int, everyone: int) -> int | None:
    """Give how many of everyone did something, or None where those who did or who did not are few; zero is as few.

    Whoever reads it may know the number of everyone from another table, and so how many did not. Raises ValueError if
    more did it than there are.
    """
    if not 0 <= count <= everyone:
        msg = "a part is no larger than the whole"
        raise ValueError(msg)
    return listed({_DID: count, _DID_NOT: everyone - count}, [_DID, _DID_NOT])[_DID]


def shown_new(new: int, everyone: int, told_before: int | None) -> int | None:
    """Give how many of everyone are new in a quarter, or None where that, or what follows from it, is a small number.

    `told_before` is what the quarter before told of everyone, None where it told nothing: take from it those who are
    not new, and what is left are the people who went.
    """
    if told_before is not None and abs(told_before - (everyone - new)) < SMALLEST_SHOWN:
        return None
    return shown_of(new, everyone)


def _added_up(counts: Mapping[Cell, int], rows: Sequence[str], columns: Sequence[str]) -> dict[Cell, int]:
    return {
        Cell(row, column): sum(
            counts.get(Cell(*inner), 0)
            for inner in product(
                rows if row == TOTAL else (row,),
                columns if column == TOTAL else (column,),
            )
        )
        for row, column in product((*rows, TOTAL), (*columns, TOTAL))
    }


def _is_exposed(whole: Mapping[Cell, int], withheld: Collection[Cell], cell: Cell, smallest: int) -> bool:
    """Say whether what is shown tells too much about a small number.

    To be more, or less, it takes others that make up for it, so that every sum stays what it is.
    """
    count, (tail, head) = whole[cell], _ends(cell)
    if count >= smallest:
        return False
    others = [(*_ends(other), whole[other]) for other in withheld if other != cell]
    free: _Room = {}
    known: _Room = {}
    for start, end, other in others:
        free |= {(start, end): inf, (end, start): other}
        known |= (
            {(start, end): smallest - 1 - other, (end, start): other}
            if other < smallest
            else {(start, end): inf, (end, start): other - smallest}
        )
    is_open = _can_move(dict(free), head, tail, smallest - 1 - count) and _can_move(free, tail, head, count)
    more = count + 1 < smallest and _can_move(dict(known), head, tail, 1)
    less = count > 0 and _can_move(dict(known), tail, head, 1)
    return not (is_open and (more or less))


def _can_move(room: _Room, start: _Line, end: _Line, people: int) -> bool:
    """Say whether so many people fit along ways from one line of a table to another, and use up the room they take.

    A table with its sums is a flow in circles: what comes into a line goes out of it. `room` says how far each withheld
    number may rise, and in the other direction fall; so this is a maximum flow, found by augmenting paths.
    """
    for _ in range(people):
        way = _way([step for step, left in room.items() if left], start, end)
        if way is None:
            return False
        for step in way:
            room[step] -= 1
            room[step[::-1]] += 1
    return True


def _way(steps: Collection[_Step], start: _Line, end: _Line) -> list[_Step] | None:
    """Give the shortest way from one line to another, or None where there is none."""
    came_by: dict[_Line, _Step] = {}
    ahead = deque([start])
    while ahead and end not in came_by:
        here = ahead.popleft()
        for step in steps:
            if step[0] == here and step[1] not in came_by:
                came_by[step[1]] = step
                ahead.append(step[1])
    if end not in came_by:
        return None
    way = [came_by[end]]
    while way[-1][0] != start:
        way.append(came_by[way[-1][0]])
    return way


def _ends(cell: Cell) -> _Step:
    """Give the lines a number leads from and to: into a row its sum, out of it its cells; columns the other way."""
    row, column = ("row", cell.row), ("column", cell.column)
    is_sum_of_one_line = (cell.row == TOTAL) != (cell.column == TOTAL)
    return (column, row) if is_sum_of_one_line else (row, column)


def _taken_along(cells: Sequence[Cell], withheld: Collection[Cell]) -> Cell:
    """Give the cell to withhold next: beside one that stands alone in its line, if there is such a one."""
    lines = Counter(line for cell in withheld for line in _ends(cell))
    free = [cell for cell in cells if cell not in withheld]
    beside = [cell for cell in free if any(lines[line] == 1 for line in _ends(cell))]

    def turn(cell: Cell) -> tuple[int, int, int]:
        # A sum over everybody is what readers came for. Where two lines cross that both need one, a circle closes.
        sums = 2 * (cell.row == TOTAL) + (cell.column == TOTAL)
        return -sums, sum(lines[line] == 1 for line in _ends(cell)), cells.index(cell)

    return max(beside or free, key=turn)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
