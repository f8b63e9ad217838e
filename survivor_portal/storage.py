"""Opening a database the way this portal needs it, and reading and writing through it."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from sqlite3 import OperationalError
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from sqlite3 import Connection as SqliteConnection

PATIENCE: Final = timedelta(seconds=10)
"""How long a write waits for each lock that another writer holds."""

WHEN_SET_BACK: Final = "when_set_back"
"""Under which a session that writes carries `Storage.when_set_back`."""

WriteDown = Callable[[Session, datetime, datetime], None]
"""Is given the transaction, the newest moment noted so far, and the moment it is now."""

_PATIENCE_OPTION: Final = "survivor_portal_patience"


class WriterBusyError(SQLAlchemyError):
    """Other writers held the database for longer than this one was to wait."""


@dataclass(frozen=True, slots=True)
class Storage:
    """One database, opened twice: for reads that cannot write, and for writes that are all or nothing.

    On SQLite a write takes the database's one writer lock when it begins, because a transaction that reads first and
    asks for the lock later fails under concurrency instead of waiting; inside this process writers queue on a lock of
    our own, which is fair where SQLite's busy back-off is not.
    """

    reader: Engine
    writer: Engine
    _queue: "Lock | None"
    when_set_back: list[WriteDown] = field(default_factory=list)
    """What writes down, in the transaction that finds the clock set back, what is not to come back to life by it."""

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection on which every statement sees the latest committed rows, and none can change them."""
        with self.reader.connect() as connection:
            yield connection

    @contextmanager
    def write(self, *, patience: timedelta = PATIENCE) -> Iterator[Session]:
        """Give a session whose changes are kept only if the caller commits it.

        `patience` is how long to wait for each lock that another writer holds. Raises `WriterBusyError` or
        `sqlalchemy.exc.OperationalError` when one does not come free in that time.
        """
        with self._turn(patience):
            # The usual patience goes without saying, at no cost.
            usual = patience == PATIENCE
            writer = self.writer if usual else self.writer.execution_options(**{_PATIENCE_OPTION: patience})
            with Session(writer, expire_on_commit=False, info={WHEN_SET_BACK: self.when_set_back}) as session:
                yield session

    @contextmanager
    def _turn(self, patience: timedelta) -> Iterator[None]:
        if self._queue is None:
            yield
            return
        if not self._queue.acquire(timeout=patience.total_seconds()):
            raise WriterBusyError
        try:
            yield
        finally:
            self._queue.release()

    def empty_log(self) -> bool:
        """Bring what was deleted down to the disk, where its pages are zeroed, and leave nothing in the log.

        Says whether it was done: another process that reads all the while can be in the way, and then the next call
        does it. Nothing to do on PostgreSQL, which keeps house by itself.
        """
        if self._queue is None:
            return True
        # Beside SQLAlchemy, which would begin a transaction: inside one, no log can be emptied.
        with self._turn(PATIENCE), closing(self.writer.raw_connection()) as connection:
            busy, _, _ = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def write_anew(self) -> bool:
        """Write the file anew and empty the log: SQLite zeroes what is deleted, but not every copy its pages shed.

        For a small database only. Says whether it was done, as `empty_log` does; nothing to do on PostgreSQL.
        """
        if self._queue is None:
            return True
        try:
            with self._turn(PATIENCE), closing(self.writer.raw_connection()) as connection:
                connection.cursor().execute("VACUUM")
        except OperationalError:
            return False
        return self.empty_log()

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
        writer = create_engine(url, pool_pre_ping=True, **options)
        event.listen(writer, "begin", _limit_waiting)
        return Storage(reader, writer, None)
    reader = create_engine(url, isolation_level="AUTOCOMMIT", **options)
    event.listen(reader, "connect", _prepare_sqlite_reader)
    writer = create_engine(url, **options)
    event.listen(writer, "connect", _prepare_sqlite_writer)
    event.listen(writer, "begin", _begin_immediately)
    return Storage(reader, writer, Lock())


def _prepare_sqlite_writer(dbapi: "SqliteConnection", _record: Any) -> None:  # noqa: ANN401 (SQLAlchemy's own record)
    # The driver must not begin transactions of its own: _begin_immediately does.
    dbapi.isolation_level = None
    dbapi.execute(f"PRAGMA busy_timeout = {_milliseconds(PATIENCE)}")
    dbapi.execute("PRAGMA journal_mode = WAL")
    dbapi.execute("PRAGMA synchronous = FULL")
    dbapi.execute("PRAGMA foreign_keys = ON")
    dbapi.execute("PRAGMA secure_delete = ON")


def _prepare_sqlite_reader(dbapi: "SqliteConnection", record: Any) -> None:  # noqa: ANN401 (SQLAlchemy's own record)
    _prepare_sqlite_writer(dbapi, record)
    dbapi.execute("PRAGMA query_only = ON")


def _begin_immediately(connection: Connection) -> None:
    # A setting of the connection, which the pool hands on: it is said anew each time.
    _say(connection, f"PRAGMA busy_timeout = {_patience_of(connection)}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _limit_waiting(connection: Connection) -> None:
    # Ends with the transaction.
    _say(connection, f"SET LOCAL lock_timeout = {_patience_of(connection)}")


def _say(connection: Connection, setting: str) -> None:
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(setting)


def _patience_of(connection: Connection) -> int:
    return _milliseconds(connection.get_execution_options().get(_PATIENCE_OPTION, PATIENCE))


def _milliseconds(span: timedelta) -> int:
    return int(span / timedelta(milliseconds=1))
