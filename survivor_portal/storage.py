"""Opening a database the way this portal needs it, and reading and writing through it."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from sqlite3 import Connection as SqliteConnection

_BUSY_MILLISECONDS = 10_000


@dataclass(frozen=True, slots=True)
class Storage:
    """One database, opened twice: for reads that cannot write, and for writes that are all or nothing.

    On SQLite a write takes the database's one writer lock when it begins, because a transaction that reads first and
    asks for the lock later fails under concurrency instead of waiting; inside this process writers queue on a lock of
    our own, which is fair where SQLite's busy back-off is not.
    """

    reader: Engine
    writer: Engine
    _queue: "AbstractContextManager[object]"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection on which every statement sees the latest committed rows, and none can change them."""
        with self.reader.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give a session whose changes are kept only if the caller commits it."""
        with self._queue, Session(self.writer, expire_on_commit=False) as session:
            yield session

    def close(self) -> None:
        """Let go of every connection."""
        self.reader.dispose()
        self.writer.dispose()


def open_storage(url: str) -> Storage:
    """Open the database at an SQLAlchemy address: SQLite in a file, or PostgreSQL.

    Nothing is asked of it yet. Raises `sqlalchemy.exc.ArgumentError` for what is no address.
    """
    # An exception that quoted a statement's values would carry a person into the log.
    options: dict[str, Any] = {"hide_parameters": True}
    if make_url(url).get_backend_name() != "sqlite":
        read_only = {"options": "-c default_transaction_read_only=on"}
        reader = create_engine(url, isolation_level="AUTOCOMMIT", pool_pre_ping=True, connect_args=read_only, **options)
        return Storage(reader, create_engine(url, pool_pre_ping=True, **options), nullcontext())
    reader = create_engine(url, isolation_level="AUTOCOMMIT", **options)
    event.listen(reader, "connect", _prepare_sqlite_reader)
    writer = create_engine(url, **options)
    event.listen(writer, "connect", _prepare_sqlite_writer)
    event.listen(writer, "begin", _begin_immediately)
    return Storage(reader, writer, Lock())


def _prepare_sqlite_writer(dbapi: "SqliteConnection", _record: Any) -> None:  # noqa: ANN401 (SQLAlchemy's own record)
    # The driver must not begin transactions of its own: _begin_immediately does.
    dbapi.isolation_level = None
    dbapi.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
    dbapi.execute("PRAGMA journal_mode = WAL")
    dbapi.execute("PRAGMA synchronous = FULL")
    dbapi.execute("PRAGMA foreign_keys = ON")
    dbapi.execute("PRAGMA secure_delete = ON")


def _prepare_sqlite_reader(dbapi: "SqliteConnection", record: Any) -> None:  # noqa: ANN401 (SQLAlchemy's own record)
    _prepare_sqlite_writer(dbapi, record)
    dbapi.execute("PRAGMA query_only = ON")


def _begin_immediately(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
