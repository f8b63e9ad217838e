"""Who and what the tests of this folder stand on."""

from pathlib import Path

import pytest
from flask import Flask

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.directory import import_directory, services_by_need
from survivor_portal.actions.options import pick_service
from survivor_portal.actions.people import add_survivor
from survivor_portal.domain.taxonomy import Need
from tests.browse import Browser
from tests.cast import survivor_browser
from tests.hsds import service, written
from tests.views.services.reading import WREN


@pytest.fixture
def her(deps: Deps) -> str:
    """A survivor with nothing on her list."""
    return add_survivor(deps, WREN)


@pytest.fixture
def wren(app: Flask, her: str) -> Browser:
    """Her browser."""
    assert her
    return survivor_browser(app, WREN)


@pytest.fixture
def listed(deps: Deps, tmp_path: Path) -> list[str]:
    """Seven services that help with housing, and one that helps with nothing known."""
    import_directory(deps, written(tmp_path, *map(service, range(1, 8)), service(8, attributes=[])))
    housing = [card.id for card in services_by_need(deps, Need.HOUSING).cards if card.name.startswith("Service 0")]
    return [*housing, *(card.id for card in services_by_need(deps, None).cards)]


@pytest.fixture
def option(deps: Deps, her: str, listed: list[str]) -> str:
    """One option on her list."""
    return pick_service(deps, her, listed[0])
