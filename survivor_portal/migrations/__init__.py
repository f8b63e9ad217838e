"""Bringing a database to the shape the models describe, and back.

There are two histories, `data` and `keys`, since the two databases live and are backed up apart.
"""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

if TYPE_CHECKING:
    from sqlalchemy import Engine


class History(StrEnum):
    """Which of the two databases' histories."""

    DATA = "data"
    KEYS = "keys"


def upgrade(engine: "Engine", history: History, revision: str = "head") -> None:
    """Bring a database up to a revision, in one transaction: wholly or not at all."""
    with engine.begin() as connection:
        config = _alembic(history)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def downgrade(engine: "Engine", history: History, revision: str) -> None:
    """Take a database back to a revision ("base" for empty), in one transaction."""
    with engine.begin() as connection:
        config = _alembic(history)
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def is_current(engine: "Engine", history: History) -> bool:
    """Say whether a database stands at the newest revision."""
    with engine.connect() as connection:
        stands_at = MigrationContext.configure(connection).get_current_revision()
    return stands_at == ScriptDirectory.from_config(_alembic(history)).get_current_head()


def revisions(history: History) -> list[str]:
    """Give a history's revisions, oldest first."""
    script = ScriptDirectory.from_config(_alembic(history))
    return [step.revision for step in reversed(list(script.walk_revisions()))]


def _alembic(history: History) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(Path(__file__).parent / history))
    config.set_main_option("path_separator", "os")
    return config
