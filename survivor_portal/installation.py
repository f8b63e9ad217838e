"""Making a data folder: its configuration, its key file, its two databases."""

import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from survivor_portal.config import Config, ConfigError, read_config
from survivor_portal.migrations import History, is_current, upgrade
from survivor_portal.security.keyfile import make_key_file
from survivor_portal.security.tokens import system_chance
from survivor_portal.storage import open_storage

if TYPE_CHECKING:
    from pathlib import Path

_OWNER_ONLY_FILE = 0o600
_OWNER_ONLY_FOLDER = 0o700


@dataclass(frozen=True, slots=True)
class Settings:
    """What a new configuration says besides its paths; None leaves the default of `Config`."""

    public_url: str | None = None
    host: str | None = None
    port: int | None = None
    certificate: str | None = None
    private_key: str | None = None
    demonstration: bool | None = None
    exit_destination: str | None = None


def install(config_path: "Path", data_folder: "Path", key_file: "Path", settings: Settings) -> Config:
    """Write a configuration and a key file, make the data folder and migrate both databases.

    Everything is checked before anything is written; nothing that exists is replaced. Raises `ConfigError` when a
    setting is unsafe or something is in the way, and leaves no half-made folder behind in that case.
    """
    table: dict[str, Any] = {"data_folder": str(data_folder), "key_file": str(key_file)}
    table |= {name: value for name, value in asdict(settings).items() if value is not None}
    destination = table.pop("exit_destination", None)
    if destination:
        table["exit_destinations"] = {"en": {"address": destination, "name": "Weather"}}
    config = Config.from_table(table)
    for path in (config_path, key_file, data_folder / "portal.db"):
        if path.exists():
            msg = f"{path} is there already; nothing was changed"
            raise ConfigError(msg)
    data_folder.mkdir(mode=_OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
    (data_folder / "keys").mkdir(mode=_OWNER_ONLY_FOLDER, exist_ok=True)
    make_key_file(key_file, system_chance)
    migrate(config)
    # Last, so that a configuration only ever names a folder that is whole.
    handle = os.open(config_path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY_FILE)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(_as_toml(table))
    return read_config(config_path)


def migrate(config: Config) -> None:
    """Bring both databases to the newest shape: keys first, since no row may wait for its key."""
    for history, url in ((History.KEYS, config.keys_url), (History.DATA, config.database_url)):
        storage = open_storage(url)
        upgrade(storage.writer, history)
        storage.close()


def stale_databases(config: Config) -> list[str]:
    """Name the databases that are not of the newest shape, for a refusal before serving."""
    stale = []
    for history, url in ((History.KEYS, config.keys_url), (History.DATA, config.database_url)):
        storage = open_storage(url)
        if not is_current(storage.reader, history):
            stale.append(history.value)
        storage.close()
    return stale


def _as_toml(table: dict[str, Any]) -> str:
    """Write a flat table, and tables of tables after it. JSON's strings, numbers and booleans are TOML's too."""
    lines = ["# survivor-portal: what the operator decides. Keep it readable by its owner alone."]
    lines += [f"{key} = {json.dumps(value)}" for key, value in table.items() if not isinstance(value, dict)]
    for key, entries in table.items():
        if isinstance(entries, dict):
            for name, entry in entries.items():
                lines += ["", f"[{key}.{name}]"]
                lines += [f"{inner} = {json.dumps(value)}" for inner, value in entry.items()]
    return "\n".join(lines) + "\n"
