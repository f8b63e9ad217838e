"""Chromium: where it is, and how it is started for a test."""

import os
import shutil
from typing import Final

MISSING: Final = "Chromium is not installed here; on Debian its package is called chromium: apt-get install chromium"
PHONE: Final = (360, 740)

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """Give the path of a Chromium, or None. The environment variable CHROMIUM names another one."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, _NAMES)), None)


def arguments(trusted_key: str | None = None) -> list[str]:
    """Give the command line: quiet, on this machine alone, and trusting the key with this digest."""
    quiet = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    ]
    return quiet if trusted_key is None else [*quiet, f"--ignore-certificate-errors-spki-list={trusted_key}"]
