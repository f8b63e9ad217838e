"""Bringing in a service directory."""

import sys
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from survivor_portal.actions.directory import ImportReport, import_directory
from survivor_portal.actions.opening import open_deps
from survivor_portal.cli.refusing import checked, config_option, refuse
from survivor_portal.directory import Problem, Severity

_HAS_ERRORS = 1

_TOLD_EVERY = 10_000
"""In how many rows progress is told once where it cannot be told in place."""

_MOST_ERRORS = 100

_ROWS_NAMED = 5
"""How many rows are named of those that have the same thing wrong."""


@click.command(name="import-directory")
@config_option
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
    deps = open_deps(checked(config_path))
    try:
        report = import_directory(deps, path, dry_run=dry_run, progress=_tell_progress)
    except SQLAlchemyError as problem:
        # The kind of trouble only: a statement's values are not for a log.
        refuse(f"the database refused ({type(problem).__name__}); nothing was changed")
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


def _tell_progress(file: str, rows: int) -> None:
    """Say how far reading has come: in place on a terminal, else now and then in a long file."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[KReading {file}: {rows} rows", err=True, nl=False)
    elif rows and rows % _TOLD_EVERY == 0:
        click.echo(f"Reading {file}: {rows} rows", err=True)


def _tell_problems(report: ImportReport) -> None:
    """Name each error, and each kind of warning once: a thousand alike would hide the one that counts."""
    if sys.stderr.isatty():
        click.echo("\r\033[K", err=True, nl=False)
    errors = [problem for problem in report.problems if problem.severity is Severity.ERROR]
    for problem in errors[:_MOST_ERRORS]:
        _tell_problem(problem, _row(problem.row))
    if len(errors) > _MOST_ERRORS:
        click.echo(f"{Severity.ERROR}: {len(errors) - _MOST_ERRORS} more, {len(errors)} in all.", err=True)
    alike: dict[tuple[str, str | None, str], list[Problem]] = {}
    for problem in report.problems:
        if problem.severity is Severity.WARNING:
            alike.setdefault((problem.file, problem.field, problem.explanation), []).append(problem)
    for problems in alike.values():
        _tell_problem(problems[0], _rows(problems))


def _tell_problem(problem: Problem, where: str) -> None:
    field = "" if problem.field is None else f", {problem.field}"
    click.echo(f"{problem.severity}: {problem.file}{where}{field}: {problem.explanation}", err=True)


def _row(row: int | None) -> str:
    return "" if row is None else f", row {row}"


def _rows(problems: list[Problem]) -> str:
    rows = [problem.row for problem in problems if problem.row is not None]
    if len(rows) <= 1:
        return _row(rows[0] if rows else None)
    named = ", ".join(map(str, rows[:_ROWS_NAMED]))
    return f", {len(rows)} rows ({named}{', …' if len(rows) > _ROWS_NAMED else ''})"
