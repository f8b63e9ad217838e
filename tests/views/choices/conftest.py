"""Who and what the tests of this folder stand on."""

from typing import TYPE_CHECKING

import pytest
from flask import Flask

from survivor_portal.actions.cases import assign
from survivor_portal.actions.people import add_survivor
from tests.browse import Browser
from tests.caseload import Caseload, make_caseload
from tests.cast import survivor_browser
from tests.views.choices.reading import WREN

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from tests.timepiece import Timepiece


@pytest.fixture
def her(deps: "Deps") -> str:
    """A survivor who has chosen nothing yet."""
    return add_survivor(deps, WREN)


@pytest.fixture
def wren(app: Flask, her: str) -> Browser:
    """Her browser."""
    assert her
    return survivor_browser(app, WREN)


@pytest.fixture
def caseload(deps: "Deps", timepiece: "Timepiece", her: str) -> Caseload:
    """Esther's caseload, with her on it."""
    made = make_caseload(deps, timepiece)
    assign(deps, her, made.advocate)
    return made
