"""The database is opened so that writes are all or nothing, never fail for being many, and reads never wait."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Barrier
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, String, bindparam, create_engine, literal, select, text
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError

from survivor_portal.models.base import Moment, Sealed
from survivor_portal.security.encryption import Envelope
from survivor_portal.storage import Storage, open_storage

pytest_plugins = ("tests.postgres",)

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "foreign_keys": 1,
    "secure_delete": 1,
    "busy_timeout": 10_000,
}


@pytest.fixture
def storage(empty_database: str) -> Iterator[Storage]:
    """A database with one table of one counter, on SQLite and on PostgreSQL."""
    storage = open_storage(empty_database)
    prepare(storage)
    yield storage
    storage.close()


@pytest.fixture
def sqlite_address(tmp_path: Path) -> str:
    """The address of such a database on SQLite."""
    address = f"sqlite:///{tmp_path / 'counted.db'}"
    storage = open_storage(address)
    prepare(storage)
    storage.close()
    return address


def prepare(storage: Storage) -> None:
    with storage.write() as session:
        session.execute(text("CREATE TABLE counter (id INTEGER PRIMARY KEY, value INTEGER NOT NULL)"))
        session.execute(text("CREATE TABLE child (counter_id INTEGER NOT NULL REFERENCES counter (id))"))
        session.execute(text("INSERT INTO counter VALUES (1, 0)"))
        session.commit()


def counted(storage: Storage) -> int:
    with storage.read() as connection:
        value: int = connection.execute(text("SELECT value FROM counter WHERE id = 1")).scalar_one()
        return value


def count_one_more(storage: Storage) -> None:
    """Read, then write what was read plus one: what a plain BEGIN fails at under concurrency."""
    with storage.write() as session:
        value = session.execute(text("SELECT value FROM counter WHERE id = 1")).scalar_one()
        session.execute(text("UPDATE counter SET value = :value WHERE id = 1"), {"value": value + 1})
        session.commit()


# Only one connection at a time can write, and a writer's begins with that.
@pytest.mark.parametrize(("side", "at_once"), [("reader", 3), ("writer", 1)])
def test_every_connection_to_sqlite_is_set_as_security_asks(sqlite_address: str, side: str, at_once: int) -> None:
    storage = open_storage(sqlite_address)
    engine: Engine = getattr(storage, side)

    with ExitStack() as stack:
        for connection in [stack.enter_context(engine.connect()) for _ in range(at_once)]:
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in (*PRAGMAS, "query_only")}
            assert found == {**PRAGMAS, "query_only": int(side == "reader")}
    storage.close()


def test_nothing_can_be_changed_through_a_reader(storage: Storage) -> None:
    with storage.read() as connection, pytest.raises(DBAPIError):
        connection.execute(text("UPDATE counter SET value = 7"))
    with storage.read() as connection, pytest.raises(DBAPIError):
        connection.execute(text("CREATE TABLE another (id INTEGER)"))

    assert counted(storage) == 0


def test_a_write_takes_the_one_writer_lock_of_sqlite_before_it_reads(sqlite_address: str) -> None:
    storage = open_storage(sqlite_address)
    another_program = create_engine(sqlite_address, connect_args={"timeout": 0, "isolation_level": None})

    with storage.write() as session:
        session.execute(text("SELECT value FROM counter"))
        with another_program.connect() as connection, pytest.raises(OperationalError, match="locked"):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    with another_program.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    another_program.dispose()
    storage.close()


def test_what_was_not_committed_leaves_nothing(storage: Storage) -> None:
    with storage.write() as session:
        session.execute(text("UPDATE counter SET value = 7"))

    assert counted(storage) == 0


def test_a_write_that_fails_half_way_leaves_nothing_and_lets_the_next_one_in(storage: Storage) -> None:
    def fail_half_way() -> None:
        with storage.write() as session:
            session.execute(text("UPDATE counter SET value = 7"))
            session.execute(text("INSERT INTO counter VALUES (1, 8)"))

    with pytest.raises(DBAPIError):
        fail_half_way()

    assert counted(storage) == 0
    count_one_more(storage)
    assert counted(storage) == 1


def test_a_row_that_points_nowhere_is_refused(storage: Storage) -> None:
    with storage.write() as session, pytest.raises(DBAPIError):
        session.execute(text("INSERT INTO child VALUES (99)"))


@pytest.mark.slow
@pytest.mark.parametrize("programs", [1, 2], ids=["one program", "two programs"])
def test_of_2000_concurrent_read_then_writes_none_is_locked_out_and_none_is_lost(
    sqlite_address: str, programs: int
) -> None:
    storages = [open_storage(sqlite_address) for _ in range(programs)]
    start = Barrier(8)

    def count(storage: Storage) -> None:
        start.wait()
        for _ in range(250):
            count_one_more(storage)

    with ThreadPoolExecutor(8) as threads:
        outcomes = [threads.submit(count, storages[number % programs]) for number in range(8)]
    problems = [outcome.exception() for outcome in outcomes if outcome.exception()]

    assert problems == []
    assert counted(storages[0]) == 2000
    for storage in storages:
        storage.close()


def test_a_reader_never_waits_for_a_writer_and_sees_only_what_was_committed(storage: Storage) -> None:
    with storage.write() as session:
        session.execute(text("UPDATE counter SET value = 7"))
        asked_at = monotonic()
        assert counted(storage) == 0
        assert monotonic() - asked_at < 1
        session.commit()

    assert counted(storage) == 7


def test_a_writer_never_waits_for_a_reader_whose_next_statement_sees_the_new_rows(storage: Storage) -> None:
    with storage.read() as connection:
        before = connection.execute(text("SELECT value FROM counter")).scalar()
        asked_at = monotonic()
        count_one_more(storage)
        assert monotonic() - asked_at < 1
        after = connection.execute(text("SELECT value FROM counter")).scalar()

    assert (before, after) == (0, 1)


def test_a_moment_without_a_zone_is_refused(storage: Storage) -> None:
    naive = datetime(2026, 5, 12, 9, 30)  # noqa: DTZ001 (the mistake under test)

    with storage.read() as connection, pytest.raises(StatementError) as caught:
        connection.execute(select(literal(naive, Moment)))

    assert isinstance(caught.value.orig, ValueError)


@pytest.fixture(scope="module")
def shared_storage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storage]:
    """An empty database that the examples of a property share."""
    storage = open_storage(f"sqlite:///{tmp_path_factory.mktemp('shared') / 'shared.db'}")
    yield storage
    storage.close()


@settings(deadline=None)
@given(
    moment=st.datetimes(
        datetime(2, 1, 1),  # noqa: DTZ001 (bounds are naive by contract)
        datetime(9998, 1, 1),  # noqa: DTZ001 (as above)
        timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
    )
)
def test_a_moment_comes_back_as_the_same_moment_in_utc(shared_storage: Storage, moment: datetime) -> None:
    with shared_storage.read() as connection:
        found = connection.execute(select(literal(moment, Moment))).scalar_one()

    assert found == moment
    assert found.tzinfo is UTC


def test_a_moment_is_the_same_on_every_kind_of_database(storage: Storage) -> None:
    moment = datetime(2026, 5, 12, 9, 30, 11, 123456, tzinfo=timezone(timedelta(hours=-7)))

    with storage.read() as connection:
        found = connection.execute(select(literal(moment, Moment))).scalar_one()

    assert (found, found.tzinfo) == (moment, UTC)


@pytest.mark.parametrize("plain", ["Amara", b"Amara", bytearray(b"Amara")])
def test_plain_text_is_refused_where_sealed_text_belongs_and_the_refusal_does_not_repeat_it(
    storage: Storage, plain: object
) -> None:
    with storage.read() as connection, pytest.raises(StatementError) as caught:
        connection.execute(select(bindparam("name", type_=Sealed)), {"name": plain})

    assert isinstance(caught.value.orig, TypeError)
    assert "Amara" not in str(caught.value)


def test_an_error_of_the_database_does_not_repeat_what_was_to_be_stored(storage: Storage) -> None:
    statement = select(bindparam("word", "Amara", String)).select_from(text("nowhere"))

    with storage.read() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(statement)
    with storage.write() as session, pytest.raises(DBAPIError) as caught_while_writing:
        session.execute(statement)

    assert "Amara" not in str(caught.value)
    assert "Amara" not in str(caught_while_writing.value)


def test_an_envelope_comes_back_as_an_envelope(storage: Storage) -> None:
    envelope = Envelope(b"\x01 sealed \x00\xff")

    with storage.read() as connection:
        found = connection.execute(select(literal(envelope, Sealed))).scalar_one()

    assert (type(found), found) == (Envelope, envelope)
