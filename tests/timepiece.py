"""A clock that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta


class Timepiece:
    """The injected clock of a test: call it for the present moment."""

    def __init__(self, now: datetime = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)) -> None:
        """Stand at a moment."""
        self.now = now

    def __call__(self) -> datetime:
        """Give the moment the clock stands at."""
        return self.now

    def move(self, by: timedelta) -> None:
        """Move forward, or back by a negative span."""
        self.now += by
