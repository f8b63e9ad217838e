"""Changing the key that everything hangs on."""

import sys
from pathlib import Path

import click

from survivor_portal.cli.refusing import checked, config_option, opened, refuse, refusing
from survivor_portal.security.rotation import Rotation, RotationRunningError, rotate

_UNFINISHED = 1


@click.command(name="rotate-keys")
@config_option
@click.option("--dry-run", is_flag=True, help="Say how many keys would be wrapped anew, and write nothing.")
def rotate_keys(config_path: Path, *, dry_run: bool) -> None:
    """Put a new wrapping key into the key file, and wrap every person's key with it.

    Nothing that people wrote is touched, and the portal may be running: it learns the new key by itself. Whatever
    interrupts this, everything can still be read; run it again to finish. Copies of the key database made before open
    with the former key file alone, so keep a copy of that until they are gone.

    Exit status: 0 when it was done, or with --dry-run could be; 1 when keys are left that cannot be opened, or it was
    interrupted; 2 when nothing could be changed.
    """
    config = checked(config_path)
    with refusing(), opened(config) as deps:
        try:
            done = rotate(deps.key_ring, config.key_file, _tell_progress, dry_run=dry_run)
        except RotationRunningError:
            refuse("another rotation of this key file is running")
        except KeyboardInterrupt:
            click.echo("\nStopped. Everything can still be read. Run it again to finish.", err=True)
            sys.exit(_UNFINISHED)
    _tell(done, dry_run=dry_run)


def _tell_progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\033[KWrapped anew: {done} of {total}", err=True, nl=done == total)
    else:
        click.echo(f"Wrapped anew: {done} of {total}", err=True)


def _tell(done: Rotation, *, dry_run: bool) -> None:
    if done.resumed:
        click.echo("A rotation was cut short before; this one goes on with it.")
    if dry_run:
        click.echo(f"Keys to wrap anew: {done.rewrapped}. Nothing was written: this was a dry run.")
        return
    click.echo(f"Keys wrapped anew: {done.rewrapped}. Keep a copy of the new key file in another place.")
    if done.unreadable:
        click.echo(f"Keys that cannot be opened, left as they are: {done.unreadable}.", err=True)
        sys.exit(_UNFINISHED)
