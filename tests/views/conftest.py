"""Browsers for the tests of views: one that holds nothing, and one for each of the cast, signed in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from survivor_portal.actions.deps import Deps
from tests import cast
from tests.browse import Browser
from tests.cast import browser_for, staff_browser, survivor_browser
from tests.killed import Server, new_server
from tests.stored import Statements, noted_statements
from tests.timepiece import Timepiece


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser in which nobody is signed in."""
    return browser_for(app)


@pytest.fixture
def amara(app: Flask) -> Browser:
    """Amara's browser: her own phone, in English."""
    return survivor_browser(app, cast.AMARA)


@pytest.fixture
def lucia(app: Flask) -> Browser:
    """Lucía's browser, in Spanish."""
    return survivor_browser(app, cast.LUCIA)


@pytest.fixture
def nour(app: Flask) -> Browser:
    """Nour's browser, in Arabic."""
    return survivor_browser(app, cast.NOUR)


@pytest.fixture
def ruth(app: Flask, timepiece: Timepiece) -> Browser:
    """Ruth's browser: an advocate."""
    return staff_browser(app, cast.RUTH, timepiece)


@pytest.fixture
def imani(app: Flask, timepiece: Timepiece) -> Browser:
    """Imani's browser: the supervisor."""
    return staff_browser(app, cast.IMANI, timepiece)


@pytest.fixture
def statements(deps: Deps) -> Iterator[Statements]:
    """Every SQL statement the portal sends while the test runs."""
    with noted_statements(deps) as noted:
        yield noted


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A portal with nobody in it, not started yet."""
    running = new_server(tmp_path)
    yield running
    running.kill()
