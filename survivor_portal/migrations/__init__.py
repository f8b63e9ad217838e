"""Bringing a database to the shape the models describe, and back.

There are two histories, `data` and `keys`, since the two databases live and are backed up apart.
"""

from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine


class History(StrEnum):
    """Which of the two databases' histories."""

    DATA = "data"
    KEYS = "keys"


def upgrade(engine: "Engine", history: History, revision: str = "head") -> None:
    """Bring a database up to a revision, in one transaction: wholly or not at all.

    Raises `BrokenLinksError` rather than leave a row that points to nothing.
    """
    with _in_one_transaction(engine, history) as config:
        command.upgrade(config, revision)


def downgrade(engine: "Engine", history: History, revision: str) -> None:
    """Take a database back to a revision ("base" for empty), in one transaction. Raises `BrokenLinksError`."""
    with _in_one_transaction(engine, history) as config:
        command.downgrade(config, revision)


class BrokenLinksError(Exception):
    """A migration would have left rows that point to nothing; nothing was changed."""


@contextmanager
def _in_one_transaction(engine: "Engine", history: History) -> "Iterator[AlembicConfig]":
    config = _alembic(history)
    with engine.connect() as connection, _links_unwatched(connection), connection.begin():
        config.attributes["connection"] = connection
        yield config
        if _is_sqlite(connection) and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
            raise BrokenLinksError


@contextmanager
def _links_unwatched(connection: "Connection") -> "Iterator[None]":
    """Stop SQLite from following links while tables are copied.

    It alters a table by dropping the old copy, and a watched link would delete every row that points into it. The
    switch works outside a transaction only.
    """
    if not _is_sqlite(connection):
        yield
        return
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        # Whoever interrupts closes the connection, and the switch with it.
        if not connection.invalidated:
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.close()


def _is_sqlite(connection: "Connection") -> bool:
    return connection.dialect.name == "sqlite"


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
