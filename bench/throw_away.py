"""A portal with the invented cast in this very process, gone afterwards, and a browser that sends its forms."""

import re
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from argon2 import PasswordHasher

from survivor_portal.actions.opening import open_deps
from survivor_portal.app import create_app
from survivor_portal.demonstration.folder import add_cast
from survivor_portal.installation import Settings, install
from survivor_portal.security.passphrases import PassphraseHasher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from survivor_portal.security.clock import Clock

_TOKEN: Final = re.compile(r'name="csrf_token" value="([^"]+)"')
_CHEAP: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@contextmanager
def throw_away_portal(clock: "Clock", *, is_cheap: bool) -> "Iterator[Flask]":
    """Give an application with the cast in it; `is_cheap` makes hashing cost almost nothing."""
    with TemporaryDirectory(prefix="survivor-portal-bench-") as home:
        folder = Path(home)
        config = install(folder / "portal.toml", folder / "data", folder / "portal.key", Settings(demonstration=True))
        hasher = PassphraseHasher(_CHEAP) if is_cheap else PassphraseHasher()
        deps = open_deps(config, clock=clock, hasher=hasher)
        add_cast(deps)
        yield create_app(config, deps)
        deps.storage.close()
        deps.key_ring.storage.close()


class Visitor:
    """One browser on the first page, with what its form has to carry."""

    def __init__(self, app: "Flask") -> None:
        """Open the first page."""
        self._client: FlaskClient = app.test_client()
        found = _TOKEN.search(self._client.get("/").text)
        if found is None:
            msg = "the first page has no form"
            raise LookupError(msg)
        self._token = found[1]

    def sign_in(self, sign_in_name: str, passphrase: str, **answers: str) -> "TestResponse":
        """Send the form on the first page."""
        typed = {"csrf_token": self._token, "sign_in_name": sign_in_name, "passphrase": passphrase, **answers}
        return self._client.post("/", data=typed)

    def ask_to_get_in(self, sign_in_name: str) -> "TestResponse":
        """Send the form of whoever cannot sign in."""
        return self._client.post("/recover", data={"csrf_token": self._token, "sign_in_name": sign_in_name})

    def sign_out(self) -> None:
        """Forget everything but that this phone is known, as Exit now leaves it, and open the first page again."""
        self._client.post("/x")
        self._client.delete_cookie("__Host-gone", path="/")
        found = _TOKEN.search(self._client.get("/").text)
        if found is None:
            msg = "the first page has no form"
            raise LookupError(msg)
        self._token = found[1]
