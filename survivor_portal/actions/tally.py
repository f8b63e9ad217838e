"""What is logged of tries, refusals and what staff do: how often, and never who, from where or about whom."""

import logging
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum, unique
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

_log = logging.getLogger(__name__)

TOLD_EVERY: Final = timedelta(minutes=1)
"""How often one kind makes a line at most: a flood of requests must not become a flood of lines."""


@unique
class Happening(StrEnum):
    """What is counted, in the words of the log."""

    SURVIVOR_REFUSED = "a survivor's sign-in was refused"
    STAFF_SIGNED_IN = "a staff member signed in"
    STAFF_REFUSED = "a staff member's sign-in was refused"
    STEPPED_UP = "a staff member showed a factor again"
    STEP_UP_REFUSED = "a factor shown again was refused"
    ACCOUNT_ENDED = "a staff account was ended"
    JOIN_CODE_REFUSED = "a code to join was refused"
    MADE_TO_WAIT = "a try had to wait"
    NOT_THEIRS = "a page of another audience was asked for"
    HOST_REFUSED = "a host name was refused"
    ELSEWHERE_REFUSED = "a request from another site was refused"
    FORM_REFUSED = "a form without its token was refused"
    GARBLED_REFUSED = "a garbled request was refused"


@dataclass(slots=True)
class Tally:
    """Counts by kind. The first of a kind makes a line at once; those that follow make one together, a minute later."""

    _counts: "dict[Happening, int]" = field(default_factory=dict)
    _told_at: "dict[Happening, datetime]" = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def note(self, happening: Happening, now: "datetime") -> None:
        """Count one more, and write the lines that are due."""
        with self._lock:
            self._counts[happening] = self._counts.get(happening, 0) + 1
        self.tell(now)

    def tell(self, now: "datetime") -> None:
        """Write a line for each kind that was counted and made none in the last minute, or only before a set clock."""
        with self._lock:
            due = {kind: count for kind, count in self._counts.items() if self._is_due(kind, now)}
            for kind in due:
                del self._counts[kind]
                self._told_at[kind] = now
        for kind, count in due.items():
            _log.warning("counted: %s (%d)", kind, count)

    def _is_due(self, kind: Happening, now: "datetime") -> bool:
        told_at = self._told_at.get(kind)
        return told_at is None or not told_at <= now < told_at + TOLD_EVERY
