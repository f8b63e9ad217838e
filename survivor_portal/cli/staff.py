"""Accounts of staff, made and made anew by whoever runs the portal."""

from pathlib import Path

import click

from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.staff import (
    NewAccount,
    SetUpCode,
    confirm_newcomer_called,
    create_staff,
    reset_staff_called,
)
from survivor_portal.cli.refusing import checked, config_option, opened, refuse
from survivor_portal.domain.people import Role
from survivor_portal.domain.staff import StaffRefusal

_LONGEST_NAME = 80

_sign_in_name_option = click.option(
    "--sign-in-name", required=True, help="What the person types to sign in. Capitals and spaces do not matter."
)


@click.command(name="create-staff")
@config_option
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True, help="What the person does.")
@click.option("--name", required=True, help="What colleagues and survivors call the person.")
@_sign_in_name_option
def create_staff_command(config_path: Path, role: str, name: str, sign_in_name: str) -> None:
    """Make an account for a staff member, such as the first supervisor.

    Prints a link, once. With it the person, and nobody else, chooses a passphrase and adds a second factor; until then
    the account signs nobody in. The link works once, for 24 hours.
    """
    for option, text in (("--name", name), ("--sign-in-name", sign_in_name)):
        if not 0 < len(text.strip()) <= _LONGEST_NAME or not text.isprintable():
            refuse(f"{option} must have 1 to {_LONGEST_NAME} ordinary characters; nothing was changed")
    config = checked(config_path)
    with opened(config) as deps:
        made = create_staff(deps, NewAccount(name.strip(), Role(role), sign_in_name))
    if isinstance(made, StaffRefusal):
        refuse("somebody has this sign-in name already; nothing was changed")
    _tell(made, config.public_url)


@click.command(name="reset-staff")
@config_option
@_sign_in_name_option
def reset_staff_command(config_path: Path, sign_in_name: str) -> None:
    """End all ways in of a staff member, and print a new set-up link.

    Their passphrase, second factors and sessions are gone at once. For someone who lost their phone, while no
    supervisor can do the same in the office.
    """
    config = checked(config_path)
    with opened(config) as deps:
        try:
            made = reset_staff_called(deps, sign_in_name)
        except NotFoundError:
            refuse("no account that still stands has this sign-in name; nothing was changed")
    if isinstance(made, SetUpCode):
        _tell(made, config.public_url)


@click.command(name="confirm-staff")
@config_option
@_sign_in_name_option
def confirm_staff_command(config_path: Path, sign_in_name: str) -> None:
    """Confirm that a staff member set up their own account.

    Ask them first. An account that a supervisor made or emptied opens nothing until a third person has confirmed it;
    any colleague can, at the desk. This is for where there is no third person.
    """
    config = checked(config_path)
    with opened(config) as deps:
        try:
            confirm_newcomer_called(deps, sign_in_name)
        except NotFoundError:
            refuse("no account with this sign-in name waits to be confirmed; nothing was changed")
    click.echo("Confirmed. The account opens its pages now.")


def _tell(made: SetUpCode, public_url: str) -> None:
    until = f"{made.usable_until:%Y-%m-%d %H:%M} UTC"
    click.echo(f"Give this link to the person, and to nobody else. It works once, until {until}:\n")
    click.echo(f"  {made.link_at(public_url)}\n")
    click.echo(f"Without a link: open {public_url.rstrip('/')}/desk/set-up and type the code {made.code}")
