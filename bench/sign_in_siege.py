"""Thousands of sign-in attempts at one name by strangers, and then by the one whose name it is.

Run from the top of the repository as `python -m bench.sign_in_siege`.
"""

import argparse
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

from bench.throw_away import Visitor, throw_away_portal
from survivor_portal.demonstration.cast import AMARA
from survivor_portal.domain.throttling import LONGEST_WAIT
from survivor_portal.security.clock import system_clock

if TYPE_CHECKING:
    from flask import Flask

STRANGERS: Final = 8
SIGNED_IN: Final = 303
WAIT: Final = 429
BUSY: Final = 503
LONGEST_ON_HER_PHONE: Final = 2.0


@dataclass
class Siege:
    """How many attempts there are to be, when to stop in any case, and how they were answered."""

    attempts: int
    ends_at: float
    made: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def next_attempt(self) -> int | None:
        """Give the number of the next attempt, or None when there is none."""
        with self._lock:
            if self.made >= self.attempts or monotonic() > self.ends_at:
                return None
            self.made += 1
            return self.made

    def note(self, status: int) -> None:
        """Count an answer."""
        with self._lock:
            self.answers[status] += 1


def main() -> int:
    """Lay siege to her name, then sign her in from her own phone and from an unknown one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attempts", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=20.0, help="stop the strangers after so long in any case")
    asked = parser.parse_args()
    with throw_away_portal(system_clock, is_cheap=False) as app:
        her_phone = Visitor(app)
        if sign_in(her_phone, "yes")[0] != SIGNED_IN:
            print("she could not sign in before anything had happened")
            return 1
        her_phone.sign_out()
        siege = Siege(asked.attempts, monotonic() + asked.minutes * 60)
        began = monotonic()
        with ThreadPoolExecutor(STRANGERS) as strangers:
            for stranger in [strangers.submit(besiege, app, siege) for _ in range(STRANGERS)]:
                stranger.result()
        told = ", ".join(f"{count} answered {status}" for status, count in sorted(siege.answers.items()))
        print(f"{siege.made} attempts in {monotonic() - began:.0f} s: {told}")
        if siege.made < asked.attempts:
            print(f"stopped early: {asked.attempts - siege.made} attempts were not made")
        return 0 if SIGNED_IN not in siege.answers and both_let_her_in(app, her_phone) else 1


def besiege(app: "Flask", siege: Siege) -> None:
    """Try one passphrase after another, on a device that nobody knows."""
    stranger = Visitor(app)
    while (attempt := siege.next_attempt()) is not None:
        siege.note(stranger.sign_in(AMARA.sign_in_name, f"guess number {attempt} of many").status_code)


def both_let_her_in(app: "Flask", her_phone: Visitor) -> bool:
    """Say whether she gets in from her own phone at once, and from any other after the longest wait."""
    status, took = sign_in(her_phone, "yes")
    print(f"her own phone: {status} after {took:.2f} s; to reach: {SIGNED_IN} in under {LONGEST_ON_HER_PHONE:.0f} s")
    is_in = status == SIGNED_IN and took < LONGEST_ON_HER_PHONE
    other_phone = Visitor(app)
    began = monotonic()
    limit = LONGEST_WAIT.total_seconds() + LONGEST_ON_HER_PHONE
    while (status := sign_in(other_phone, "no")[0]) in {WAIT, BUSY} and monotonic() - began < limit:
        sleep(1)
    print(f"an unknown phone: {status} after {monotonic() - began:.0f} s; to reach: {SIGNED_IN} within {limit:.0f} s")
    return is_in and status == SIGNED_IN


def sign_in(visitor: Visitor, phone_is_hers: str) -> tuple[int, float]:
    """Sign her in with her passphrase; give the status and the seconds it took."""
    began = monotonic()
    answer = visitor.sign_in(AMARA.sign_in_name, AMARA.passphrase, phone_is_hers=phone_is_hers)
    return answer.status_code, monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
