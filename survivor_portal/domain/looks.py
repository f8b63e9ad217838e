"""A supervisor's look at what one person shares: for a reason out of a closed list, and not for long."""

from datetime import datetime, timedelta
from enum import StrEnum, unique
from typing import Final

LOOK_LASTS: Final = timedelta(minutes=10)
"""How long somebody sees what they said why they look at."""


@unique
class LookReason(StrEnum):
    """Why a supervisor looks; stored, so its meaning never changes.

    She reads the reason, and a court may forbid to tell her what it ordered: so none of them names one.
    """

    ASKED = "asked"
    SPOKEN_STOP = "spoken_stop"
    PRESSURE = "pressure"
    SIGNATURE = "signature"
    MISTAKE = "mistake"
    TO_WRITE_DOWN = "to_write_down"


def look_stands(looked_at: datetime, now: datetime) -> bool:
    """Say whether a look still opens anything; one that began after `now` does not, since a clock was set."""
    return looked_at <= now < looked_at + LOOK_LASTS
