"""Every package that runs is written down with its version and its hashes."""

import re
import tomllib
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parents[2]
PINNED: Final = re.compile(
    r"^([a-z0-9-]+)==(\S+)(?: ; [^\\\n]+)? \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.MULTILINE
)


def pinned(name: str) -> dict[str, str]:
    """Give each package of a requirements file with its version."""
    text = (ROOT / name).read_text(encoding="utf-8")
    found = dict(PINNED.findall(text))
    begun = re.findall(r"^[A-Za-z0-9].*$", text, re.MULTILINE)
    assert len(begun) == len(found), "a line without version or hash"
    return found


def declared(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9_.-]", requirement)[0].lower().replace("_", "-")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned_with_its_hashes(name: str) -> None:
    assert len(pinned(name)) > 20


def test_every_package_the_project_asks_for_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked_for = {declared(requirement) for requirement in project["dependencies"]}

    assert asked_for
    assert asked_for <= pinned("requirements.txt").keys()


def test_what_tests_run_with_is_what_people_run_with() -> None:
    tested = pinned("requirements-dev.txt")

    assert {name: tested[name] for name in pinned("requirements.txt")} == pinned("requirements.txt")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_no_package_comes_from_anywhere_but_the_public_index(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")

    elsewhere = r"^(?:-i|--index-url|--extra-index-url|--find-links|--trusted-host|-e|git\+|https?:).*"
    assert re.findall(elsewhere, text, re.MULTILINE) == []
