"""Erasure down to the bytes: killed in between, looked for on the disk, put back from a copy, asked for by hand."""

import shutil
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.erasing import erase_survivor, finish_erasures
from survivor_portal.actions.opening import open_deps
from survivor_portal.app import CONFIG_VARIABLE, create_from_environment
from survivor_portal.cli import main
from survivor_portal.config import Config
from survivor_portal.models import AskedDeletion, Message
from survivor_portal.security.keyring import KeyGoneError, WrappedKey
from tests.conftest import quick_hasher
from tests.lives import Life, make_life
from tests.stored import all_rows
from tests.timepiece import Timepiece

KILLED_IN_BETWEEN = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from survivor_portal.actions.erasing import erase_survivor
from survivor_portal.actions.opening import open_deps
from survivor_portal.config import read_config
from survivor_portal.security.keyring import KeyRing


class Cut(KeyRing):
    def destroy(self, owner_id):
        super().destroy(owner_id)
        os.kill(os.getpid(), signal.SIGKILL)


deps = open_deps(read_config(Path(sys.argv[1])))
ring = deps.key_ring
erase_survivor(replace(deps, key_ring=Cut(ring.storage, ring.known, ring.chance, ring.clock)), sys.argv[2])
"""


@pytest.fixture
def life(deps: Deps, timepiece: Timepiece) -> Life:
    """Wren, with something everywhere."""
    return make_life(deps, timepiece)


@pytest.fixture
def config_path(config: Config) -> Path:
    """The configuration as a file."""
    path = config.data_folder.parent / "portal.toml"
    path.unlink()
    path.write_text(f'data_folder = "{config.data_folder}"\nkey_file = "{config.key_file}"\n', encoding="utf-8")
    path.chmod(0o600)
    return path


def run(command: str, config_path: Path, *options: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, [command, "--config", str(config_path), *options], input=typed)


def lying(config: Config) -> bytes:
    """Give every byte in the data folder."""
    return b"".join(path.read_bytes() for path in config.data_folder.rglob("*") if path.is_file())


def sealed(deps: Deps, her: str) -> list[bytes]:
    """Give what of hers lies there as long as she is: her wrapped key, and what was said."""
    with deps.key_ring.storage.read() as keys, deps.storage.read() as data:
        wrapped = keys.execute(select(WrappedKey.wrapped).where(WrappedKey.owner_id == her)).scalars().all()
        bodies = data.execute(select(Message.body).where(Message.survivor_id == her)).scalars().all()
    return [*wrapped, *(bytes(body) for body in bodies)]


def reopened(config: Config, timepiece: Timepiece) -> Deps:
    """Open the databases as a portal does that starts now."""
    return open_deps(config, clock=timepiece, hasher=quick_hasher())


def close(deps: Deps) -> None:
    deps.storage.close()
    deps.key_ring.storage.close()


def test_not_even_sealed_bytes_of_hers_are_left_in_the_databases_their_logs_or_a_copy(
    deps: Deps, config: Config, life: Life, tmp_path: Path
) -> None:
    hers = sealed(deps, life.her)
    assert len(hers) == 3
    assert all(part in lying(config) for part in hers)

    erase_survivor(deps, life.her)

    with deps.storage.read() as connection:
        connection.exec_driver_sql("PRAGMA query_only = OFF")
        connection.exec_driver_sql(f"VACUUM INTO '{tmp_path / 'copy.db'}'")
    left = lying(config) + (tmp_path / "copy.db").read_bytes()
    assert [part for part in hers if part in left] == []
    assert life.her.encode() not in (config.data_folder / "portal.db").read_bytes()


def test_killed_after_her_key_is_destroyed_nothing_opens_and_the_next_start_ends_it(
    deps: Deps, config_path: Path, life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = subprocess.run([sys.executable, "-c", KILLED_IN_BETWEEN, config_path, life.her], check=False, timeout=60)

    assert cut.returncode == -signal.SIGKILL
    assert any(life.her in row for row in all_rows(deps)["survivors"])
    with pytest.raises(KeyGoneError):
        deps.key_ring.key_for(life.her)
    assert not life.can_sign_in()

    monkeypatch.setenv(CONFIG_VARIABLE, str(config_path))
    started = create_from_environment()
    close(started.extensions["survivor_portal"][1])
    assert {table for table, rows in all_rows(deps).items() if any(life.her in row for row in rows)} == {
        "destroyed_keys"
    }


def test_an_old_copy_of_the_data_put_back_beside_today_s_keys_brings_nobody_back(
    deps: Deps, config: Config, config_path: Path, life: Life, timepiece: Timepiece
) -> None:
    stays = life.caseload.add("Robin")
    deps.storage.empty_log()
    database = config.data_folder / "portal.db"
    shutil.copy(database, database.with_name("old.db"))
    erase_survivor(deps, life.her)
    close(deps)
    for path in config.data_folder.glob("portal.db*"):
        path.unlink()
    database.with_name("old.db").rename(database)

    restored = reopened(config, timepiece)
    back = Life(restored, timepiece, life.caseload, life.her, life.advocate, life.supervisor)
    assert any(life.her in row for row in all_rows(restored)["survivors"])
    with pytest.raises(KeyGoneError):
        restored.key_ring.key_for(life.her)
    assert not back.can_sign_in()
    close(restored)

    result = run("check", config_path)

    assert (result.exit_code, "taken away: 1\n" in result.stdout) == (0, True)
    swept = reopened(config, timepiece)
    assert not any(life.her in row for row in all_rows(swept)["survivors"])
    assert any(stays in row for row in all_rows(swept)["survivors"])
    assert finish_erasures(swept) == 0
    close(swept)


def test_a_key_database_that_belongs_to_other_rows_is_told_and_nobody_is_taken_away(
    deps: Deps, config_path: Path, life: Life
) -> None:
    with deps.key_ring.storage.writer.begin() as connection:
        connection.exec_driver_sql("DELETE FROM data_keys")
    before = all_rows(deps)

    result = run("check", config_path)

    assert result.exit_code == 2
    assert "people have no key" in result.stderr
    assert all_rows(deps) == before
    assert life.her not in result.stderr


# ------------------------------------------------------------------------------------------------------------- by hand


@pytest.mark.parametrize("typed", ["wren field 12", " WREN  field 12"])
def test_the_operator_erases_her_by_her_sign_in_name(deps: Deps, config_path: Path, life: Life, typed: str) -> None:
    result = run("erase", config_path, typed=f"{typed}\ny\n")

    assert (result.exit_code, result.stdout) == (0, "Erased.\n")
    assert not any(life.her in row for row in all_rows(deps)["survivors"])
    assert "wren" not in result.output.lower()


def test_the_operator_erases_her_by_her_reference_and_is_not_asked_twice(
    deps: Deps, config_path: Path, life: Life
) -> None:
    result = run("erase", config_path, "--reference", life.her, "--yes")

    assert (result.exit_code, result.output) == (0, "Erased.\n")
    assert not any(life.her in row for row in all_rows(deps)["survivors"])


def test_saying_no_or_only_trying_erases_nothing(deps: Deps, config_path: Path, life: Life) -> None:
    before = all_rows(deps)

    assert "Nothing was changed" in run("erase", config_path, "--reference", life.her, typed="n\n").stdout
    tried = run("erase", config_path, "--reference", life.her, "--dry-run")

    assert (tried.exit_code, tried.stdout) == (0, "Rows that would be erased: 24. Nothing was changed: a dry run.\n")
    assert all_rows(deps) == before


@pytest.mark.usefixtures("life")
@pytest.mark.parametrize("named", ["nobody at all", "a" * 26])
def test_whoever_is_not_there_is_told_in_one_line(deps: Deps, config_path: Path, named: str) -> None:
    before = all_rows(deps)

    result = run("erase", config_path, "--reference", named, "--yes")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "survivor-portal: nobody is called that; nothing was changed\n"
    assert all_rows(deps) == before


def test_a_hold_keeps_her_from_the_operator_too(deps: Deps, config_path: Path, life: Life) -> None:
    life.hold()
    before = all_rows(deps)

    result = run("erase", config_path, "--reference", life.her, "--yes")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "legal hold" in result.stderr
    assert all_rows(deps) == before


def test_purging_deletes_who_is_due_and_leaves_who_is_not_or_is_held(
    deps: Deps, config_path: Path, life: Life, timepiece: Timepiece
) -> None:
    due, held, waits = (life.caseload.add(name) for name in ("Tove", "Robin", "Sasha"))
    # The command has the clock of this machine, which is later than the test's or not: both moments are far from it.
    past, future = timepiece() - timedelta(days=20_000), timepiece() + timedelta(days=20_000)
    with deps.storage.write() as session:
        for survivor_id, due_at in ((due, past), (held, past), (waits, future)):
            session.add(AskedDeletion(survivor_id=survivor_id, asked_at=past, due_at=due_at))
        session.commit()
    Life(deps, timepiece, life.caseload, held, life.advocate, life.supervisor).hold()

    tried = run("purge", config_path, "--dry-run")
    assert "People deleted as they asked: 1\nPeople whom a legal hold keeps: 1\n" in tried.stdout
    result = run("purge", config_path)

    assert result.exit_code == 0
    assert "People deleted as they asked: 1\n" in result.stdout
    assert "People whom a legal hold keeps: 1\n" in result.stdout
    left = all_rows(deps)["survivors"]
    assert not any(due in row for row in left)
    assert all(any(survivor_id in row for row in left) for survivor_id in (held, waits))
    assert "People deleted as they asked: 0\n" in run("purge", config_path).stdout


def test_emptying_the_log_leaves_none(deps: Deps, config: Config, life: Life) -> None:
    assert (config.data_folder / "portal.db-wal").stat().st_size > 0

    erase_survivor(deps, life.her)

    assert (config.data_folder / "portal.db-wal").stat().st_size == 0
    assert (config.data_folder / "keys" / "keys.db-wal").stat().st_size == 0
