"""Turns to hash: a bounded number at a time, and who goes first when there are more."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto, unique
from threading import Event, Lock


class HashingBusyError(Exception):
    """No turn to hash came free in time, or too many wait for one; the person may simply try again."""


@unique
class Line(Enum):
    """Who asks for a turn. Each line has places of its own to wait in, so that nobody is turned away for another's."""

    FIRST = auto()
    """Whoever has shown something that strangers have not: a session, a phone known as hers, a code. They go first."""
    STRANGERS = auto()
    """Whoever signs in on a device that nobody knows."""


@dataclass(slots=True)
class Turns:
    """At most `at_once` turns at a time, and at most `places` more that wait in each line, `wait_seconds` at longest.

    A turn that ends goes to the one who has waited longest in the first line that anyone waits in.
    """

    at_once: int
    places: int
    wait_seconds: float
    _lock: Lock = field(default_factory=Lock)
    _taken: int = 0
    _lines: "dict[Line, deque[Event]]" = field(default_factory=lambda: {line: deque() for line in Line})

    @contextmanager
    def take(self, line: Line) -> Iterator[None]:
        """Hold a turn for the length of the block. Raises `HashingBusyError`, at once when no place is left to wait."""
        self._take(line)
        try:
            yield
        finally:
            self._give_back()

    def _take(self, line: Line) -> None:
        with self._lock:
            if self._taken < self.at_once:
                self._taken += 1
                return
            if len(self._lines[line]) >= self.places:
                raise HashingBusyError
            turn = Event()
            self._lines[line].append(turn)
        if turn.wait(self.wait_seconds):
            return
        with self._lock:
            # Given just now, after the wait was over.
            if turn.is_set():
                return
            self._lines[line].remove(turn)
        raise HashingBusyError

    def _give_back(self) -> None:
        with self._lock:
            for waiting in self._lines.values():
                if waiting:
                    # Handed on, never laid down: nobody who comes just now gets in between.
                    waiting.popleft().set()
                    return
            self._taken -= 1
