"""A pytest plugin: a PostgreSQL server of the tests' own, and databases on it or on SQLite.

Without PostgreSQL's programs or its driver, the tests that ask for it are skipped, and the reason is printed.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import create_engine

_UNPRIVILEGED = "nobody"
"""PostgreSQL refuses to run as root, so a root's tests run it as this account."""

_EMPTIED = "emptied"
"""The database that one test after the other finds empty."""

KINDS = [pytest.param("SQLite"), pytest.param("PostgreSQL", marks=[pytest.mark.slow, pytest.mark.no_cover])]
"""Parameters for a fixture that gives one kind of database after the other.

Lines are counted with the first: to count them doubles what a test costs, and the second reaches hardly any other.
"""


def have_at_hand(config: pytest.Config) -> None:
    """Let every test of a folder use this plugin, without a line in every module: for its `pytest_configure`."""
    if not config.pluginmanager.has_plugin(__name__):
        config.pluginmanager.register(sys.modules[__name__], __name__)


@dataclass(frozen=True)
class PostgresServer:
    """A running server on a loopback port."""

    port: int

    def create_database(self, name: str) -> str:
        """Make an empty database, and give its SQLAlchemy address."""
        self._run("postgres", f"CREATE DATABASE {name} TEMPLATE template0")
        return self._address(name)

    def clear_database(self, name: str) -> str:
        """Empty a database of every table, much faster than making another, and give its SQLAlchemy address."""
        # A test that forgot an open transaction is to be told so, not waited for.
        self._run(name, "SET lock_timeout = '10s'", "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")
        return self._address(name)

    def copy_database(self, original: str, name: str) -> str:
        """Make a database like another one, in the place of the last of its name, and give its SQLAlchemy address."""
        # A test that forgot a connection is told so here: no database is dropped while somebody holds it.
        self._run("postgres", f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name} TEMPLATE {original}")
        return self._address(name)

    def _run(self, database: str, *statements: str) -> None:
        engine = create_engine(self._address(database), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()

    def _address(self, database: str) -> str:
        return f"postgresql+psycopg://portal@127.0.0.1:{self.port}/{database}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A server with a cluster of its own, gone afterwards."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL's server programs are not installed (Debian: apt-get install postgresql)")
    if find_spec("psycopg") is None:
        pytest.skip('the driver for PostgreSQL is not installed (pip install "psycopg[binary]")')
    # Not below pytest's own folder, which an unprivileged account may not enter.
    with tempfile.TemporaryDirectory(prefix="survivor-portal-postgres-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            account = pwd.getpwnam(_UNPRIVILEGED)
            os.chown(folder, account.pw_uid, account.pw_gid)
        cluster = folder / "cluster"
        port = _free_port()
        # A test's data need not outlive a power cut, so nothing waits for the disk.
        options = f"-p {port} -h 127.0.0.1 -c unix_socket_directories='' -F"
        _run(folder, programs / "initdb", "-D", cluster, "-U", "portal", "-A", "trust", "-E", "UTF8", "--no-sync")
        _run(folder, programs / "pg_ctl", "-D", cluster, "-l", folder / "log", "-o", options, "-w", "start")
        try:
            server = PostgresServer(port)
            server.create_database(_EMPTIED)
            yield server
        finally:
            _run(folder, programs / "pg_ctl", "-D", cluster, "-m", "immediate", "-w", "stop")


@pytest.fixture(params=KINDS)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The SQLAlchemy address of a database with nothing in it: on SQLite, then on PostgreSQL."""
    if request.param == "SQLite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.clear_database(_EMPTIED)


def _programs() -> Path | None:
    if shutil.which("initdb") and shutil.which("pg_ctl"):
        return Path(shutil.which("initdb") or "").resolve().parent
    # Debian keeps them off the path, a folder a version.
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _run(folder: Path, *command: str | Path) -> None:
    account = _UNPRIVILEGED if os.geteuid() == 0 else None
    with (folder / "output").open("wb") as output:
        outcome = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env={"LC_ALL": "C", "PATH": os.defpath},
            user=account,
            group=None if account is None else pwd.getpwnam(account).pw_gid,
            extra_groups=None if account is None else [],
            # A pipe would stay open for as long as the server it starts.
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=120,
        )
    if outcome.returncode:
        pytest.fail(f"{command[0]} failed:\n{(folder / 'output').read_text(encoding='utf-8', errors='replace')}")
