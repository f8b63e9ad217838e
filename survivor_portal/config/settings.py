"""The settings: reading them from their file, and refusing what would be unsafe to serve."""

import stat
import tomllib
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import SplitResult, urlsplit

from babel.dates import get_timezone
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from survivor_portal.config.destinations import DEFAULT_DESTINATIONS, ExitDestination, read_destinations
from survivor_portal.config.installed import InstalledLook, read_installed_look
from survivor_portal.config.numbers import Number, read_numbers
from survivor_portal.config.problems import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DEFAULT_PORT = 8000
_HIGHEST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Config:
    """Everything an operator decides. Built by `read_config`; a broken promise below raises `ConfigError`.

    `public_url` is the address people type. `certificate` and `private_key` (PEM) are for serving TLS ourselves;
    behind a TLS proxy leave them out and keep `host` on loopback. `exit_destinations` maps a language to the
    pages that Exit now may lead to, the first of them unless somebody picked another; "en" stands in for languages that
    have none. `time_zone` is the IANA name of the zone that times are
    shown in. `trusted_proxies` are the addresses and networks of the proxies whose word for where a request came from
    is taken. `numbers` are the numbers to call by language, in place of those the portal brings. `installed` is how it
    looks once it is installed on a phone.
    """

    data_folder: Path
    key_file: Path
    public_url: str = f"http://localhost:{DEFAULT_PORT}"
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    certificate: Path | None = None
    private_key: Path | None = None
    database_address: str | None = None
    keys_address: str | None = None
    portal_name: str | None = None
    time_zone: str = "UTC"
    demonstration: bool = False
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    exit_destinations: "Mapping[str, tuple[ExitDestination, ...]]" = field(
        default_factory=lambda: MappingProxyType({"en": DEFAULT_DESTINATIONS})
    )
    numbers: "Mapping[str, tuple[Number, ...]]" = field(default_factory=lambda: MappingProxyType({}))
    installed: InstalledLook = field(default_factory=InstalledLook)

    def __post_init__(self) -> None:
        """Refuse what would be unsafe to serve."""
        if _lies_in(self.key_file, self.data_folder):
            msg = "key_file lies inside data_folder; a stolen copy of the folder would carry its own key"
            raise ConfigError(msg)
        if (self.certificate is None) != (self.private_key is None):
            msg = "certificate and private_key go together; only one of them is set"
            raise ConfigError(msg)
        if not 0 < self.port <= _HIGHEST_PORT:
            msg = f"port must be between 1 and {_HIGHEST_PORT}"
            raise ConfigError(msg)
        if not is_loopback(self.host) and not self.serves_tls:
            msg = (
                f"host {self.host} is not this machine alone, and without TLS the whole network could read along; "
                "set certificate and private_key, or stay on 127.0.0.1 behind a TLS proxy"
            )
            raise ConfigError(msg)
        self._check_addresses()
        try:
            get_timezone(self.time_zone)
        except LookupError:
            msg = f"there is no time_zone {self.time_zone!r}; write one as America/New_York"
            raise ConfigError(msg) from None

    def _check_addresses(self) -> None:
        public = _parts(self.public_url)
        is_plain = public is not None and not (public.query or public.fragment or public.username or public.password)
        if public is None or not is_plain or public.scheme not in {"http", "https"} or public.path not in {"", "/"}:
            msg = "public_url must look like https://portal.example.org"
            raise ConfigError(msg)
        if public.scheme == "http" and not is_loopback(public.hostname or ""):
            msg = "public_url must begin with https: without TLS, sign-in works only on this machine itself"
            raise ConfigError(msg)
        for name, address in (("database_address", self.database_address), ("keys_address", self.keys_address)):
            if address is not None and not _is_database_address(address):
                msg = f"{name} must be an address like postgresql+psycopg://host/name"
                raise ConfigError(msg)
        if not all(self.exit_destinations.get(language) for language in {"en", *self.exit_destinations}):
            msg = 'exit_destinations needs a page for "en", and for each other language it names'
            raise ConfigError(msg)
        for destination in self._every_destination():
            leads_to = _parts(destination.address)
            is_local_trial = leads_to is not None and leads_to.scheme == "http" and is_loopback(leads_to.hostname or "")
            if leads_to is None or not (leads_to.scheme == "https" or is_local_trial):
                msg = "every exit destination must be a whole https address"
                raise ConfigError(msg)

    @property
    def serves_tls(self) -> bool:
        """Whether this process itself speaks TLS."""
        return self.certificate is not None

    @property
    def is_reached_by_tls(self) -> bool:
        """Whether people's browsers reach the portal over TLS, through us or through a proxy."""
        return urlsplit(self.public_url).scheme == "https"

    @property
    def database_url(self) -> str:
        """The SQLAlchemy address of the data database."""
        return self.database_address or _sqlite_address(self.data_folder / "portal.db")

    @property
    def keys_url(self) -> str:
        """The SQLAlchemy address of the key database, apart from the data."""
        return self.keys_address or _sqlite_address(self.data_folder / "keys" / "keys.db")

    @property
    def trusted_hosts(self) -> list[str]:
        """The host names a request may ask for, as browsers send them."""
        hosts = {urlsplit(self.public_url).hostname or "", "localhost", "127.0.0.1", "::1"}
        if is_loopback(self.host):
            hosts.add(self.host.strip("[]"))
        return sorted(map(_as_sent, hosts))

    def destinations_for(self, language: str) -> tuple[ExitDestination, ...]:
        """Give the pages that someone who reads this language may pick from, the first one first."""
        return self.exit_destinations.get(language) or self.exit_destinations["en"]

    def exit_destination(self, language: str, picked: str | None = None) -> ExitDestination:
        """Give where Exit now leads for someone who reads this language, and picked the page with this ref.

        A page that is on no list any more leads nowhere; the first one then does.
        """
        found = (destination for destination in self._every_destination() if destination.ref == picked)
        first = self.destinations_for(language)[0]
        return next(found, first) if picked else first

    def leads_to(self, ref: str) -> bool:
        """Say whether Exit now may lead to the page with this ref, in any language."""
        return any(destination.ref == ref for destination in self._every_destination())

    def _every_destination(self) -> "Iterator[ExitDestination]":
        for destinations in self.exit_destinations.values():
            yield from destinations

    @classmethod
    def from_table(cls, table: dict[str, Any]) -> Self:
        """Build from a parsed file. Raises `ConfigError` naming the first setting that is missing, unknown or wrong."""
        # Exactly the kind: to Python, true is a number too.
        wrong = sorted(key for key, value in table.items() if type(value) is not _SETTINGS.get(key))
        if wrong:
            expected = _SETTINGS.get(wrong[0])
            no_setting = _FORMER_SETTINGS.get(wrong[0], f"{wrong[0]} is not a setting")
            msg = no_setting if expected is None else f"{wrong[0]} must be a {_kind(expected)}"
            raise ConfigError(msg)
        missing = sorted({"data_folder", "key_file"} - table.keys())
        if missing:
            msg = f"{missing[0]} is not set"
            raise ConfigError(msg)
        values = dict(table)
        for key in ("data_folder", "key_file", "certificate", "private_key"):
            if key in values:
                values[key] = Path(values[key])
                if not values[key].is_absolute() or not _is_plain_text(table[key]):
                    msg = f"{key} must be an absolute path with an ordinary name"
                    raise ConfigError(msg)
        if "trusted_proxies" in values:
            values["trusted_proxies"] = _trusted_proxies(values["trusted_proxies"])
        if "exit_destinations" in values:
            values["exit_destinations"] = read_destinations(values["exit_destinations"])
        if "numbers" in values:
            values["numbers"] = read_numbers(values["numbers"])
        if "installed" in values:
            values["installed"] = read_installed_look(values["installed"])
        return cls(**values)


def read_config(path: Path) -> Config:
    """Read a configuration file once.

    Raises `ConfigError` when it is missing, can be written or read by others, is no TOML, or breaks a promise of
    `Config`.
    """
    try:
        mode = path.stat().st_mode
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as problem:
        msg = f"there is no configuration at {path}; make one with: survivor-portal init"
        raise ConfigError(msg) from problem
    except (OSError, UnicodeDecodeError) as problem:
        msg = f"the configuration {path} cannot be read"
        raise ConfigError(msg) from problem
    except tomllib.TOMLDecodeError as problem:
        msg = f"the configuration {path} is not valid TOML: {problem}"
        raise ConfigError(msg) from problem
    if stat.S_IMODE(mode) & (stat.S_IRWXO | stat.S_IWGRP):
        msg = f"the configuration {path} is open to others; run: chmod 600 {path}"
        raise ConfigError(msg)
    try:
        return Config.from_table(table)
    except ConfigError as problem:
        msg = f"the configuration {path} cannot be used: {problem}"
        raise ConfigError(msg) from None


def is_loopback(host: str) -> bool:
    """Say whether a host name or address means this machine alone."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _trusted_proxies(entries: list[Any]) -> tuple[IPv4Network | IPv6Network, ...]:
    try:
        return tuple(ip_network(str(entry)) for entry in entries)
    except ValueError:
        msg = 'trusted_proxies must list addresses or networks, as ["127.0.0.1", "10.1.2.0/24"]'
        raise ConfigError(msg) from None


def _parts(address: str) -> SplitResult | None:
    """Take an address apart; None for one without a host that can be asked for, or with a port that is none."""
    try:
        parts = urlsplit(address)
        has_host = bool(_as_sent(parts.hostname or "")) and parts.port != 0
    except ValueError:
        return None
    return parts if has_host else None


def _as_sent(host: str) -> str:
    """Write a host name as it stands in a request: an IPv6 address in brackets, others in ASCII."""
    return f"[{host}]" if ":" in host else host.encode("idna").decode("ascii")


def _sqlite_address(path: Path) -> str:
    # Built from parts: a folder may have any character in its name, a question mark too.
    return URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)


def _is_plain_text(text: str) -> bool:
    """Say whether text can be written down: no NUL, and no byte that a file system's name could not spell."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _is_database_address(address: str) -> bool:
    try:
        return make_url(address).get_backend_name() in {"sqlite", "postgresql"}
    except ArgumentError:
        return False


def _lies_in(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _kind(expected: type) -> str:
    return {str: "text in quotes", int: "number", bool: "true or false", list: "list", dict: "table"}[expected]


_SETTINGS: dict[str, type] = {
    "data_folder": str,
    "key_file": str,
    "public_url": str,
    "host": str,
    "port": int,
    "certificate": str,
    "private_key": str,
    "database_address": str,
    "keys_address": str,
    "portal_name": str,
    "time_zone": str,
    "demonstration": bool,
    "trusted_proxies": list,
    "exit_destinations": dict,
    "numbers": dict,
    "installed": dict,
}

_FORMER_SETTINGS: dict[str, str] = {
    "approved_statements": (
        "approved_statements is not a setting any more: take the line out; a supervisor records at the office, "
        "under Statements, who approved which words"
    )
}
