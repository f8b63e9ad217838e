"""What every kind of test stands on: a data folder with the cast in it, an application, a clock that a test moves."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
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
from survivor_portal.web.deps import bind, current_assets, current_config
from tests.timepiece import Timepiece

# The same examples every time, unless somebody goes exploring; a wall-clock limit on one example would fail on a busy
# machine, not on a wrong rule.
settings.register_profile("repeatable", derandomize=True, deadline=None)
# pytest --hypothesis-profile=explore tests/domain
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile("repeatable")


COMPILED = "templates"
"""The folder beside the cast's data for compiled templates, which no test needs a copy of."""

HERE = Path(__file__).parent

LONG_FIRST = ("journeys", "migrations", "structure")
"""The folders whose files take longest: begun last, one of them would keep a worker at it when the others are done."""

NOT_COUNTED = ("journeys", "structure")
"""The folders whose tests count no lines. To count doubles what a test costs. What a journey reaches is counted in the
process that answers; what asks each address only for what it refuses and keeps to would count as tried what is not."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, and count lines where it tells something."""
    items.sort(key=lambda item: _folder(item) not in LONG_FIRST)
    for item in items:
        if _folder(item) in NOT_COUNTED:
            item.add_marker(pytest.mark.no_cover)


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(HERE).parts[0]


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
    (home / COMPILED).mkdir()
    config = install(home / "portal.toml", home / "data", home / "portal.key", Settings(demonstration=True))
    deps = open_deps(config, clock=Timepiece(), hasher=quick_hasher())
    add_cast(deps)
    deps.storage.close()
    deps.key_ring.storage.close()
    return home


def copy_of(cast_home: Path, home: Path) -> Config:
    """Copy the data folder with the cast, and give the configuration of the copy."""
    shutil.copytree(cast_home, home, ignore=shutil.ignore_patterns(COMPILED))
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
    made.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(cast_home / COMPILED))
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


@pytest.fixture(scope="session")
def lent_app(cast_home: Path) -> Flask:
    """The application that tests are lent one after the other: making it takes longer than most of them do."""
    config = Config(data_folder=cast_home / "data", key_file=cast_home / "portal.key", demonstration=True)
    return application(config, open_deps(config), cast_home)


@pytest.fixture
def app(lent_app: Flask, config: Config, deps: Deps) -> Iterator[Flask]:
    """The application on this test's data folder; a test that would leave it otherwise than it was fails."""
    with lent_app.app_context():
        made_for, assets = current_config(), current_assets()
    # All that it was made with, but for where its data are.
    assert replace(config, data_folder=made_for.data_folder, key_file=made_for.key_file) == made_for
    assert deps.key_ring.key_file.form_key == lent_app.config["SECRET_KEY"]
    bind(lent_app, config, deps, assets)
    before, kept = _made_of(lent_app), dict(lent_app.extensions)
    yield lent_app
    # What it found out and keeps while it runs, it is to find out anew on the next test's folder.
    lent_app.extensions.clear()
    lent_app.extensions.update(kept)
    assert _made_of(lent_app) == before


def _made_of(app: Flask) -> list[object]:
    """Give what could be changed of an application that has answered: to all else Flask adds nothing any more."""
    of_templates = app.jinja_env.globals, app.jinja_env.filters, app.jinja_env.tests
    own = app.config, app.view_functions, *of_templates
    return [*map(dict, own), app.wsgi_app, app.session_interface, app.test_client_class]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without script, which asks over plain HTTP on this machine."""
    return app.test_client()
