"""The demonstration has the fixed cast, is thrown away when it stops, and its sign-ins work nowhere else."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner, Result

from survivor_portal.actions.opening import open_deps
from survivor_portal.actions.sessions import OpenedSession
from survivor_portal.actions.sign_in import SurvivorAttempt, sign_in_survivor
from survivor_portal.cli import main
from survivor_portal.config import read_config
from survivor_portal.demonstration.cast import sign_ins
from survivor_portal.demonstration.folder import throw_away_folder
from survivor_portal.demonstration.interrupting import Interruption, interruptions_noted
from survivor_portal.installation import Settings, install
from tests.cast import AMARA, SURVIVORS
from tests.journeys.certificates import make_certificate

ROOT = Path(__file__).resolve().parents[1]
STARTS_WITHIN = 180
STOPS_WITHIN = 60

THE_CAST = [
    *(("survivor", name) for name in ("Amara", "Lucía", "نور", "Bela")),
    *(("advocate", name) for name in ("Ruth", "Tom")),
    ("supervisor", "Imani"),
]


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's throw-away folders are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def demo(*options: str | Path) -> Result:
    return CliRunner().invoke(main, ["demo", *(str(option) for option in options)])


def reason(result: Result) -> str:
    """Hold a refusal to its shape, and give the reason."""
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("survivor-portal: ")
    assert result.stderr.count("\n") == 1
    return result.stderr


def test_the_cast_is_the_one_tests_and_documentation_rely_on() -> None:
    assert [(entry.role, entry.name) for entry in sign_ins().values()] == THE_CAST
    assert [(person.chosen_name, person.language) for person in SURVIVORS] == [
        ("Amara", "en"),
        ("Lucía", "es"),
        ("نور", "ar"),
        ("Bela", None),
    ]


def test_every_member_of_the_cast_could_have_chosen_their_passphrase() -> None:
    assert all(15 <= len(entry.passphrase) <= 128 for entry in sign_ins().values())
    assert len({entry.passphrase for entry in sign_ins().values()}) == 7
    assert len({entry.sign_in_name for entry in sign_ins().values()}) == 7


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--host", "0.0.0.0"), "TLS"),  # noqa: S104 (refused)
        (("--host", "::"), "TLS"),
        (("--host", "192.168.0.7"), "TLS"),
        (("--certificate", "a.pem"), "certificate and private_key go together"),
        (("--private-key", "b.pem"), "certificate and private_key go together"),
        (("--exit-destination", "weather"), "exit destination"),
        (("--exit-destination", "http://www.weather.gov/"), "exit destination"),
    ],
    ids=str,
)
def test_an_unsafe_demonstration_is_refused_with_the_reason_and_nothing_is_left_of_it(
    temporary: Path, options: tuple[str, ...], expected: str
) -> None:
    assert expected in reason(demo(*options))

    assert list(temporary.iterdir()) == []


@pytest.mark.slow
def test_a_demonstration_that_cannot_be_served_is_refused_and_nothing_is_left_of_it(
    tmp_path: Path, temporary: Path
) -> None:
    certificate = make_certificate(tmp_path)
    wrong_pair = ("--certificate", certificate.private_key, "--private-key", certificate.path)

    assert "certificate" in reason(demo(*wrong_pair))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"port {port}" in reason(demo("--port", str(port)))

    assert list(temporary.iterdir()) == []


def test_the_sign_ins_of_the_demonstration_are_printed_as_json_and_nothing_is_made(
    temporary: Path,
) -> None:
    result = demo("--print-sign-ins")

    assert (result.exit_code, result.stderr) == (0, "")
    printed = json.loads(result.stdout)
    assert [list(entry) for entry in printed] == [["role", "name", "sign_in_name", "passphrase", "totp_secret"]] * 7
    assert [(entry["role"], entry["name"]) for entry in printed] == THE_CAST
    assert [entry["totp_secret"] is None for entry in printed] == [entry["role"] == "survivor" for entry in printed]
    assert list(temporary.iterdir()) == []


def test_the_staffs_codes_of_the_moment_are_printed_by_name() -> None:
    result = demo("--print-codes")

    assert (result.exit_code, result.stderr) == (0, "")
    lines = [line.split(": ") for line in result.stdout.splitlines()]
    assert [name for name, _ in lines] == ["Ruth", "Tom", "Imani"]
    assert all(len(code) == 6 and code.isdigit() for _, code in lines)


@pytest.mark.slow
def test_a_throw_away_folder_holds_the_cast_and_is_gone_afterwards(temporary: Path) -> None:
    with throw_away_folder(Settings(demonstration=True)) as config_path:
        config = read_config(config_path)
        deps = open_deps(config)
        opened = sign_in_survivor(deps, SurvivorAttempt(AMARA.sign_in_name, AMARA.passphrase, phone_is_hers=None))
        deps.storage.close()
        deps.key_ring.storage.close()
        assert isinstance(opened, OpenedSession)
        assert config.demonstration
        assert [path.stat().st_mode & 0o777 for path in temporary.iterdir()] == [0o700]

    assert list(temporary.iterdir()) == []


@pytest.mark.slow
def test_a_throw_away_folder_is_gone_after_a_failure_too(temporary: Path) -> None:
    with pytest.raises(ZeroDivisionError), throw_away_folder(Settings(demonstration=True)):
        raise ZeroDivisionError

    assert list(temporary.iterdir()) == []


def test_a_folder_that_is_told_to_end_between_two_steps_is_not_finished(temporary: Path) -> None:
    interruption = Interruption()
    interruption.note(signal.SIGTERM)

    with pytest.raises(SystemExit), throw_away_folder(Settings(demonstration=True), interruption.obey):
        pytest.fail("it was finished")

    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "told to end"])
def test_a_signal_is_noted_where_it_falls_and_obeyed_between_two_steps(number: signal.Signals) -> None:
    before = signal.getsignal(number)

    with interruptions_noted() as interruption:
        interruption.obey()
        signal.raise_signal(number)
        with pytest.raises(SystemExit) as ended:
            interruption.obey()

    assert ended.value.code == 128 + number
    assert signal.getsignal(number) is before


@dataclass(frozen=True)
class Answer:
    """What the portal sent: status, page, and the cookie it set."""

    status: int
    text: str
    cookie: str


@dataclass(frozen=True)
class Running:
    """The portal as its own process, in a group of its own as a terminal would start it."""

    port: int
    process: "subprocess.Popen[bytes]"
    log: Path

    def ask(self, method: str, path: str, body: str | None = None, cookie: str = "") -> Answer:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=20)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
        with closing(connection):
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.read().decode(), answer.getheader("Set-Cookie", ""))

    def is_healthy(self) -> bool:
        """Say whether it answers; not before it listens."""
        assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
        try:
            return self.ask("GET", "/healthz").status == 200
        except OSError:
            return False

    def try_to_sign_in(self, sign_in_name: str, passphrase: str) -> int:
        """Send the sign-in form as the page offers it, and give the status of the answer."""
        page = self.ask("GET", "/")
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
        assert token is not None
        held = page.cookie.partition(";")[0]
        sent = {"csrf_token": token[1], "sign_in_name": sign_in_name, "passphrase": passphrase, "phone_is_hers": "no"}
        return self.ask("POST", "/", urlencode(sent), held).status

    def stop(self, number: signal.Signals) -> int:
        """Send a signal to the whole group, as Ctrl-C does, and give the status it ends with."""
        os.killpg(self.process.pid, number)
        return self.process.wait(STOPS_WITHIN)


@contextmanager
def running(folder: Path, temporary: Path, port: int, *arguments: str | Path) -> Iterator[Running]:
    """Start a command, and end what is left of it."""
    log = folder / "output.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", "from survivor_portal.cli import main; main()", *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(temporary)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Running(port, process, log)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until_healthy(portal: Running) -> None:
    latest = time.monotonic() + STARTS_WITHIN
    while not portal.is_healthy():
        assert time.monotonic() < latest, portal.log.read_text(encoding="utf-8")
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.slow
def test_a_running_demonstration_lets_the_cast_in_and_ctrl_c_throws_it_away(tmp_path: Path, temporary: Path) -> None:
    port = free_port()
    with running(tmp_path, temporary, port, "demo", "--port", str(port)) as portal:
        wait_until_healthy(portal)
        assert len(list(temporary.iterdir())) == 1
        assert portal.try_to_sign_in(AMARA.sign_in_name, AMARA.passphrase) == 303
        assert portal.try_to_sign_in(AMARA.sign_in_name, "wrong") == 422

        assert portal.stop(signal.SIGINT) == 0

        said = portal.log.read_text(encoding="utf-8")
    assert list(temporary.iterdir()) == []
    assert f"http://localhost:{port}" in said
    assert "demonstration with invented people" in said
    assert all(entry.passphrase in said and entry.sign_in_name in said for entry in sign_ins().values())
    assert "Traceback" not in said


@pytest.mark.slow
def test_a_demonstration_that_is_told_to_end_throws_its_folder_away_too(tmp_path: Path, temporary: Path) -> None:
    port = free_port()
    with running(tmp_path, temporary, port, "demo", "--port", str(port)) as portal:
        wait_until_healthy(portal)

        assert portal.stop(signal.SIGTERM) == 0

    assert list(temporary.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "told to end"])
def test_a_demonstration_interrupted_before_it_serves_leaves_nothing_and_no_trace_of_code(
    tmp_path: Path, temporary: Path, number: signal.Signals
) -> None:
    port = free_port()
    with running(tmp_path, temporary, port, "demo", "--port", str(port)) as portal:
        latest = time.monotonic() + STARTS_WITHIN
        while not list(temporary.glob("*/data/portal.db")):
            assert time.monotonic() < latest, portal.log.read_text(encoding="utf-8")
            time.sleep(0.02)

        portal.stop(number)

        assert "Traceback" not in portal.log.read_text(encoding="utf-8")
    assert list(temporary.iterdir()) == []


@pytest.mark.slow
def test_a_real_folder_is_served_without_a_single_demonstration_sign_in(tmp_path: Path, temporary: Path) -> None:
    port = free_port()
    config_path = tmp_path / "portal.toml"
    asked = Settings(public_url=f"http://localhost:{port}", port=port)
    install(config_path, tmp_path / "data", tmp_path / "portal.key", asked)
    with running(tmp_path, temporary, port, "serve", "--config", config_path) as portal:
        wait_until_healthy(portal)
        assert [portal.try_to_sign_in(who.sign_in_name, who.passphrase) for who in sign_ins().values()] == [422] * 7

        assert portal.stop(signal.SIGINT) == 0

        said = portal.log.read_text(encoding="utf-8")
    assert f"Serving http://localhost:{port}" in said
    assert "Traceback" not in said
    assert not any(entry.sign_in_name in said.split() for entry in sign_ins().values())
    assert {path.name for path in (tmp_path / "data").iterdir()} >= {"portal.db", "keys"}
    assert list(temporary.iterdir()) == []


@pytest.mark.slow
def test_a_served_folder_can_be_served_again(tmp_path: Path, temporary: Path) -> None:
    port = free_port()
    config_path = tmp_path / "portal.toml"
    asked = Settings(public_url=f"http://localhost:{port}", port=port)
    install(config_path, tmp_path / "data", tmp_path / "portal.key", asked)

    for number in (signal.SIGTERM, signal.SIGINT):
        with running(tmp_path, temporary, port, "serve", "--config", config_path) as portal:
            wait_until_healthy(portal)
            assert portal.stop(number) == 0
