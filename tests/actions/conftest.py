"""The actions are tried on both kinds of database: every test here that takes `config` or `deps` runs twice."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData, insert, select

from survivor_portal.actions.opening import open_deps
from survivor_portal.config import Config
from survivor_portal.demonstration.folder import add_cast
from survivor_portal.installation import migrate
from survivor_portal.models import Base
from survivor_portal.security.keyring import KEYS_METADATA
from survivor_portal.storage import Storage, open_storage
from tests import postgres
from tests.conftest import quick_hasher
from tests.timepiece import Timepiece


def pytest_configure(config: pytest.Config) -> None:
    """Have the server at hand."""
    postgres.have_at_hand(config)


@dataclass(frozen=True)
class Original:
    """A database on PostgreSQL, and the rows each test is to find in it."""

    address: str
    metadata: MetaData
    rows: dict[str, list[dict[str, Any]]]

    def restore(self) -> None:
        """Bring the rows back as they were, which is much faster than making a database anew."""
        storage = open_storage(self.address)
        with storage.writer.begin() as connection:
            # A test that forgot an open transaction is to be told so, not waited for.
            connection.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
            # History refuses to be emptied; here it is made anew as it was.
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            connection.exec_driver_sql(f"TRUNCATE {', '.join(self.metadata.tables)}")
            for table in self.metadata.sorted_tables:
                if self.rows[table.name]:
                    connection.execute(insert(table), self.rows[table.name])
        storage.close()


@pytest.fixture(scope="session")
def postgres_cast(cast_home: Path, request: pytest.FixtureRequest) -> tuple[Original, Original]:
    """A data and a key database with the cast in them, made once."""
    server: postgres.PostgresServer = request.getfixturevalue("postgres")
    data, keys = server.create_database("data"), server.create_database("keys")
    config = _on_postgres(cast_home, data, keys)
    migrate(config)
    deps = open_deps(config, clock=Timepiece(), hasher=quick_hasher())
    add_cast(deps)
    originals = (
        Original(data, Base.metadata, _rows(deps.storage, Base.metadata)),
        Original(keys, KEYS_METADATA, _rows(deps.key_ring.storage, KEYS_METADATA)),
    )
    deps.storage.close()
    deps.key_ring.storage.close()
    return originals


@pytest.fixture(params=postgres.KINDS)
def config(request: pytest.FixtureRequest, cast_home: Path, tmp_path: Path) -> Config:
    """The configuration of databases with nothing but the cast in them."""
    if request.param == "SQLite":
        home = tmp_path / "home"
        shutil.copytree(cast_home, home)
        return Config(data_folder=home / "data", key_file=home / "portal.key", demonstration=True)
    data, keys = request.getfixturevalue("postgres_cast")
    data.restore()
    keys.restore()
    return _on_postgres(cast_home, data.address, keys.address)


def _on_postgres(home: Path, data: str, keys: str) -> Config:
    return Config(
        data_folder=home / "data",
        key_file=home / "portal.key",
        database_address=data,
        keys_address=keys,
        demonstration=True,
    )


def _rows(storage: Storage, metadata: MetaData) -> dict[str, list[dict[str, Any]]]:
    with storage.read() as connection:
        return {
            table.name: [dict(row._mapping) for row in connection.execute(select(table))]
            for table in metadata.sorted_tables
        }
