"""Files made by others stay exactly as they were published."""

import hashlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ["static/vendor", "tests/vendor/axe-core"]
OUR_OWN = {"README.md", "SHA256SUMS"}


def checksums(folder: Path) -> dict[str, str]:
    """Read the checksum file of a folder: file name to SHA-256 in hexadecimal."""
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", maxsplit=1) for line in lines)}


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_vendored_file_is_as_published(folder: str) -> None:
    actual = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (ROOT / folder).iterdir()
        if path.name not in OUR_OWN
    }

    assert actual == checksums(ROOT / folder)


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_vendored_file_names_its_origin_and_comes_with_its_licence(folder: str) -> None:
    readme = (ROOT / folder / "README.md").read_text(encoding="utf-8")
    names = checksums(ROOT / folder).keys()

    assert [name for name in names if f"| `{name}` |" not in readme] == []
    assert any("LICENSE" in name for name in names)
