"""The actions are tried on both kinds of database: every test here that takes `config` or `deps` runs twice."""

import shutil
from pathlib import Path

import pytest

from survivor_portal.actions.opening import open_deps
from survivor_portal.config import Config
from survivor_portal.demonstration.folder import add_cast
from survivor_portal.installation import migrate
from tests import postgres
from tests.conftest import quick_hasher
from tests.timepiece import Timepiece


def pytest_configure(config: pytest.Config) -> None:
    """Have the server at hand without a line in every module."""
    if not config.pluginmanager.has_plugin(postgres.__name__):
        config.pluginmanager.register(postgres, postgres.__name__)


@pytest.fixture(scope="session")
def postgres_cast(cast_home: Path, request: pytest.FixtureRequest) -> tuple[str, str]:
    """A data and a key database with the cast in them, made once and copied for each test."""
    server: postgres.PostgresServer = request.getfixturevalue("postgres")
    data, keys = server.create_database(), server.create_database()
    config = _on_postgres(cast_home, server, data, keys)
    migrate(config)
    deps = open_deps(config, clock=Timepiece(), hasher=quick_hasher())
    add_cast(deps)
    deps.storage.close()
    deps.key_ring.storage.close()
    return data, keys


@pytest.fixture(params=postgres.KINDS)
def config(request: pytest.FixtureRequest, cast_home: Path, tmp_path: Path) -> Config:
    """The configuration of databases, with the cast in them, that are this test's alone."""
    home = tmp_path / "home"
    shutil.copytree(cast_home, home)
    if request.param == "SQLite":
        return Config(data_folder=home / "data", key_file=home / "portal.key", demonstration=True)
    server: postgres.PostgresServer = request.getfixturevalue("postgres")
    copies = [server.create_database(template) for template in request.getfixturevalue("postgres_cast")]
    return _on_postgres(home, server, *copies)


def _on_postgres(home: Path, server: postgres.PostgresServer, data: str, keys: str) -> Config:
    return Config(
        data_folder=home / "data",
        key_file=home / "portal.key",
        database_address=server.address(data),
        keys_address=server.address(keys),
        demonstration=True,
    )
