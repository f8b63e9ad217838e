"""Who and what the tests of this folder stand on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from survivor_portal.actions.opening import open_deps
from survivor_portal.installation import Settings, install
from tests.actions.directory_import.reading import Empty
from tests.conftest import quick_hasher
from tests.timepiece import Timepiece


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Empty]:
    """A data folder that was just made."""
    config_path, timepiece = tmp_path / "portal.toml", Timepiece()
    config = install(config_path, tmp_path / "data", tmp_path / "portal.key", Settings(demonstration=True))
    deps = open_deps(config, clock=timepiece, hasher=quick_hasher())
    yield Empty(config_path, deps, timepiece)
    deps.storage.close()
    deps.key_ring.storage.close()
