"""Being told to stop while something is half made: noted at once, obeyed between two steps."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """Whether Ctrl-C was pressed, or the process told to end, since this was made."""

    def __init__(self) -> None:
        """Begin with none."""
        self._number: int | None = None

    def note(self, number: int, _frame: FrameType | None = None) -> None:
        """Remember the signal: what a handler does."""
        self._number = number

    def obey(self) -> None:
        """Raise `SystemExit` with the status a shell gives that signal, if there was one."""
        if self._number is not None:
            sys.exit(128 + self._number)


@contextmanager
def interruptions_noted() -> Iterator[Interruption]:
    """Note the signals that end a program instead of raising at once; the old handlers are back afterwards.

    An exception raised wherever the program happens to be can end in a library that catches everything, as a pool of
    connections does while it closes one: then it is lost and the program goes on. Obey between two steps.
    """
    interruption = Interruption()
    before = {number: signal.signal(number, interruption.note) for number in _SIGNALS}
    try:
        yield interruption
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
