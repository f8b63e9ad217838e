"""Going back and forward as the browser's own buttons do, watching every moment, and reading the browser's records."""

import shutil
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import Error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from playwright.sync_api import Page

    from tests.journeys.phones import Phone

WORDS: Final = r"""(() => {
  const typed = [...document.querySelectorAll('input, textarea')]
    .filter((field) => !['hidden', 'radio', 'checkbox'].includes(field.type)).map((field) => field.value);
  return [document.title, document.body ? document.body.innerText : '', ...typed].join(' ').replace(/\s+/g, ' ').trim();
})()"""
"""All that can be read off a page: its title, its visible text, and what stands in its fields."""

_OTHER_SITES: Final = ("Weather Weather of today", "News News of today")
"""All that may be read after Exit now, whole or still loading: nothing, a neutral title, or another site's page."""

_SIGHT: Final = f"({{address: location.href, words: {WORDS}}})"
_SETTLED_SECONDS: Final = 0.35
_LONGEST_LOOK: Final = 20.0


@dataclass(frozen=True, slots=True)
class Sight:
    """What could be read on the screen at one moment, and at which address."""

    address: str
    words: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a tab's own history."""

    id: int
    address: str
    title: str


class History:
    """The history of one tab, moved through with DevTools calls, which never skip an entry as buttons may."""

    def __init__(self, page: "Page") -> None:
        """Attach to a tab; it stays attached from site to site."""
        self._tab = page.context.new_cdp_session(page)

    def entries(self) -> list[Entry]:
        return [Entry(entry["id"], entry["url"], entry["title"]) for entry in self._ask()["entries"]]

    def back_to_the_start(self, times: int = 10) -> "Iterator[Sight]":
        """Press Back until there is nothing before, at most so many times; give everything seen on the way."""
        yield from self._move(-1, times)

    def forward_to_the_end(self, times: int = 10) -> "Iterator[Sight]":
        """Press Forward until there is nothing after, at most so many times; give everything seen on the way."""
        yield from self._move(1, times)

    def look(self, has_arrived: "Callable[[], bool]" = lambda: True) -> "Iterator[Sight]":
        """Watch the screen until it has arrived and nothing has changed on it for a while; give each new sight."""
        latest = time.monotonic() + _LONGEST_LOOK
        changed_at, seen = time.monotonic(), None
        while time.monotonic() < latest and (
            time.monotonic() - changed_at < _SETTLED_SECONDS or seen is None or not has_arrived()
        ):
            sight = self._glance()
            if sight is not None and sight != seen:
                changed_at, seen = time.monotonic(), sight
                yield sight

    def screenshot(self) -> str:
        """Take the pixels of this moment, waiting for nothing: a PNG in base64."""
        picture: str = self._tab.send("Page.captureScreenshot", {"format": "png"})["data"]
        return picture

    def _move(self, step: int, times: int) -> "Iterator[Sight]":
        for _ in range(times):
            asked = self._ask()
            wanted = asked["currentIndex"] + step
            if not 0 <= wanted < len(asked["entries"]):
                return
            self._tab.send("Page.navigateToHistoryEntry", {"entryId": asked["entries"][wanted]["id"]})
            yield from self.look(partial(self._is_at, wanted))
            assert self._is_at(wanted), "the page did not let itself be left"

    def _is_at(self, index: int) -> bool:
        is_there: bool = self._ask()["currentIndex"] == index
        return is_there

    def _ask(self) -> dict[str, Any]:
        latest = time.monotonic() + _LONGEST_LOOK
        while True:
            try:
                answer: dict[str, Any] = self._tab.send("Page.getNavigationHistory")
            except Error:
                # Between two pages there is a moment without either.
                if time.monotonic() > latest:
                    raise
                time.sleep(0.02)
            else:
                return answer

    def _glance(self) -> Sight | None:
        """Read the screen; None in the moment between two pages."""
        try:
            answer = self._tab.send("Runtime.evaluate", {"expression": _SIGHT, "returnByValue": True})
        except Error:
            return None
        value = answer["result"].get("value")
        return None if value is None else Sight(value["address"], value["words"])


def is_of_the_portal(sight: Sight) -> bool:
    """Say whether anything else is seen than nothing, or another site's page, whole or still loading."""
    return not any(site.startswith(sight.words) for site in _OTHER_SITES)


def assert_nothing_of_the_portal(sights: "Iterable[Sight]") -> None:
    shown = list(sights)
    assert shown, "nothing was looked at"
    of_the_portal = [sight for sight in shown if is_of_the_portal(sight)]
    assert not of_the_portal, of_the_portal


def empty_page(phone: "Phone", path: str = "/") -> Sight:
    """Give what a page shows to anyone who opens it, with nothing typed."""
    phone.open(path)
    return Sight(phone.page.url, phone.page.evaluate(WORDS))


def apart_from(page: Sight, sights: "Iterable[Sight]") -> "list[Sight]":
    """Leave the empty sign-in page out, whole or still loading: without script its entry stays, and it answers."""
    return [sight for sight in sights if sight.address != page.address or not page.words.startswith(sight.words)]


def listed_titles(profile: Path) -> dict[str, str]:
    """Read the History database of a browser that has been closed: title by address."""
    copy = profile.parent / f"{profile.name}-history"
    shutil.copy(profile / "Default" / "History", copy)
    with closing(sqlite3.connect(copy)) as database:
        return dict(database.execute("SELECT url, title FROM urls"))
