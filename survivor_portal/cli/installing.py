"""Making a data folder, bringing it up to date, and saying whether it could be served."""

from datetime import date
from pathlib import Path

import click

from survivor_portal.actions.erasing import finish_erasures, people_without_key
from survivor_portal.cli.refusing import checked, config_option, opened, refuse, refusing
from survivor_portal.config import Config, read_config
from survivor_portal.domain.numbers import CHECKED_WITHIN, is_due
from survivor_portal.installation import Settings, install, migrate


@click.command()
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
    with refusing():
        install(config_path, data_folder.resolve(), key_file.resolve(), Settings(public_url=public_url))
    click.echo(f"Made {config_path}, {key_file} and {data_folder}.")
    click.echo(f"Keep a copy of {key_file} in another place. Check with: survivor-portal check --config {config_path}")


@click.command(name="migrate")
@config_option
def migrate_command(config_path: Path) -> None:
    """Bring both databases to the newest shape."""
    with refusing():
        migrate(read_config(config_path))
    click.echo("Both databases are up to date.")


@click.command()
@config_option
def check(config_path: Path) -> None:
    """Say whether the portal could be served as it is configured.

    Rows of people who have erased themselves, which an old backup brought back, are taken away on the way. Numbers to
    call that nobody has tried for a while are named on standard error; the portal could be served all the same.
    """
    config = checked(config_path)
    with opened(config) as deps:
        _tell_of_numbers(config, deps.clock().date())
        finished, strangers = finish_erasures(deps), people_without_key(deps)
    if finished:
        click.echo(f"People who had erased themselves and were there again, taken away: {finished}")
    if strangers:
        refuse(f"{strangers} people have no key; the key database is not the one that belongs to these rows")
    click.echo("The configuration, the key file and both databases are in order.")


def _tell_of_numbers(config: Config, today: date) -> None:
    """Name what should be looked at before someone in need relies on it."""
    if not config.numbers:
        click.echo(
            "Warning: numbers is not set, so people see those of the United States, which nobody here has tried.",
            err=True,
        )
    for language, numbers in config.numbers.items():
        for place, number in enumerate(numbers, start=1):
            if is_due(number.checked_on, today):
                click.echo(
                    f"Warning: numbers.{language}, entry {place} ({number.name!r}), checked_on: {number.checked_on} is "
                    f"not within the last {CHECKED_WITHIN.days} days; call it, and write down today's date.",
                    err=True,
                )
