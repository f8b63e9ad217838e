"""What every command begins with, and how it says in one line that something cannot be done."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click
from sqlalchemy.exc import SQLAlchemyError

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.opening import open_deps
from survivor_portal.config import Config, ConfigError, read_config
from survivor_portal.installation import refuse_unfit
from survivor_portal.migrations import BrokenLinksError
from survivor_portal.security.keyfile import KeyFileError
from survivor_portal.server import PortTakenError

_REFUSED = 2

config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    required=True,
    envvar="SURVIVOR_PORTAL_CONFIG",
    help="The configuration file that `init` wrote (or set SURVIVOR_PORTAL_CONFIG).",
)


def checked(config_path: Path) -> Config:
    """Read a configuration that could be served, or say in one line why it could not and stop with status 2."""
    with refusing():
        config = read_config(config_path)
        refuse_unfit(config)
        return config


@contextmanager
def opened(config: Config) -> Iterator[Deps]:
    """Give what the actions need, for as long as one command runs; trouble with a database stops it with status 2."""
    deps = open_deps(config)
    try:
        yield deps
    except SQLAlchemyError as problem:
        # The kind of trouble only: a statement's values are not for a log.
        refuse(f"the database refused ({type(problem).__name__})")
    finally:
        deps.storage.close()
        deps.key_ring.storage.close()


@contextmanager
def refusing() -> Iterator[None]:
    """Tell what cannot be done in one line, and stop with status 2."""
    try:
        yield
    except (ConfigError, KeyFileError, PortTakenError) as problem:
        refuse(str(problem))
    except OSError as problem:
        refuse(f"{problem.filename or 'a file'} cannot be used: {problem.strerror}")
    except ModuleNotFoundError as problem:
        refuse(f"{problem.name} is not installed; for PostgreSQL run: pip install 'survivor-portal[postgresql]'")
    except BrokenLinksError:
        refuse("the database holds rows that point to nothing; nothing was changed")
    except SQLAlchemyError:
        # Its own words may quote an address with a password in it.
        refuse("a database cannot be opened; check database_address, keys_address and the data folder")


def refuse(reason: str) -> NoReturn:
    """Say the reason on standard error, and stop with status 2."""
    click.echo(f"survivor-portal: {reason}", err=True)
    sys.exit(_REFUSED)
