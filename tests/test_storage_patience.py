"""A write waits for other writers as long as it was told to, and then says so."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from survivor_portal.storage import Storage, WriterBusyError, open_storage

pytest_plugins = ("tests.postgres",)

BRIEF = timedelta(milliseconds=50)
FAR_TOO_LONG = 5.0
"""Seconds: half of what a write usually waits."""


@pytest.fixture
def storage(empty_database: str) -> Iterator[Storage]:
    """A database with one counter, on SQLite and on PostgreSQL."""
    storage = open_storage(empty_database)
    with storage.write() as session:
        session.execute(text("CREATE TABLE counter (value INTEGER NOT NULL)"))
        session.execute(text("INSERT INTO counter VALUES (0)"))
        session.commit()
    yield storage
    storage.close()


def count(storage: Storage, patience: timedelta | None = None) -> None:
    with storage.write() if patience is None else storage.write(patience=patience) as session:
        session.execute(text("UPDATE counter SET value = value + 1"))
        session.commit()


def counted(storage: Storage) -> int:
    with storage.read() as connection:
        value: int = connection.execute(text("SELECT value FROM counter")).scalar_one()
        return value


@contextmanager
def somebody_writing(storage: Storage) -> Iterator[Event]:
    """Hold the counter in another thread, until the event is set or the block ends."""
    writes, may_end = Event(), Event()

    def write() -> None:
        with storage.write() as session:
            session.execute(text("UPDATE counter SET value = value + 10"))
            writes.set()
            assert may_end.wait(30)
            session.commit()

    with ThreadPoolExecutor(1) as threads:
        writer = threads.submit(write)
        assert writes.wait(10)
        try:
            yield may_end
        finally:
            may_end.set()
            writer.result(10)


@pytest.mark.parametrize("another_program", [False, True])
def test_a_write_in_a_hurry_soon_gives_up_and_changes_nothing(storage: Storage, *, another_program: bool) -> None:
    other = open_storage(storage.writer.url.render_as_string(hide_password=False))
    with somebody_writing(other if another_program else storage):
        began = monotonic()
        with pytest.raises(SQLAlchemyError) as caught:
            count(storage, BRIEF)
        assert monotonic() - began < FAR_TOO_LONG
    other.close()

    assert isinstance(caught.value, WriterBusyError | OperationalError)
    assert counted(storage) == 10


def test_hurry_is_one_writes_alone(storage: Storage) -> None:
    other = open_storage(storage.writer.url.render_as_string(hide_password=False))
    count(storage, BRIEF)

    with somebody_writing(other) as may_end, ThreadPoolExecutor(1) as threads:
        patient = threads.submit(count, storage)
        # Far longer than the one before was to wait.
        assert not patient.done()
        with pytest.raises(TimeoutError):
            patient.result(BRIEF.total_seconds() * 6)
        may_end.set()
        patient.result(10)
    other.close()

    assert counted(storage) == 12


def test_who_gave_up_waiting_holds_nobody_else_up(tmp_path: Path) -> None:
    storage = open_storage(f"sqlite:///{tmp_path / 'counted.db'}")
    with storage.write() as session:
        session.execute(text("CREATE TABLE counter (value INTEGER NOT NULL)"))
        session.execute(text("INSERT INTO counter VALUES (0)"))
        session.commit()
    with somebody_writing(storage), pytest.raises(WriterBusyError):
        count(storage, BRIEF)

    count(storage, BRIEF)

    assert counted(storage) == 11
    storage.close()
