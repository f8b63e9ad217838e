"""Wren, who has lived with the portal for a while, and those who help."""

import pytest
from flask import Flask

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.people import NewSurvivor
from tests.browse import Browser
from tests.caseload import ESTHER, PASSPHRASE
from tests.cast import BELA, browser_for, staff_browser, survivor_browser
from tests.lives import Life, make_life
from tests.timepiece import Timepiece

WREN = NewSurvivor("Wren", "Wren field 12", PASSPHRASE, "en")


@pytest.fixture
def life(deps: Deps, timepiece: Timepiece) -> Life:
    """Everything of Wren's."""
    return make_life(deps, timepiece)


@pytest.fixture
def wren(app: Flask, life: Life) -> Browser:  # noqa: ARG001 (she is there because of it)
    """Wren's own phone."""
    return survivor_browser(app, WREN)


@pytest.fixture
def second_phone(app: Flask, life: Life) -> Browser:  # noqa: ARG001 (as above)
    """Another phone on which she is signed in."""
    return survivor_browser(app, WREN)


@pytest.fixture
def esther(app: Flask, life: Life, timepiece: Timepiece) -> Browser:  # noqa: ARG001 (as above)
    """Her advocate's browser."""
    return staff_browser(app, ESTHER, timepiece)


@pytest.fixture
def nobody(app: Flask) -> Browser:
    """A browser in which nobody is signed in."""
    return browser_for(app)


@pytest.fixture
def bela(app: Flask) -> Browser:
    """Bela's browser: nothing is set yet."""
    return survivor_browser(app, BELA)
