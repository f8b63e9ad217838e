"""How long to wait between tries to sign in: longer after each one, at most a minute, and never for good."""

from datetime import datetime, timedelta
from typing import Final

FREE_ATTEMPTS: Final = 5
"""Tries that nobody waits for: a tired person mistypes."""

LONGEST_WAIT: Final = timedelta(seconds=60)

FORGOTTEN_AFTER: Final = timedelta(days=1)
"""How long tries count that nobody added to."""

_NONE: Final = timedelta(0)
_DOUBLINGS: Final = 6
"""Two seconds, doubled so often that they pass the longest wait."""


def delay_after(attempts: int) -> timedelta:
    """Give the wait after so many tries that did not succeed: none at first, then two seconds, doubled each time."""
    beyond = attempts - FREE_ATTEMPTS
    if beyond < 0:
        return _NONE
    return min(LONGEST_WAIT, timedelta(seconds=2 ** (min(beyond, _DOUBLINGS) + 1)))


def wait_needed(*, attempts: int, last_at: datetime, now: datetime) -> timedelta:
    """Give how long from `now` until another try is looked at; zero when it is at once.

    A last try that lies ahead of `now` means that the clock was set back: nobody waits for that.
    """
    if now < last_at:
        return _NONE
    return max(_NONE, last_at + delay_after(attempts) - now)
