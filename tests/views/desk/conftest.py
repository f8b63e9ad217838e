"""Who and what the tests of this folder stand on."""

from typing import TYPE_CHECKING

import pytest

from tests.caseload import ESTHER, Caseload, make_caseload
from tests.cast import staff_browser

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.timepiece import Timepiece


@pytest.fixture
def caseload(deps: "Deps", timepiece: "Timepiece") -> Caseload:
    """Esther's caseload, with nobody on it yet."""
    return make_caseload(deps, timepiece)


@pytest.fixture
def esther(app: "Flask", caseload: Caseload, timepiece: "Timepiece") -> "Browser":
    """Esther's browser."""
    assert caseload.advocate
    return staff_browser(app, ESTHER, timepiece)


@pytest.fixture
def wren(caseload: Caseload) -> str:
    """Wren, who has set nothing yet."""
    return caseload.add("Wren", "es")
