"""`rotate-keys` as an operator runs it: watched, stopped with Ctrl-C, killed, and run again."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.opening import open_deps
from survivor_portal.cli import main
from survivor_portal.config import read_config
from survivor_portal.installation import Settings, install
from survivor_portal.security.keyfile import read_key_file
from survivor_portal.security.keyring import DataKey, DataKeyId, WrappedKey, wrapped
from survivor_portal.security.tokens import new_ref, system_chance

# As in a terminal: whatever runs the tests in the background may have switched Ctrl-C off.
START = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
START += "from survivor_portal.cli import main; main()"
MANY = 1000
PATIENCE = 60


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder that `init` was run in."""
    install(tmp_path / "portal.toml", tmp_path / "data", tmp_path / "portal.key", Settings())
    return tmp_path


@pytest.fixture
def portal(home: Path) -> Iterator[Deps]:
    """The portal on it, running since before."""
    deps = open_deps(read_config(home / "portal.toml"))
    yield deps
    deps.storage.close()
    deps.key_ring.storage.close()


@pytest.fixture
def people(portal: Deps) -> dict[str, DataKey]:
    """Many people's keys."""
    ring = portal.key_ring
    made: dict[str, DataKey] = {
        new_ref(system_chance): DataKey(DataKeyId(new_ref(system_chance)), system_chance(32)) for _ in range(MANY)
    }
    secret = ring.key_file.wrapping_keys[ring.key_file.current]
    with ring.storage.write() as session:
        session.add_all(
            WrappedKey(
                owner_id=owner,
                key_id=key.id,
                wrapped_with=ring.key_file.current,
                wrapped=wrapped(secret, owner, key, system_chance),
                created_at=portal.clock(),
            )
            for owner, key in made.items()
        )
        session.commit()
    return made


def begin(home: Path) -> "subprocess.Popen[str]":
    """Start the command as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", START, "rotate-keys", "--config", str(home / "portal.toml")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def read_anew(home: Path, people: dict[str, DataKey]) -> dict[str, DataKey]:
    """Give what a portal that starts now can open."""
    deps = open_deps(read_config(home / "portal.toml"))
    found = deps.key_ring.keys_for(people)
    deps.storage.close()
    deps.key_ring.storage.close()
    return found


def stop_after(process: "subprocess.Popen[str]", lines: int, how: signal.Signals) -> tuple[int, str]:
    """Let it tell this many lines of progress, stop it, and give its status and the rest of what it told."""
    assert process.stderr is not None
    for _ in range(lines):
        assert process.stderr.readline().startswith("Wrapped anew: ")
    process.send_signal(how)
    _, told = process.communicate(timeout=PATIENCE)
    return process.returncode, told


def run(home: Path, *options: str) -> tuple[int, str]:
    """Run the command to its end, and give its status and all it said."""
    result = CliRunner().invoke(main, ["rotate-keys", "--config", str(home / "portal.toml"), *options])
    return result.exit_code, result.output


def test_killed_again_and_again_it_leaves_everything_readable_and_ends_at_last(
    home: Path, portal: Deps, people: dict[str, DataKey]
) -> None:
    for lines in (0, 1, 2, 1, 3):
        status, _ = stop_after(begin(home), lines, signal.SIGKILL)

        assert status == -signal.SIGKILL
        assert read_anew(home, people) == people
        assert portal.key_ring.keys_for(people) == people

    status, told = run(home)

    assert status == 0
    assert "cut short" in told
    assert len(read_key_file(home / "portal.key").wrapping_keys) == 1
    assert read_anew(home, people) == people
    assert portal.key_ring.keys_for(people) == people


def test_stopped_with_ctrl_c_it_says_that_nothing_is_lost(home: Path, people: dict[str, DataKey]) -> None:
    status, told = stop_after(begin(home), 1, signal.SIGINT)

    assert status == 1
    assert told.endswith("Stopped. Everything can still be read. Run it again to finish.\n")
    assert "Traceback" not in told
    assert read_anew(home, people) == people


def test_the_former_wrapping_key_and_what_it_wrapped_are_nowhere_in_the_folder_afterwards(
    home: Path, portal: Deps, people: dict[str, DataKey]
) -> None:
    former = portal.key_ring.key_file.current
    database = home / "data" / "keys" / "keys.db"
    assert former.encode() in database.read_bytes() + database.with_name("keys.db-wal").read_bytes()

    assert run(home)[0] == 0

    lying = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert former.encode() not in lying
    assert read_anew(home, people) == people


@pytest.mark.usefixtures("people")
def test_a_dry_run_says_how_many_and_changes_nothing(home: Path) -> None:
    before = (home / "portal.key").read_bytes()

    status, told = run(home, "--dry-run")

    assert (status, told) == (0, f"Keys to wrap anew: {MANY}. Nothing was written: this was a dry run.\n")
    assert (home / "portal.key").read_bytes() == before


def test_a_key_file_that_is_gone_is_told_in_one_line(home: Path) -> None:
    (home / "portal.key").unlink()

    status, told = run(home)

    assert status == 2
    assert told == f"survivor-portal: the key file {home / 'portal.key'} cannot be read\n"
