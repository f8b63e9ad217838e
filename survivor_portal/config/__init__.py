"""What the operator decides: one file, read once, refused at start in one clear line when it is missing or unsafe."""

from survivor_portal.config.destinations import DEFAULT_DESTINATIONS, ExitDestination
from survivor_portal.config.installed import APP_ICONS, AppIcon, InstalledLook, PlainName
from survivor_portal.config.numbers import Number
from survivor_portal.config.problems import ConfigError
from survivor_portal.config.settings import DEFAULT_PORT, Config, is_loopback, read_config

__all__ = [
    "APP_ICONS",
    "DEFAULT_DESTINATIONS",
    "DEFAULT_PORT",
    "AppIcon",
    "Config",
    "ConfigError",
    "ExitDestination",
    "InstalledLook",
    "Number",
    "PlainName",
    "is_loopback",
    "read_config",
]
