"""The servers a journey needs: the portal as its own process, and the ordinary page that Exit now leads to.

Everything listens on this machine alone.
"""

import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.journeys.certificates import Certificate

ROOT: Final = Path(__file__).resolve().parents[2]
_START: Final = "from survivor_portal.cli import main; main()"
_STARTS_WITHIN: Final = 180
_STOPS_WITHIN: Final = 60
_GREEN: Final = "#2f7d32"


class Weather:
    """An ordinary site: `/weather`, where Exit now leads, and `/news`, where someone was before.

    `/weather` answers after `delay` seconds. `referrers` is what browsers said of where they came from.
    """

    def __init__(self) -> None:
        """Listen on a free port at once."""
        self.delay = 0.0
        self.referrers: list[str | None] = []
        self._closing = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def address(self) -> str:
        return f"{self.origin}/weather"

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @contextmanager
    def slow(self, seconds: float) -> Iterator[None]:
        """Let the page take its time."""
        self.delay = seconds
        try:
            yield
        finally:
            self.delay = 0.0

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        weather = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = {"/weather": "Weather", "/news": "News"}.get(self.path)
                if page == "Weather":
                    weather.referrers.append(self.headers.get("Referer"))
                    weather._closing.wait(weather.delay)
                body = (
                    f"<!doctype html><html lang=en><title>{page}</title><link rel=icon href=data:,>"
                    f"<body style='background:{_GREEN}'><p>{page} of today"
                ).encode()
                try:
                    self.send_response(200 if page else 404)
                    self.send_header("Content-Type", "text/html; charset=utf-8")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except ConnectionError:
                    # The browser went elsewhere while we were slow.
                    self.close_connection = True

            def log_message(self, *_arguments: object) -> None:
                pass

        return Handler


@dataclass
class Portal:
    """A running demonstration. `leftovers` is the folder that must be empty once it has stopped."""

    origin: str
    weather: Weather
    process: "subprocess.Popen[bytes]"
    log: Path
    leftovers: Path
    certificate: "Certificate | None" = None
    spent_steps: dict[str, int] = field(default_factory=dict)
    """For each staff member, the last step whose one-time code was used here."""

    @property
    def is_https(self) -> bool:
        return self.certificate is not None

    def address(self, path: str) -> str:
        return self.origin + path

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Stop the portal in the middle of whatever it does; what was sent to it is answered afterwards."""
        os.killpg(self.process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self.process.pid, signal.SIGCONT)

    def stop(self, *, as_a_terminal_does: bool = False) -> None:
        """Interrupt it, and hold it to a clean end: status 0, and nothing left of its throw-away folder."""
        if as_a_terminal_does:
            os.killpg(self.process.pid, signal.SIGINT)
        else:
            self.process.send_signal(signal.SIGINT)
        try:
            status = self.process.wait(timeout=_STOPS_WITHIN)
        finally:
            self.end_at_once()
        assert status == 0, f"the portal ended with status {status}:\n{self.log.read_text()}"
        left = [path.name for path in self.leftovers.iterdir()]
        assert left == [], f"the portal left {left} behind"

    def end_at_once(self) -> None:
        """End whatever of it still runs; nothing, as a rule."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def start_portal(folder: Path, weather: Weather, certificate: "Certificate | None" = None) -> Portal:
    """Start `survivor-portal demo` as its own process, and wait until it answers."""
    port = _free_port()
    leftovers = folder / "temporary"
    leftovers.mkdir()
    log = folder / "portal.log"
    destinations = (weather.address, f"{weather.origin}/news")
    arguments = ["demo", "--port", str(port), *(f"--exit-destination={address}" for address in destinations)]
    if certificate:
        arguments += ["--certificate", str(certificate.path), "--private-key", str(certificate.private_key)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", _START, *arguments],
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(leftovers)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            # A group of its own, so that the whole of it can be frozen or interrupted.
            start_new_session=True,
        )
    scheme = "https" if certificate else "http"
    portal = Portal(f"{scheme}://localhost:{port}", weather, process, log, leftovers, certificate)
    try:
        _wait_until_it_answers(portal)
    except BaseException:
        portal.end_at_once()
        raise
    return portal


def _wait_until_it_answers(portal: Portal) -> None:
    trust = ssl.create_default_context(cafile=portal.certificate.path) if portal.certificate else None
    latest = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < latest:
        assert portal.process.poll() is None, f"the portal did not start:\n{portal.log.read_text()}"
        try:
            with urllib.request.urlopen(portal.address("/healthz"), timeout=2, context=trust) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    msg = f"the portal did not answer within {_STARTS_WITHIN} seconds:\n{portal.log.read_text()}"
    raise AssertionError(msg)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
