"""What building does besides collecting files: compiling the catalogues, and taking the static files along."""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.builders.wheel import WheelBuilderConfig


class CustomBuildHook(BuildHookInterface[WheelBuilderConfig]):
    """Gives every wheel, editable ones too, compiled catalogues; gives a real one the static files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Prepare one build: `version` is "standard" or "editable". Raises what Babel raises for a broken catalogue."""
        root = Path(self.root)
        # Run by path, because an isolated build cannot import from the project it builds.
        catalogues = runpy.run_path(str(root / "tools" / "catalogues.py"))
        catalogues["compile_catalogues"](root / "survivor_portal" / "translations")
        # An editable install serves static/ where it stands; a copy would go stale.
        if self.target_name == "wheel" and version == "standard":
            build_data["force_include"]["static"] = "survivor_portal/static"
