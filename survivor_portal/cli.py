"""The command line: `survivor-portal`."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import NoReturn

import click
import pyotp
from sqlalchemy.exc import SQLAlchemyError

from survivor_portal.actions.directory import ImportReport, import_directory
from survivor_portal.actions.opening import open_deps
from survivor_portal.config import DEFAULT_PORT, Config, ConfigError, is_loopback, read_config
from survivor_portal.demonstration.cast import STAFF, sign_ins
from survivor_portal.demonstration.folder import throw_away_folder
from survivor_portal.demonstration.interrupting import interruptions_noted
from survivor_portal.directory import Severity
from survivor_portal.installation import Settings, install, migrate, refuse_unfit
from survivor_portal.migrations import BrokenLinksError
from survivor_portal.security.clock import system_clock
from survivor_portal.security.keyfile import KeyFileError
from survivor_portal.server import PortTakenError, refuse_taken_port
from survivor_portal.server import serve as serve_portal

_HAS_ERRORS = 1
_REFUSED = 2

_TOLD_EVERY = 10_000
"""In how many rows progress is told once where it cannot be told in place."""

_MOST_ERRORS = 100
_MOST_WARNINGS = 20

_config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    required=True,
    envvar="SURVIVOR_PORTAL_CONFIG",
    help="The configuration file that `init` wrote (or set SURVIVOR_PORTAL_CONFIG).",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """A portal for survivors and their advocates."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to serve on.")
@click.option("--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(1, 65535), help="The port.")
@click.option("--certificate", type=click.Path(path_type=Path), help="A TLS certificate (PEM), to serve https.")
@click.option("--private-key", type=click.Path(path_type=Path), help="Its private key (PEM, PKCS #8).")
@click.option("--exit-destination", help="Where Exit now leads.")
@click.option("--print-sign-ins", is_flag=True, help="Print the sign-ins as JSON and stop.")
@click.option("--print-codes", is_flag=True, help="Print the staff's codes of this moment and stop.")
def demo(  # noqa: PLR0913 (one parameter an option, as click passes them)
    host: str,
    port: int,
    certificate: Path | None,
    private_key: Path | None,
    exit_destination: str | None,
    *,
    print_sign_ins: bool,
    print_codes: bool,
) -> None:
    """Serve an invented cast from a throw-away data folder."""
    if print_sign_ins:
        click.echo(json.dumps([asdict(entry) for entry in sign_ins().values()], ensure_ascii=False, indent=2))
        return
    if print_codes:
        for member in STAFF:
            click.echo(f"{member.name}: {pyotp.TOTP(member.totp_secret).at(system_clock())}")
        return
    scheme = "https" if certificate else "http"
    shown_host = "localhost" if is_loopback(host) or host in {"0.0.0.0", "::"} else host  # noqa: S104 (compared, not bound)
    settings = Settings(
        public_url=f"{scheme}://{shown_host}:{port}",
        host=host,
        port=port,
        certificate=_absolute(certificate),
        private_key=_absolute(private_key),
        demonstration=True,
        exit_destination=exit_destination,
    )
    # Until the server takes signals over, being told to end must still throw the folder away.
    with (
        interruptions_noted() as interruption,
        _refusing(),
        throw_away_folder(settings, interruption.obey) as config_path,
    ):
        config = _checked(config_path)
        refuse_taken_port(config)
        _announce(config)
        serve_portal(config_path, config, interruption.obey)


@main.command()
@_config_option
def serve(config_path: Path) -> None:
    """Serve a data folder that `init` made."""
    config = _checked(config_path)
    if config.demonstration:
        _refuse("this folder holds a demonstration, whose sign-ins are public; make a new one with: init")
    with _refusing():
        refuse_taken_port(config)
    click.echo(f"Serving {config.public_url} from {config.host}, port {config.port}. Press Ctrl-C to stop.")
    serve_portal(config_path, config)


@main.command()
@click.option("--config", "config_path", type=click.Path(path_type=Path), required=True, help="The file to write.")
@click.option("--data", "data_folder", type=click.Path(path_type=Path), required=True, help="The folder to make.")
@click.option(
    "--key-file",
    type=click.Path(path_type=Path),
    required=True,
    help="The key file to make, outside the data folder. Without it, nothing can ever be read: keep a copy apart.",
)
@click.option("--public-url", required=True, help="The address people will type, as https://portal.example.org.")
def init(config_path: Path, data_folder: Path, key_file: Path, public_url: str) -> None:
    """Make a configuration, a key file and an empty data folder."""
    with _refusing():
        install(config_path, data_folder.resolve(), key_file.resolve(), Settings(public_url=public_url))
    click.echo(f"Made {config_path}, {key_file} and {data_folder}.")
    click.echo(f"Keep a copy of {key_file} in another place. Check with: survivor-portal check --config {config_path}")


@main.command(name="migrate")
@_config_option
def migrate_command(config_path: Path) -> None:
    """Bring both databases to the newest shape."""
    with _refusing():
        migrate(read_config(config_path))
    click.echo("Both databases are up to date.")


@main.command()
@_config_option
def check(config_path: Path) -> None:
    """Say whether the portal could be served as it is configured."""
    _checked(config_path)
    click.echo("The configuration, the key file and both databases are in order.")


@main.command(name="import-directory")
@_config_option
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
def import_directory_command(config_path: Path, path: Path, *, dry_run: bool) -> None:
    """Bring in the service directory at PATH.

    PATH is a file or a folder in the Open Referral HSDS format: JSON of version 3, or CSV of version 3 or 1.1. Records
    are known again by their ids, so importing a newer copy brings the portal up to date. Records that the copy no
    longer holds stay, and an address once hidden stays hidden.

    Exit status: 0 when it was imported, or with --dry-run could be; 1 when the directory has errors, and nothing was
    changed; 2 when the portal is not ready for it, and nothing was changed.
    """
    deps = open_deps(_checked(config_path))
    try:
        report = import_directory(deps, path, dry_run=dry_run, progress=_tell_progress)
    except SQLAlchemyError as problem:
        # The kind of trouble only: a statement's values are not for a log.
        _refuse(f"the database refused ({type(problem).__name__}); nothing was changed")
    finally:
        deps.storage.close()
        deps.key_ring.storage.close()
    _tell_problems(report)
    if report.refused:
        click.echo("Nothing was changed. Mend the errors above, and import again.", err=True)
        sys.exit(_HAS_ERRORS)
    click.echo(f"Read {path.name}: {report.format_name}.")
    click.echo(f"{'':22}{'new':>8}{'changed':>9}{'the same':>10}")
    for kind, counts in report.counts.items():
        click.echo(f"  {kind:<20}{counts.new:>8}{counts.changed:>9}{counts.same:>10}")
    if report.changes_nothing:
        click.echo("Nothing changed: all of it was here already.")
    else:
        click.echo("Nothing was written: this was a dry run." if dry_run else "Imported.")


def _checked(config_path: Path) -> Config:
    with _refusing():
        config = read_config(config_path)
        refuse_unfit(config)
        return config


@contextmanager
def _refusing() -> Iterator[None]:
    """Tell what cannot be done in one line, and stop with status 2."""
    try:
        yield
    except (ConfigError, KeyFileError, PortTakenError) as problem:
        _refuse(str(problem))
    except OSError as problem:
        _refuse(f"{problem.filename or 'a file'} cannot be used: {problem.strerror}")
    except ModuleNotFoundError as problem:
        _refuse(f"{problem.name} is not installed; for PostgreSQL run: pip install 'survivor-portal[postgresql]'")
    except BrokenLinksError:
        _refuse("the database holds rows that point to nothing; nothing was changed")
    except SQLAlchemyError:
        # Its own words may quote an address with a password in it.
        _refuse("a database cannot be opened; check database_address, keys_address and the data folder")


def _tell_progress(file: str, rows: int) -> None:
    """Say how far reading has come: in place on a terminal, else now and then in a long file."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[KReading {file}: {rows} rows", err=True, nl=False)
    elif rows and rows % _TOLD_EVERY == 0:
        click.echo(f"Reading {file}: {rows} rows", err=True)


def _tell_problems(report: ImportReport) -> None:
    if sys.stderr.isatty():
        click.echo("\r\033[K", err=True, nl=False)
    for severity, most in ((Severity.ERROR, _MOST_ERRORS), (Severity.WARNING, _MOST_WARNINGS)):
        found = [problem for problem in report.problems if problem.severity is severity]
        for problem in found[:most]:
            row = "" if problem.row is None else f", row {problem.row}"
            field = "" if problem.field is None else f", {problem.field}"
            click.echo(f"{severity}: {problem.file}{row}{field}: {problem.explanation}", err=True)
        if len(found) > most:
            click.echo(f"{severity}: {len(found) - most} more, {len(found)} in all.", err=True)


def _announce(config: Config) -> None:
    click.echo("This is a demonstration with invented people. Everything in it is thrown away when it stops.\n")
    for entry in sign_ins().values():
        page = "" if entry.role == "survivor" else "/desk"
        click.echo(
            f"  {entry.role:<10}  {entry.name:<6}  name: {entry.sign_in_name:<16}  passphrase: {entry.passphrase}"
        )
        if entry.totp_secret:
            click.echo(f"{'':22}signs in at {page}; code from an authenticator app with secret {entry.totp_secret}")
    click.echo("\n  Staff codes of the moment: survivor-portal demo --print-codes")
    click.echo(f"\n  {config.public_url}\n\nPress Ctrl-C to stop.")
    sys.stdout.flush()


def _absolute(path: Path | None) -> str | None:
    return None if path is None else str(path.resolve())


def _refuse(reason: str) -> NoReturn:
    click.echo(f"survivor-portal: {reason}", err=True)
    sys.exit(_REFUSED)
