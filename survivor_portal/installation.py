"""Making a data folder: its configuration, its key file, its two databases."""

import os
import shutil
import ssl
import stat
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import tomli_w
from sqlalchemy import make_url

from survivor_portal.config import Config, ConfigError, read_config
from survivor_portal.migrations import History, is_current, upgrade
from survivor_portal.security.keyfile import make_key_file, read_key_file
from survivor_portal.security.tokens import system_chance
from survivor_portal.storage import open_storage

_OWNER_ONLY_FILE = 0o600
_OWNER_ONLY_FOLDER = 0o700
_HEADING = b"# survivor-portal: what the operator decides. Keep it readable by its owner alone.\n"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a new configuration says besides its paths; None leaves the default of `Config`."""

    public_url: str | None = None
    host: str | None = None
    port: int | None = None
    certificate: str | None = None
    private_key: str | None = None
    demonstration: bool | None = None
    exit_destinations: tuple[str, ...] | None = None
    numbers: dict[str, Any] | None = None


def install(config_path: Path, data_folder: Path, key_file: Path, settings: Settings) -> Config:
    """Make a data folder with both databases, a key file and a configuration that names them.

    Everything is checked before anything is written; nothing that exists is replaced, and what was made before
    something went wrong is taken away again. Raises `ConfigError` when a setting is unsafe, something is in the way or
    a folder is missing, and `OSError` or `sqlalchemy.exc.SQLAlchemyError` when the machine or the database refuses.
    """
    table: dict[str, Any] = {"data_folder": str(data_folder), "key_file": str(key_file)}
    table |= {name: value for name, value in asdict(settings).items() if value is not None}
    destinations = table.pop("exit_destinations", ())
    if destinations:
        names = ["Weather", *(f"Page {number}" for number in range(2, len(destinations) + 1))]
        pages = [{"address": address, "name": name} for address, name in zip(destinations, names, strict=True)]
        table["exit_destinations"] = {"en": pages}
    config = Config.from_table(table)
    _check_room(config_path, data_folder, key_file)
    with ExitStack() as undo:
        # Makes no parents: a mistyped path is better told than made.
        data_folder.mkdir(mode=_OWNER_ONLY_FOLDER)
        undo.callback(shutil.rmtree, data_folder, ignore_errors=True)
        (data_folder / "keys").mkdir(mode=_OWNER_ONLY_FOLDER)
        make_key_file(key_file, system_chance)
        undo.callback(key_file.unlink, missing_ok=True)
        migrate(config)
        # Last, so that a configuration only ever names a folder that is whole.
        handle = os.open(config_path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY_FILE)
        undo.callback(config_path.unlink, missing_ok=True)
        with os.fdopen(handle, "wb") as file:
            file.write(_HEADING)
            tomli_w.dump(table, file)
        written = read_config(config_path)
        undo.pop_all()
    return written


def _check_room(config_path: Path, data_folder: Path, key_file: Path) -> None:
    """Raise `ConfigError` when a path is taken, named twice, or has no folder to stand in."""
    paths = (config_path, data_folder, key_file)
    if len({path.resolve() for path in paths}) < len(paths):
        msg = "the configuration, the data folder and the key file need a path each"
        raise ConfigError(msg)
    for path in paths:
        if path.exists():
            msg = f"{path} is there already; nothing was changed"
            raise ConfigError(msg)
        if not path.parent.is_dir():
            msg = f"the folder {path.parent} is missing; make it first"
            raise ConfigError(msg)


def migrate(config: Config) -> None:
    """Bring both databases to the newest shape: keys first, since no row may wait for its key."""
    for history, url in _histories(config):
        storage = open_storage(url)
        try:
            upgrade(storage.writer, history)
        finally:
            storage.close()


def refuse_unfit(config: Config) -> None:
    """Let only a configuration pass whose files are there, whole and up to date: what is asked before serving.

    Raises `ConfigError` naming the first thing that is not, `KeyFileError`, or `sqlalchemy.exc.SQLAlchemyError` when a
    database cannot be asked.
    """
    read_key_file(config.key_file)
    _check_folder(config.data_folder)
    if config.certificate and config.private_key:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(
                # A password that is wrong, where otherwise a terminal would be asked for one.
                config.certificate,
                config.private_key,
                password="",
            )
        except (OSError, ssl.SSLError):
            msg = f"the certificate {config.certificate} and its key {config.private_key} cannot be used"
            raise ConfigError(msg) from None
    for history, url in _histories(config):
        address = make_url(url)
        # Asking SQLite about a missing file would make an empty one.
        if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
            msg = f"the {history} database {address.database} is missing"
            raise ConfigError(msg)
        storage = open_storage(url)
        try:
            if not is_current(storage.reader, history):
                msg = f"the {history} database is not up to date; run: survivor-portal migrate"
                raise ConfigError(msg)
        finally:
            storage.close()


def _check_folder(folder: Path) -> None:
    try:
        mode = folder.stat().st_mode
    except OSError:
        msg = f"the data folder {folder} is missing or cannot be read"
        raise ConfigError(msg) from None
    if stat.S_IMODE(mode) & stat.S_IRWXO:
        msg = f"the data folder {folder} is open to others; run: chmod 700 {folder}"
        raise ConfigError(msg)


def _histories(config: Config) -> tuple[tuple[History, str], tuple[History, str]]:
    return (History.KEYS, config.keys_url), (History.DATA, config.database_url)
