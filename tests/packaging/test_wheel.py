"""The wheel is the whole portal: installed into an empty environment, it serves from anywhere."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60
SECONDS_TO_STOP = 20


def run(*command: str | Path, cwd: Path) -> None:
    """Run one command to its end, showing what it said when it fails."""
    done = subprocess.run(command, cwd=cwd, env=clean_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def clean_environment() -> dict[str, str]:
    """Give the environment without anything that could lead Python back to the working copy."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV", "VIRTUAL_ENV"))}


def free_port() -> int:
    """Find a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, install it with the pinned requirements, and give the path of the installed command."""
    folder = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable,
        *("-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT),
        cwd=folder,
    )
    (wheel,) = folder.glob("*.whl")
    run(sys.executable, "-m", "venv", folder / "empty", cwd=folder)
    python = folder / "empty" / "bin" / "python"
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "--requirement", ROOT / "requirements.txt", cwd=folder)
    run(*pip, "--no-deps", "--no-index", wheel, cwd=folder)
    return folder / "empty" / "bin" / "survivor-portal"


@pytest.fixture
def demonstration(portal: Path, tmp_path: Path) -> "Iterator[tuple[subprocess.Popen[bytes], str]]":
    """Serve the demonstration from a folder that has nothing to do with the project: the process and its address."""
    port = free_port()
    said = tmp_path / "said"
    with said.open("wb") as output:
        process = subprocess.Popen(
            [portal, "demo", "--port", str(port)],
            cwd=tmp_path,
            env=clean_environment(),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_healthy(process, f"http://127.0.0.1:{port}", said)
        yield process, f"http://127.0.0.1:{port}"
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def wait_until_healthy(process: "subprocess.Popen[bytes]", address: str, said: Path) -> None:
    """Return when the portal says that it is well; fail with its own words when it does not come up."""
    give_up_at = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < give_up_at:
        assert process.poll() is None, said.read_text()
        try:
            status, _body = fetch(f"{address}/healthz")
        except URLError:
            time.sleep(0.1)
            continue
        assert status == 200
        return
    pytest.fail(f"no answer within {SECONDS_TO_START} seconds: {said.read_text()}")


def fetch(address: str, language: str = "en") -> tuple[int, str]:
    """Open an address as a browser set to that language: status and text, or what of a picture is text."""
    with urlopen(Request(address, headers={"Accept-Language": language}), timeout=10) as answer:
        return answer.status, answer.read().decode(errors="replace")


def test_an_installed_wheel_serves_pages_static_files_and_translations_and_stops_when_asked(
    demonstration: "tuple[subprocess.Popen[bytes], str]",
) -> None:
    process, address = demonstration

    status, english = fetch(f"{address}/")
    assert status == 200
    static_files = set(re.findall(r'["\'](/static/[^"\'#?]+)', english))
    assert static_files
    for static_file in static_files:
        assert fetch(f"{address}{static_file}")[0] == 200

    status, spanish = fetch(f"{address}/", language="es")
    assert status == 200
    assert '<html lang="es"' in spanish
    assert words_translated_between(english, spanish)

    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=SECONDS_TO_STOP) == 0


def words_translated_between(english: str, spanish: str) -> list[str]:
    """Name the messages of the English page that the Spanish one shows as the catalogue translates them."""
    with (ROOT / "survivor_portal/translations/es/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = read_po(file)
    return [
        message.id
        for message in catalogue
        if isinstance(message.id, str)
        and isinstance(message.string, str)
        and message.id
        and message.id in english
        and message.id not in spanish
        and message.string in spanish
    ]
