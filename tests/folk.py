"""Everybody who could ask for an address, each signed in, and the data folder put back after whatever they do."""

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.cast import AMARA, BELA, IMANI, RUTH, TOM, browser_for, staff_browser, survivor_browser

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from flask import Flask
    from werkzeug.test import TestResponse

    from survivor_portal.actions.deps import Deps
    from survivor_portal.config import Config
    from tests.browse import Browser
    from tests.timepiece import Timepiece

AUDIENCE_OF: Final = {
    "nobody": None,
    "her": "survivor",
    "another survivor": "survivor",
    "her advocate": "advocate",
    "another advocate": "advocate",
    "supervisor": "supervisor",
}
"""The roles, each with the audience it belongs to."""

WHO_ASKS: Final = {
    "public": "her",
    "survivor": "her",
    "advocate": "her advocate",
    "staff": "her advocate",
    "supervisor": "supervisor",
}
"""For each audience, one role of it that everything in the address belongs to."""

_NOTHING: Final[dict[str, str]] = {}


@dataclass
class Folk:
    """Everybody's cookies and form tokens, and the data folder as it was when they had just signed in."""

    app: "Flask"
    deps: "Deps"
    folder: "Path"
    held: dict[str, dict[str, str]]
    tokens: dict[tuple[str, bool], str]

    def browser(self, role: str) -> "Browser":
        """Give this role's browser as it was."""
        return browser_for(self.app).hold(**self.held[role])

    def token(self, role: str, place: str) -> str:
        """Give a form token that is good for this role at that place."""
        return self.tokens[role, is_at_the_desk(place)]

    def ask(
        self, role: str, method: str, place: str, headers: "Mapping[str, str]", sent: "Mapping[str, str]" = _NOTHING
    ) -> "TestResponse":
        """Ask as this role; what is posted carries a good form token."""
        data = {**sent, "csrf_token": self.token(role, place)} if method == "POST" else None
        return self.browser(role).client.open(place, method=method, headers=headers, data=data)

    def remember(self) -> None:
        """Note the data folder as it is."""
        self._close()
        shutil.rmtree(self._copy, ignore_errors=True)
        shutil.copytree(self.folder, self._copy)

    def restore(self) -> None:
        """Undo whatever was done since."""
        self._close()
        shutil.rmtree(self.folder)
        shutil.copytree(self._copy, self.folder)

    @property
    def _copy(self) -> "Path":
        return self.folder.with_name("as-it-was")

    def _close(self) -> None:
        self.deps.storage.close()
        self.deps.key_ring.storage.close()


def is_at_the_desk(path: str) -> bool:
    return path == "/desk" or path.startswith("/desk/")


def everybody(app: "Flask", deps: "Deps", config: "Config", timepiece: "Timepiece") -> Folk:
    """Sign everybody in, and note the data folder. Uses up the staff's codes of the moment."""
    browsers = {
        "nobody": browser_for(app),
        "her": survivor_browser(app, AMARA),
        "another survivor": survivor_browser(app, BELA),
        "her advocate": staff_browser(app, RUTH, timepiece),
        "another advocate": staff_browser(app, TOM, timepiece),
        "supervisor": staff_browser(app, IMANI, timepiece),
    }
    # On one more phone, so that there is something new that she may clear.
    survivor_browser(app, AMARA)
    tokens = {}
    for role, browser in browsers.items():
        tokens[role, False] = browser.open("/numbers").form("/language").values["csrf_token"]
        # Those signed in there are led from the sign-in form to their desk.
        tokens[role, True] = browser.open("/desk/sign-in").form("/desk/language").values["csrf_token"]
    found = Folk(app, deps, config.data_folder, {role: browser.cookies() for role, browser in browsers.items()}, tokens)
    found.remember()
    return found
