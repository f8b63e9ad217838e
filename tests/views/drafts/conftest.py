"""Wren and who looks after her, each in a browser of their own."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.people import add_staff
from tests.caseload import ESTHER, Caseload, make_caseload
from tests.cast import staff_browser
from tests.lives import ODILE
from tests.views.drafts.reading import signed_in

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.timepiece import Timepiece


@pytest.fixture
def caseload(deps: "Deps", timepiece: "Timepiece") -> Caseload:
    """Esther's caseload."""
    return make_caseload(deps, timepiece)


@pytest.fixture
def her(caseload: Caseload) -> str:
    """Wren's reference."""
    return caseload.add("Wren")


@pytest.fixture
def browsers(app: "Flask", deps: "Deps", her: str, timepiece: "Timepiece") -> "dict[str, Browser]":
    """Wren's browser, her advocate's, and a supervisor's who has just shown a factor."""
    assert her
    add_staff(deps, ODILE)
    return {
        "her": signed_in(app),
        "advocate": staff_browser(app, ESTHER, timepiece),
        "supervisor": staff_browser(app, ODILE, timepiece),
    }
