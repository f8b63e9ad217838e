"""How the portal looks once it is installed on a phone, as the operator decides: its neutral names, icons, colours."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from survivor_portal.config.problems import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
_LONGEST_NAME: Final = 45
_PNG: Final = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class AppIcon:
    """One picture of the app: its file's name, and its width and height in pixels."""

    file: str
    pixels: int


APP_ICONS: Final = (
    AppIcon("icon-192.png", 192),
    AppIcon("icon-512.png", 512),
    AppIcon("icon-maskable-512.png", 512),
    AppIcon("apple-touch-icon.png", 180),
)
"""The pictures a phone may show; `icon.svg` stands beside them, for the browser's tab."""


@dataclass(frozen=True, slots=True)
class PlainName:
    """What the app goes by on a phone: in lists, and in the narrow place under its icon."""

    name: str
    short_name: str


@dataclass(frozen=True, slots=True)
class InstalledLook:
    """The names by language ("en" stands in for languages that have none), two colours, and a folder of icons.

    Without names it goes by the portal's own name; without a folder it has the icons the portal brings.
    """

    names: "Mapping[str, PlainName]" = field(default_factory=lambda: MappingProxyType({}))
    theme_colour: str = "#0b4f52"
    background_colour: str = "#faf6ef"
    icons: Path | None = None

    def name(self, language: str) -> PlainName | None:
        """Give the name for someone who reads this language; None when the operator has set none."""
        return self.names.get(language) or self.names.get("en")


def read_installed_look(table: dict[str, Any]) -> InstalledLook:
    """Build from the table `installed`. Raises `ConfigError` naming the first setting that is wrong."""
    for key in table.keys() - {"names", "theme_colour", "background_colour", "icons"}:
        msg = f"installed.{key} is not a setting"
        raise ConfigError(msg)
    values = dict(table)
    for key in ("theme_colour", "background_colour"):
        if key in values and not (isinstance(values[key], str) and _COLOUR.fullmatch(values[key])):
            msg = f'installed.{key} must be a colour, as "#0b4f52"'
            raise ConfigError(msg)
    if "names" in values:
        values["names"] = _names(values["names"])
    if "icons" in values:
        values["icons"] = _icons(values["icons"])
    return InstalledLook(**values)


def _names(table: object) -> "Mapping[str, PlainName]":
    if not isinstance(table, dict) or "en" not in table:
        msg = 'installed.names needs an entry for "en"'
        raise ConfigError(msg)
    found = {}
    for language, entry in table.items():
        parts = [entry.get(key) if isinstance(entry, dict) else None for key in ("name", "short_name")]
        if not all(isinstance(part, str) and part.strip() and len(part) <= _LONGEST_NAME for part in parts):
            msg = f"installed.names.{language} must give a name and a short_name of at most {_LONGEST_NAME} characters"
            raise ConfigError(msg)
        found[language] = PlainName(*map(str, parts))
    return MappingProxyType(found)


def _icons(folder: object) -> Path:
    path = Path(folder) if isinstance(folder, str) and "\0" not in folder else Path()
    if not path.is_absolute():
        msg = "installed.icons must be the absolute path of a folder"
        raise ConfigError(msg)
    for icon in APP_ICONS:
        if _size_of(path / icon.file) != (icon.pixels, icon.pixels):
            msg = f"installed.icons: {path / icon.file} must be a PNG of {icon.pixels} by {icon.pixels} pixels"
            raise ConfigError(msg)
    if not (path / "icon.svg").is_file():
        msg = f"installed.icons: {path / 'icon.svg'} is missing"
        raise ConfigError(msg)
    return path


def _size_of(path: Path) -> tuple[int, int] | None:
    """Read a picture's width and height from where a PNG keeps them (its IHDR chunk); None when it is none."""
    try:
        with path.open("rb") as file:
            head = file.read(24)
    except OSError:
        return None
    if not head.startswith(_PNG) or len(head) < 24:  # noqa: PLR2004 (signature, length, type, width, height)
        return None
    return int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
