"""A portal as its own process that can be killed in the middle of anything, and a browser that holds on to its form."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import pytest

from survivor_portal.actions.people import NewSurvivor
from survivor_portal.installation import Settings, install

if TYPE_CHECKING:
    from survivor_portal.config import Config

WREN: Final = NewSurvivor("Wren", "birch harbour 19", "kettles whistle under seven roofs")
ROOT: Final = Path(__file__).resolve().parents[1]
START: Final = "from survivor_portal.cli import main; main()"
STARTS_WITHIN: Final = 30.0
KILLS: Final = 12
_FIELD: Final = re.compile(r'<input[^>]* name="(csrf_token|token|unsent_\w+)"[^>]* value="([^"]*)"')


@dataclass
class Server:
    """The portal as its own process, which can be killed and started again on the same data."""

    config_path: Path
    config: "Config"
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, "serve", "--config", str(self.config_path)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # A group of its own, so that the worker dies with it.
            start_new_session=True,
        )
        latest = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < latest:
            assert self.process.poll() is None, "the portal did not start"
            try:
                assert send(self.config.port, "GET", "/healthz", {})[0] == 200
            except OSError:
                time.sleep(0.05)
            else:
                return
        pytest.fail("the portal did not answer")

    def kill(self) -> None:
        """Kill it as a power cut does: nothing of it gets another word in."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@dataclass
class Held:
    """What her browser holds: cookies, and the form on its screen."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] = field(default_factory=dict)

    def sign_in(self) -> None:
        """Sign her in."""
        self.open("/")
        typed = {"sign_in_name": WREN.sign_in_name, "passphrase": WREN.passphrase, "phone_is_hers": "yes"}
        assert self.post("/", typed) == 303

    def open(self, path: str) -> None:
        """Open a page, and keep the hidden fields of its last form."""
        status, headers, text = send(self.port, "GET", path, self.cookies)
        assert status == 200
        self._keep(headers)
        self.form = {name: unescape(value) for name, value in _FIELD.findall(text.partition("<main")[2])}

    def post(self, path: str, typed: dict[str, str]) -> int:
        """Send the form, and give the status of the answer."""
        status, headers, _ = send(self.port, "POST", path, self.cookies, self.form | typed)
        self._keep(headers)
        return status

    def pressed(self, path: str, body: str) -> int | None:
        """Send the form with these words, and give the status of the answer, or None when none came."""
        try:
            return self.post(path, {"body": body})
        except (OSError, HTTPException):
            return None

    def _keep(self, headers: list[tuple[str, str]]) -> None:
        for name, value in headers:
            if name.lower() == "set-cookie":
                key, _, held = value.partition(";")[0].partition("=")
                self.cookies[key] = held


def new_server(folder: Path) -> Server:
    """Give a portal with nobody in it, not started yet."""
    port = free_port()
    settings = Settings(public_url=f"http://localhost:{port}", port=port)
    config = install(folder / "portal.toml", folder / "data", folder / "portal.key", settings)
    return Server(folder / "portal.toml", config)


def cut_off(server: Server, browser: Held, path: str, body: str, after: float) -> int | None:
    """Kill a server so many seconds after a press, and give the status of its answer, or None when none came."""
    statuses: list[int | None] = []
    press = Thread(target=lambda: statuses.append(browser.pressed(path, body)))
    press.start()
    time.sleep(after)
    server.kill()
    press.join()
    return statuses[0]


def send(
    port: int, method: str, path: str, cookies: dict[str, str], typed: dict[str, str] | None = None
) -> tuple[int, list[tuple[str, str]], str]:
    """Send one request, and give status, headers and text of the answer."""
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    if typed is not None:
        headers |= {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://localhost:{port}",
            "Sec-Fetch-Site": "same-origin",
        }
    with closing(HTTPConnection("localhost", port, timeout=20)) as connection:
        connection.request(method, path, urlencode(typed) if typed is not None else None, headers)
        # An answer that a kill cut off holds the connection by itself.
        with connection.getresponse() as answer:
            return answer.status, answer.getheaders(), answer.read().decode()


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
