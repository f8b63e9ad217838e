"""How somebody leaves, and what stays behind in the browser, as far as that is theirs to set."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from survivor_portal.domain.sessions import Limits

HIDES_AFTER: Final = (2, 5, 10, 15)
"""The minutes without use to choose from, after which her pages go. The last one is as long as on her own phone."""


@dataclass(frozen=True, slots=True)
class LeavingSettings:
    """What somebody set; as made, what holds for whoever set nothing, and before anyone has signed in.

    `destination` names one of the operator's pages, None the first of them. `hides_after` counts in minutes. `covers`
    says whether a page is covered while another one is looked at; a survivor's always is.
    """

    destination: str | None = None
    by_keyboard: bool = True
    by_taps: bool = False
    few_traces: bool = True
    hides_after: int = HIDES_AFTER[-1]
    covers: bool = True


AS_MADE: Final = LeavingSettings()


def idle_limit(limits: Limits, hides_after: int) -> timedelta:
    """Give how long her session stands without use: what she set, but never longer than the phone's own limit."""
    return min(limits.idle, timedelta(minutes=hides_after))
