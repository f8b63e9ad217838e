"""Serving: the invented cast from a throw-away folder, or the real thing."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
import pyotp

from survivor_portal.cli.refusing import checked, config_option, refuse, refusing
from survivor_portal.config import DEFAULT_PORT, Config, is_loopback
from survivor_portal.demonstration.cast import STAFF, sign_ins
from survivor_portal.demonstration.folder import throw_away_folder
from survivor_portal.demonstration.interrupting import interruptions_noted
from survivor_portal.demonstration.numbers import demonstration_numbers
from survivor_portal.installation import Settings
from survivor_portal.security.clock import system_clock
from survivor_portal.server import refuse_taken_port
from survivor_portal.server import serve as serve_portal


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to serve on.")
@click.option("--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(1, 65535), help="The port.")
@click.option("--certificate", type=click.Path(path_type=Path), help="A TLS certificate (PEM), to serve https.")
@click.option("--private-key", type=click.Path(path_type=Path), help="Its private key (PEM, PKCS #8).")
@click.option("--exit-destination", "exit_destinations", multiple=True, help="Where Exit now leads; more to pick from.")
@click.option("--print-sign-ins", is_flag=True, help="Print the sign-ins as JSON and stop.")
@click.option("--print-codes", is_flag=True, help="Print the staff's codes of this moment and stop.")
def demo(  # noqa: PLR0913 (one parameter an option, as click passes them)
    host: str,
    port: int,
    certificate: Path | None,
    private_key: Path | None,
    exit_destinations: tuple[str, ...],
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
        exit_destinations=exit_destinations,
        numbers=demonstration_numbers(system_clock().date()),
    )
    # Until the server takes signals over, being told to end must still throw the folder away.
    with (
        interruptions_noted() as interruption,
        refusing(),
        throw_away_folder(settings, interruption.obey) as config_path,
    ):
        config = checked(config_path)
        refuse_taken_port(config)
        _announce(config)
        serve_portal(config_path, config, interruption.obey)


@click.command()
@config_option
def serve(config_path: Path) -> None:
    """Serve a data folder that `init` made."""
    config = checked(config_path)
    if config.demonstration:
        refuse("this folder holds a demonstration, whose sign-ins are public; make a new one with: init")
    with refusing():
        refuse_taken_port(config)
    click.echo(f"Serving {config.public_url} from {config.host}, port {config.port}. Press Ctrl-C to stop.")
    serve_portal(config_path, config)


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
