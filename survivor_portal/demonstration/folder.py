"""A throw-away data folder with the invented cast in it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from survivor_portal.actions.opening import open_deps
from survivor_portal.actions.people import add_staff, add_survivor
from survivor_portal.demonstration.cast import STAFF, SURVIVORS
from survivor_portal.installation import Settings, install

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps


@contextmanager
def throw_away_folder(settings: Settings) -> Iterator[Path]:
    """Make a folder with the cast, give the path of its configuration, and remove everything afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="survivor-portal-demonstration-"))
    try:
        config_path = folder / "portal.toml"
        config = install(config_path, folder / "data", folder / "portal.key", settings)
        deps = open_deps(config)
        add_cast(deps)
        deps.storage.close()
        deps.key_ring.storage.close()
        yield config_path
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def add_cast(deps: "Deps") -> None:
    """Add the whole cast to an empty data folder."""
    for survivor in SURVIVORS:
        add_survivor(deps, survivor)
    for member in STAFF:
        add_staff(deps, member)
