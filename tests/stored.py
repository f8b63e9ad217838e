"""Looking into the databases from outside: every row there is, and every statement a request costs."""

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, select, text

from survivor_portal.models import Base
from survivor_portal.security.keyring import KEYS_METADATA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from survivor_portal.actions.deps import Deps
    from survivor_portal.config import Config
    from survivor_portal.storage import Storage

Rows = dict[str, frozenset[tuple[Any, ...]]]


def all_rows(deps: "Deps") -> Rows:
    """Give every row of every table of both databases, to compare before and after."""
    rows: Rows = {}
    for storage, metadata in ((deps.storage, Base.metadata), (deps.key_ring.storage, KEYS_METADATA)):
        with storage.read() as connection:
            for table in metadata.sorted_tables:
                rows[table.name] = frozenset(tuple(map(_hashable, row)) for row in connection.execute(select(table)))
    return rows


def _hashable(value: Any) -> Any:  # noqa: ANN401 (whatever a column holds)
    return json.dumps(value, sort_keys=True) if isinstance(value, list | dict) else value


def take_away(deps: "Deps", config: "Config") -> None:
    """Take both databases away from the running portal."""
    deps.storage.close()
    deps.key_ring.storage.close()
    config.data_folder.rename(config.data_folder.with_name("elsewhere"))


@dataclass
class Statements:
    """The SQL statements sent since it was last cleared: reads and writes of both databases, without BEGIN."""

    sent: list[str] = field(default_factory=list)

    def clear(self) -> None:
        """Forget them."""
        self.sent.clear()

    def note(self, *execution: Any) -> None:  # noqa: ANN401 (SQLAlchemy's own arguments)
        """Take one down, as SQLAlchemy announces it before it is sent."""
        _connection, _cursor, statement, *_ = execution
        if not statement.startswith("BEGIN"):
            self.sent.append(statement)


@contextmanager
def noted_statements(deps: "Deps") -> "Iterator[Statements]":
    """Note every statement sent to either database."""
    statements = Statements()
    engines = [*_engines(deps.storage), *_engines(deps.key_ring.storage)]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", statements.note)
    try:
        yield statements
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", statements.note)


def _engines(storage: "Storage") -> "tuple[Engine, Engine]":
    return storage.reader, storage.writer


@contextmanager
def lost_table(storage: "Storage", table: str) -> "Iterator[None]":
    """Take a table away for a while, as a database does that was not brought back whole."""
    _rename(storage, table, "elsewhere")
    try:
        yield
    finally:
        # The next test on PostgreSQL is given this database, emptied of rows alone.
        _rename(storage, "elsewhere", table)


def _rename(storage: "Storage", table: str, name: str) -> None:
    with storage.write() as session:
        session.execute(text(f"ALTER TABLE {table} RENAME TO {name}"))
        session.commit()
