"""A storm of sign-ins: some wait for their turn, the others are told at once, and everything else goes on answering."""

import dataclasses
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

import pytest

from survivor_portal.app import create_app
from survivor_portal.security.passphrases import PassphraseHasher
from survivor_portal.server import THREADS
from tests.cast import AMARA, browser_for, survivor_browser
from tests.security.holding import HeldArgon2

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from survivor_portal.actions.deps import Deps
    from survivor_portal.config import Config

AT_ONCE = 100
HELD = 12
"""Two strangers whose passphrases are checked, and ten who wait."""
LONG = 20
"""Seconds in which whatever waits for nobody has answered, however busy the machine is."""


@pytest.fixture
def argon2() -> Iterator[HeldArgon2]:
    held = HeldArgon2()
    yield held
    held.let.release(1000)


@pytest.fixture
def stormy(config: "Config", deps: "Deps", argon2: HeldArgon2) -> "Flask":
    """The portal as it is served, with a hasher whose turns last until they are let go."""
    return create_app(config, dataclasses.replace(deps, hasher=PassphraseHasher(argon2)))


def sign_in(app: "Flask", name: str) -> "TestResponse":
    client = browser_for(app)
    form = client.open("/").form("/").fill(sign_in_name=name, passphrase=AMARA.passphrase)
    return client.client.post("/", data=form.values)


def test_a_storm_leaves_threads_for_every_other_page_and_for_exit_now(
    app: "Flask", stormy: "Flask", argon2: HeldArgon2
) -> None:
    # Signed in before the storm, at a portal with the same databases.
    amara = browser_for(stormy).hold(**survivor_browser(app, AMARA).cookies())
    with ThreadPoolExecutor(THREADS) as server:
        storm = [server.submit(sign_in, stormy, f"name {number}") for number in range(AT_ONCE)]
        _until(storm, AT_ONCE - HELD)
        told = [answer.result() for answer in storm if answer.done()]
        others = [server.submit(amara.client.get, path) for path in ("/home", "/inbox", "/me", "/numbers", "/") * 5]
        seen = [answer.result(LONG) for answer in others]
        left = server.submit(amara.client.post, "/x").result(LONG)
        still_held = sum(not answer.done() for answer in storm)
        argon2.let.release(1000)
        outcomes = Counter(answer.result(LONG).status_code for answer in storm)

    assert Counter(answer.status_code for answer in told) == {503: AT_ONCE - HELD}
    assert all("name " in answer.text and int(answer.headers["Retry-After"]) > 0 for answer in told)
    assert Counter(answer.status_code for answer in seen) == {200: 20, 303: 5}
    # Those who are turned away together do not all come back together.
    assert len({answer.headers["Retry-After"] for answer in told}) > 3
    assert left.status_code == 303
    assert still_held == HELD
    # Nobody is called that: whoever had a turn is told so.
    assert outcomes == {503: AT_ONCE - HELD, 422: HELD}


def _until(answers: "list[Future[TestResponse]]", count: int) -> None:
    """Wait until so many have been answered."""
    done: set[Future[TestResponse]] = set()
    while len(done) < count:
        more, _ = wait(set(answers) - done, timeout=LONG, return_when="FIRST_COMPLETED")
        assert more
        done |= more
