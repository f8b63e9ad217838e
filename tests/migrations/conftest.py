"""What tests of the newest revision stand on: a database with rows in every table, made once and copied for each."""

import shutil
from pathlib import Path

import pytest

from survivor_portal.migrations import History, upgrade
from survivor_portal.storage import open_storage
from tests import postgres
from tests.migrations.databases import fill
from tests.migrations.samples import SAMPLES

_ORIGINAL, _COPY = "filled", "filled_copy"


def pytest_configure(config: pytest.Config) -> None:
    """Have the server at hand."""
    postgres.have_at_hand(config)


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The original on SQLite, which no test opens."""
    file = tmp_path_factory.mktemp("filled") / "filled.db"
    _make(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def filled_postgres(request: pytest.FixtureRequest) -> postgres.PostgresServer:
    """The server with the original on PostgreSQL, which no test opens."""
    server: postgres.PostgresServer = request.getfixturevalue("postgres")
    _make(server.create_database(_ORIGINAL))
    return server


@pytest.fixture
def filled_sqlite(filled_file: Path, tmp_path: Path) -> str:
    """The SQLAlchemy address of a data database at the newest revision with rows in every table: on SQLite alone."""
    shutil.copyfile(filled_file, tmp_path / "filled.db")
    return f"sqlite:///{tmp_path / 'filled.db'}"


@pytest.fixture(params=postgres.KINDS)
def filled_database(request: pytest.FixtureRequest) -> str:
    """The SQLAlchemy address of a data database at the newest revision with rows in every table: on either kind."""
    if request.param == "SQLite":
        address: str = request.getfixturevalue("filled_sqlite")
        return address
    server: postgres.PostgresServer = request.getfixturevalue("filled_postgres")
    return server.copy_database(_ORIGINAL, _COPY)


def _make(address: str) -> None:
    newest, samples = list(SAMPLES[History.DATA].items())[-1]
    storage = open_storage(address)
    upgrade(storage.writer, History.DATA, newest)
    fill(storage.writer, samples)
    # SQLite brings everything into the one file when the last connection closes.
    storage.close()
