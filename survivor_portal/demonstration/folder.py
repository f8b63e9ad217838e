"""A throw-away data folder with the invented cast in it."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from survivor_portal.actions.directory import import_directory
from survivor_portal.actions.opening import open_deps
from survivor_portal.actions.people import add_staff, add_survivor
from survivor_portal.actions.statements import NewApproval, record_approval
from survivor_portal.app import create_app
from survivor_portal.demonstration.cast import IMANI, STAFF, SURVIVORS
from survivor_portal.demonstration.lives import add_lives
from survivor_portal.installation import Settings, install
from survivor_portal.security.tokens import new_token
from survivor_portal.texts.consent.statements import CURRENT_VERSION, published_words

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps


@contextmanager
def throw_away_folder(settings: Settings, between_steps: Callable[[], None] = lambda: None) -> Iterator[Path]:
    """Make a folder with the cast, give the path of its configuration, and remove everything afterwards.

    What `between_steps` raises ends the making.
    """
    folder = Path(tempfile.mkdtemp(prefix="survivor-portal-demonstration-"))
    try:
        config_path = folder / "portal.toml"
        config = install(config_path, folder / "data", folder / "portal.key", settings)
        deps = open_deps(config)
        between_steps()
        people = add_cast(deps, between_steps)
        with create_app(config, deps).test_request_context():
            add_lives(deps, people)
        deps.storage.close()
        deps.key_ring.storage.close()
        yield config_path
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def add_cast(deps: "Deps", between_steps: Callable[[], None] = lambda: None) -> dict[str, str]:
    """Add the whole cast and the directory they find services in to an empty data folder; give references by name.

    What `between_steps` raises ends the adding.
    """
    import_directory(deps, Path(__file__).with_name("directory.json"))
    people: dict[str, str] = {}
    for survivor in SURVIVORS:
        between_steps()
        people[survivor.chosen_name] = add_survivor(deps, survivor)
    for member in STAFF:
        between_steps()
        people[member.name] = add_staff(deps, member)
    _approve_statements(deps, people[IMANI.name])
    return people


def _approve_statements(deps: "Deps", supervisor_id: str) -> None:
    """Let an invented translator have approved the statement in two languages; in Arabic, an interpreter is needed."""
    today = deps.clock().date()
    for language in ("en", "es"):
        words = published_words(CURRENT_VERSION, language)
        approval = NewApproval(
            new_token(deps.chance),
            words.version,
            language,
            words.digest,
            "Elena Prado",
            "an invented translator",
            today,
        )
        record_approval(deps, supervisor_id, approval, today)
