"""The actions are tried on both kinds of database: every test here that takes `config` or `deps` runs twice."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import MetaData

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.opening import open_deps
from survivor_portal.config import Config
from survivor_portal.demonstration.folder import add_cast
from survivor_portal.installation import migrate
from survivor_portal.models import Base
from survivor_portal.security.keyring import KEYS_METADATA
from survivor_portal.storage import open_storage
from tests import postgres
from tests.caseload import Caseload, make_caseload
from tests.conftest import copy_of, quick_hasher
from tests.timepiece import Timepiece

_KEPT = "kept"
"""The schema of what is kept."""


def pytest_configure(config: pytest.Config) -> None:
    """Have the server at hand."""
    postgres.have_at_hand(config)


@dataclass(frozen=True)
class Original:
    """A database on PostgreSQL, and in a schema beside its tables the rows that each test is to find in them."""

    address: str
    metadata: MetaData

    def keep(self) -> None:
        """Keep the rows as they are now."""
        copies = (f"CREATE TABLE {_KEPT}.{table} AS TABLE {table}" for table in self.metadata.tables)
        self._say(f"CREATE SCHEMA {_KEPT}", *copies)

    def restore(self) -> None:
        """Bring the rows back as they were kept, which is much faster than making a database anew."""
        self._say(
            # A test that forgot an open transaction is to be told so, not waited for.
            "SET LOCAL lock_timeout = '10s'",
            # History refuses to be emptied; here it is made anew as it was.
            "SET LOCAL session_replication_role = replica",
            # Few rows stand in few tables, so this is faster by far than to truncate them all.
            *(f"DELETE FROM {table}" for table in self.metadata.tables),  # noqa: S608 (the models' own names)
            *(f"INSERT INTO {table} TABLE {_KEPT}.{table}" for table in self.metadata.tables),
        )

    def _say(self, *statements: str) -> None:
        storage = open_storage(self.address)
        with storage.writer.begin() as connection:
            # All at once: most of the time would be spent on going to and fro.
            connection.exec_driver_sql("; ".join(statements))
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
    deps.storage.close()
    deps.key_ring.storage.close()
    originals = Original(data, Base.metadata), Original(keys, KEYS_METADATA)
    for original in originals:
        original.keep()
    return originals


@pytest.fixture(params=postgres.KINDS)
def config(request: pytest.FixtureRequest, cast_home: Path, tmp_path: Path) -> Config:
    """The configuration of databases with nothing but the cast in them."""
    if request.param == "SQLite":
        return copy_of(cast_home, tmp_path / "home")
    data, keys = request.getfixturevalue("postgres_cast")
    data.restore()
    keys.restore()
    return _on_postgres(cast_home, data.address, keys.address)


@pytest.fixture
def caseload(deps: Deps, timepiece: Timepiece) -> Caseload:
    """Esther's caseload, with nobody on it."""
    return make_caseload(deps, timepiece)


@pytest.fixture
def wren(caseload: Caseload) -> str:
    """Wren's reference, whose case is Esther's."""
    return caseload.add("Wren")


def _on_postgres(home: Path, data: str, keys: str) -> Config:
    return Config(
        data_folder=home / "data",
        key_file=home / "portal.key",
        database_address=data,
        keys_address=keys,
        demonstration=True,
    )
