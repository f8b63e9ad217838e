"""Deleting people who asked for it, and what is over."""

import sys
from pathlib import Path

import click

from survivor_portal.actions.erasing import Erasure, erase_survivor, rows_of, survivor_named
from survivor_portal.actions.purging import Purged, purge
from survivor_portal.cli.refusing import checked, config_option, opened, refuse

_HELD = 1


@click.command()
@config_option
@click.option("--reference", help="Her reference; without one, her sign-in name is asked for and not shown.")
@click.option("--yes", is_flag=True, help="Do not ask again before erasing.")
@click.option("--dry-run", is_flag=True, help="Say how much would be erased, and erase nothing.")
def erase(config_path: Path, reference: str | None, *, yes: bool, dry_run: bool) -> None:
    """Erase one survivor for good, at her own wish.

    Her key is destroyed first, so that no copy of the data can be read any more; then everything of hers is deleted.
    It cannot be undone. Copies of the key database keep her key until they are deleted: keep them 14 days at most.

    Exit status: 0 when it was done, or with --dry-run could be; 1 when a legal hold keeps everything as it is; 2 when
    nobody was found or nothing could be changed.
    """
    named = reference or click.prompt("Sign-in name", hide_input=True, err=True)
    with opened(checked(config_path)) as deps:
        survivor_id = survivor_named(deps, named)
        if survivor_id is None:
            refuse("nobody is called that; nothing was changed")
        if dry_run:
            click.echo(f"Rows that would be erased: {rows_of(deps, survivor_id)}. Nothing was changed: a dry run.")
            return
        if not yes and not click.confirm("Erase this person for good?", err=True):
            click.echo("Nothing was changed.")
            return
        outcome = erase_survivor(deps, survivor_id)
    if outcome is Erasure.HELD:
        click.echo("A legal hold stands, so nothing was erased.", err=True)
        sys.exit(_HELD)
    click.echo("Erased.")


@click.command(name="purge")
@config_option
@click.option("--dry-run", is_flag=True, help="Say how much would be cleared away, and clear nothing away.")
def purge_command(config_path: Path, *, dry_run: bool) -> None:
    """Delete everyone whose asked deletion is due, and what is over.

    Run it every day.

    Exit status: 0 when it was done, also when a legal hold keeps someone; 2 when the portal is not ready for it.
    """
    with opened(checked(config_path)) as deps:
        _tell(purge(deps, dry_run=dry_run))
    if dry_run:
        click.echo("Nothing was changed: this was a dry run.")


def _tell(done: Purged) -> None:
    click.echo(f"People deleted as they asked: {done.deleted}")
    if done.held:
        click.echo(f"People whom a legal hold keeps: {done.held}")
    if done.finished:
        click.echo(f"Erasures finished that were cut short, or came back with an old copy: {done.finished}")
    click.echo(f"Invites that were over: {done.invites}")
    click.echo(f"Sessions that were over: {done.sessions}")
    click.echo(f"Notices and other lines that were over: {done.others}")
