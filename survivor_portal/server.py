"""Serving the portal with granian: a few blocking threads, no access log."""

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from granian.constants import HTTPModes, Interfaces
from granian.server import Server

from survivor_portal.app import CONFIG_VARIABLE
from survivor_portal.security.passphrases import MOST_THREADS_HELD

if TYPE_CHECKING:
    from collections.abc import Callable

    from survivor_portal.config import Config

_FREE_THREADS = 4
"""Threads that no sign-in ever holds, so that pages and Exit now answer in any storm of them."""

THREADS = MOST_THREADS_HELD + _FREE_THREADS


class PortTakenError(Exception):
    """Another program listens there already; the message names the address."""


def refuse_taken_port(config: "Config") -> None:
    """Raise `PortTakenError` when the address cannot be listened on: the server itself would only panic."""
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((config.host, config.port))
        except OSError as problem:
            msg = f"cannot listen on {config.host}, port {config.port}: {problem.strerror}; choose another with --port"
            raise PortTakenError(msg) from problem


def serve(config_path: Path, config: "Config", listening_for_signals: "Callable[[], None]" = lambda: None) -> None:
    """Serve until interrupted. The configuration must have been read and checked already.

    `listening_for_signals` is called once the server itself obeys signals; what it raises ends the serving.
    """
    os.environ[CONFIG_VARIABLE] = str(config_path)
    server = Server(
        "survivor_portal.app:create_from_environment",
        factory=True,
        address=config.host,
        port=config.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        blocking_threads=THREADS,
        # No access log: its paths carry references, its addresses people.
        log_access=False,
        ssl_cert=config.certificate,
        ssl_key=config.private_key,
        workers_kill_timeout=5,
    )
    server.on_startup(listening_for_signals)
    server.serve()
