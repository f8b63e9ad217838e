"""A throw-away data folder with the invented cast in it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from survivor_portal.actions.directory import import_directory
from survivor_portal.actions.opening import open_deps
from survivor_portal.actions.people import add_staff, add_survivor
from survivor_portal.app import create_app
from survivor_portal.demonstration.cast import STAFF, SURVIVORS
from survivor_portal.demonstration.lives import add_lives
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
        people = add_cast(deps)
        with create_app(config, deps).test_request_context():
            add_lives(deps, people)
        deps.storage.close()
        deps.key_ring.storage.close()
        yield config_path
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def add_cast(deps: "Deps") -> dict[str, str]:
    """Add the whole cast and the directory they find services in to an empty data folder; give references by name."""
    import_directory(deps, Path(__file__).with_name("directory.json"))
    people: dict[str, str] = {survivor.chosen_name: add_survivor(deps, survivor) for survivor in SURVIVORS}
    return people | {member.name: add_staff(deps, member) for member in STAFF}
