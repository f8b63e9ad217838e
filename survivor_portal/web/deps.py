"""Where a request finds the application's own things."""

from typing import TYPE_CHECKING, cast

from flask import current_app

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from survivor_portal.config import Config
    from survivor_portal.web.assets import Assets

_KEY = "survivor_portal"


def bind(app: "Flask", config: "Config", deps: "Deps", assets: "Assets") -> None:
    """Keep the configuration, the dependencies and the static files on the application."""
    app.extensions[_KEY] = (config, deps, assets)


def current_config() -> "Config":
    """Give the running application's configuration."""
    return cast("Config", current_app.extensions[_KEY][0])


def current_deps() -> "Deps":
    """Give what the actions need."""
    return cast("Deps", current_app.extensions[_KEY][1])


def current_assets() -> "Assets":
    """Give the static files."""
    return cast("Assets", current_app.extensions[_KEY][2])
