"""What every kind of test stands on: a data folder with the cast in it, an application, a clock that a test moves."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.opening import open_deps
from survivor_portal.app import create_app
from survivor_portal.config import Config
from survivor_portal.demonstration.folder import add_cast
from survivor_portal.installation import Settings, install
from survivor_portal.security.passphrases import PassphraseHasher
from tests.timepiece import Timepiece

# The same examples every time, unless somebody goes exploring; a wall-clock limit on one example would fail on a busy
# machine, not on a wrong rule.
settings.register_profile("repeatable", derandomize=True, deadline=None)
# pytest --hypothesis-profile=explore tests/domain
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile("repeatable")


def quick_hasher() -> PassphraseHasher:
    """Give a hasher that is Argon2id all the same, at a cost tests can pay thousands of times.

    More may wait for it than a server has threads, since races are run with more.
    """
    return PassphraseHasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1), waiting=100)


@pytest.fixture
def timepiece() -> Timepiece:
    """The clock every action of a test is given."""
    return Timepiece()


@pytest.fixture(scope="session")
def cast_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the cast, made once and copied for each test."""
    home = tmp_path_factory.mktemp("cast")
    config = install(home / "portal.toml", home / "data", home / "portal.key", Settings(demonstration=True))
    deps = open_deps(config, clock=Timepiece(), hasher=quick_hasher())
    add_cast(deps)
    deps.storage.close()
    deps.key_ring.storage.close()
    return home


def copy_of(cast_home: Path, home: Path) -> Config:
    """Copy the data folder with the cast, and give the configuration of the copy."""
    shutil.copytree(cast_home, home)
    return Config(data_folder=home / "data", key_file=home / "portal.key", demonstration=True)


@contextmanager
def opened(config: Config, timepiece: Timepiece) -> Iterator[Deps]:
    """Give what the actions need on a data folder, with a clock that a test moves."""
    deps = open_deps(config, clock=timepiece, hasher=quick_hasher())
    yield deps
    deps.storage.close()
    deps.key_ring.storage.close()


def application(config: Config, deps: Deps, cast_home: Path) -> Flask:
    """Make the application on a data folder."""
    made = create_app(config, deps)
    # Templates are compiled once for all tests.
    made.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(cast_home))
    return made


@pytest.fixture
def config(cast_home: Path, tmp_path: Path) -> Config:
    """The configuration of a data folder that is this test's alone."""
    return copy_of(cast_home, tmp_path / "home")


@pytest.fixture
def deps(config: Config, timepiece: Timepiece) -> Iterator[Deps]:
    """What the actions need, on this test's data folder, with this test's clock."""
    with opened(config, timepiece) as found:
        yield found


@pytest.fixture
def app(config: Config, deps: Deps, cast_home: Path) -> Flask:
    """The application on this test's data folder."""
    return application(config, deps, cast_home)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without script, which asks over plain HTTP on this machine."""
    return app.test_client()
