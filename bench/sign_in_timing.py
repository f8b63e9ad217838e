"""Whether a refused sign-in, or asking to get back in, takes as long for a name nobody has as for a known one.

Run from the top of the repository as `python -m bench.sign_in_timing`.
"""

import argparse
import sys
from datetime import UTC, datetime, timedelta
from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING, Final

from bench.throw_away import Visitor, throw_away_portal
from survivor_portal.demonstration.cast import AMARA
from survivor_portal.domain.throttling import FORGOTTEN_AFTER

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.test import TestResponse

MOST_APART_MS: Final = 5.0
REFUSED: Final = 422
ASKED: Final = 303
WRONG: Final = "seven wrong words that open nothing"


class Calendar:
    """A clock that is moved on by hand, so that nobody ever waits for having tried before."""

    def __init__(self) -> None:
        """Begin on some day."""
        self._now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Give the moment."""
        return self._now

    def move(self, span: timedelta) -> None:
        """Move on."""
        self._now += span


def main() -> int:
    """Measure pairs of answers and say how far their medians lie apart, in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=500)
    parser.add_argument("--cheap", action="store_true", help="hash at almost no cost, so that everything else shows")
    parser.add_argument("--recover", action="store_true", help="ask to get back in, in place of signing in")
    asked = parser.parse_args()
    ask = ask_to_get_in if asked.recover else refused_sign_in
    calendar = Calendar()
    known: list[float] = []
    unknown: list[float] = []
    with throw_away_portal(calendar, is_cheap=asked.cheap) as app:
        visitor = Visitor(app)
        for pair in range(-5, asked.pairs):
            calendar.move(FORGOTTEN_AFTER + timedelta(hours=1))
            names = [(AMARA.sign_in_name, known), (f"nobody called {pair % 90:02}", unknown)]
            # Each goes first as often as the other; the first pairs only warm up.
            for name, times in names if pair % 2 else reversed(names):
                took = timed(ask, visitor, name)
                if pair >= 0:
                    times.append(took)
    for what, times in (("known names", known), ("names nobody has", unknown)):
        lower, middle, upper = quantiles(times, n=4)
        print(f"{what}: median {middle:.2f} ms, middle half {lower:.2f} to {upper:.2f} ms, {len(times)} tries")
    apart = abs(median(known) - median(unknown))
    print(f"medians {apart:.2f} ms apart; to reach: less than {MOST_APART_MS:.0f}")
    return 0 if apart < MOST_APART_MS else 1


def timed(ask: "Callable[[Visitor, str], TestResponse]", visitor: Visitor, name: str) -> float:
    """Give how long an answer took, in milliseconds."""
    began = perf_counter()
    answer = ask(visitor, name)
    took = (perf_counter() - began) * 1000
    expect(answer, ASKED if ask is ask_to_get_in else REFUSED)
    return took


def refused_sign_in(visitor: Visitor, name: str) -> "TestResponse":
    """Try to sign in with what opens nothing."""
    return visitor.sign_in(name, WRONG)


def ask_to_get_in(visitor: Visitor, name: str) -> "TestResponse":
    """Ask to get back in."""
    return visitor.ask_to_get_in(name)


def expect(answer: "TestResponse", status: int) -> None:
    """Stop the measurement when the portal does something else than is measured."""
    if answer.status_code != status:
        msg = f"the portal answered {answer.status_code} instead of {status}"
        raise SystemExit(msg)


if __name__ == "__main__":
    sys.exit(main())
