"""The command line: `survivor-portal`."""

import click

from survivor_portal.cli.erasing import erase, purge_command
from survivor_portal.cli.importing import import_directory_command
from survivor_portal.cli.installing import check, init, migrate_command
from survivor_portal.cli.keys import rotate_keys
from survivor_portal.cli.serving import demo, serve
from survivor_portal.cli.staff import confirm_staff_command, create_staff_command, reset_staff_command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """A portal for survivors and their advocates."""


_COMMANDS = (
    demo,
    serve,
    init,
    migrate_command,
    check,
    create_staff_command,
    reset_staff_command,
    confirm_staff_command,
    import_directory_command,
    rotate_keys,
    erase,
    purge_command,
)
for _command in _COMMANDS:
    main.add_command(_command)
