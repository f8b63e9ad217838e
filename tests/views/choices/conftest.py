"""Who and what the tests of this folder stand on."""

from typing import TYPE_CHECKING

import pytest
from flask import Flask

from survivor_portal.actions.people import add_survivor
from tests.browse import Browser
from tests.cast import survivor_browser

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
from tests.views.choices.reading import WREN


@pytest.fixture
def her(deps: "Deps") -> str:
    """A survivor who has chosen nothing yet."""
    return add_survivor(deps, WREN)


@pytest.fixture
def wren(app: Flask, her: str) -> Browser:
    """Her browser."""
    assert her
    return survivor_browser(app, WREN)
