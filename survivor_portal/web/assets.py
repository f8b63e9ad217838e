"""Static files: read once at start, addressed by a digest of them all, so that browsers may keep them for ever."""

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import rcssmin
import rjsmin
from markupsafe import Markup

from survivor_portal.config import APP_ICONS

if TYPE_CHECKING:
    from collections.abc import Mapping

_INLINE_FOLDER = "inline"
_WORKER = "sw.js"
_SERVED_KINDS = MappingProxyType({".js": "text/javascript", ".png": "image/png", ".svg": "image/svg+xml"})


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as it is served."""

    content: bytes
    mimetype: str


@dataclass(frozen=True, slots=True)
class Inline:
    """A style or script written into every page, and the hash the content security policy knows it by."""

    content: Markup
    csp_hash: str


@dataclass(frozen=True, slots=True)
class Assets:
    """Every static file, in memory: there are few and they are small."""

    digest: str
    files: "Mapping[str, StaticFile]"
    style: Inline
    script: Inline
    worker: str
    """The script of the worker, which has an address of its own: one worker for all pages."""

    def address(self, name: str) -> str:
        """Give the address of a file. Raises `KeyError` for one that does not exist, so that a page cannot name it."""
        self.files[name]
        return f"/static/{self.digest}/{name}"


def static_folder() -> Path:
    """Find the folder: inside an installed package, beside the package in a working copy."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "static"
    return installed if installed.is_dir() else package.parent / "static"


def read_assets(folder: Path, icons: Path | None = None) -> Assets:
    """Read and check every static file once; a file in the folder `icons` takes the place of the icon of its name.

    Raises `OSError` when one that every page needs is missing.
    """
    files = {
        path.relative_to(folder).as_posix(): StaticFile(path.read_bytes(), _SERVED_KINDS[path.suffix])
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in _SERVED_KINDS and _INLINE_FOLDER not in path.parts and path.name != _WORKER
    }
    if icons:
        for name in ("icon.svg", *(icon.file for icon in APP_ICONS)):
            files[name] = StaticFile((icons / name).read_bytes(), files[name].mimetype)
    everything = hashlib.sha256()
    for name, file in files.items():
        everything.update(name.encode() + b"\0" + hashlib.sha256(file.content).digest())
    return Assets(
        digest=everything.hexdigest()[:12],
        files=MappingProxyType(files),
        style=_inline(rcssmin.cssmin((folder / _INLINE_FOLDER / "style.css").read_text(encoding="utf-8"))),
        script=_inline(rjsmin.jsmin((folder / _INLINE_FOLDER / "exit.js").read_text(encoding="utf-8"))),
        worker=rjsmin.jsmin((folder / _WORKER).read_text(encoding="utf-8")),
    )


def _inline(text: str) -> Inline:
    hashed = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    # Our own file, read at start: nothing a person typed can reach it.
    return Inline(Markup(text), f"'sha256-{hashed}'")  # noqa: S704
