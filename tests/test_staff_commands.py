"""The first supervisor comes from the command line, and gets a link that is good once."""

from pathlib import Path

import pyotp
import pytest
from click.testing import CliRunner, Result

from survivor_portal.actions.opening import open_deps
from survivor_portal.actions.staff import (
    BegunSetUp,
    NewAccount,
    SetUpCode,
    begin_set_up,
    create_staff,
    finish_set_up,
    staff_members,
)
from survivor_portal.cli import main
from survivor_portal.config import read_config
from survivor_portal.domain.people import Role
from survivor_portal.domain.staff import StaffState
from survivor_portal.installation import Settings, install
from tests.conftest import quick_hasher
from tests.staff import at_desk

CREATE = ("create-staff", "--role", "supervisor", "--name", "Imani", "--sign-in-name", "imani")


@pytest.fixture
def config_path(tmp_path: Path) -> Path:
    """The configuration of an empty data folder."""
    install(
        tmp_path / "p.toml", tmp_path / "data", tmp_path / "p.key", Settings(public_url="https://portal.example.org")
    )
    return tmp_path / "p.toml"


def run(config_path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--config", str(config_path)])


def code_in(result: Result) -> str:
    """Give the code of the link that was printed, which stands there twice: in the link, and by itself."""
    assert result.exit_code == 0, result.output
    link = next(line.strip() for line in result.stdout.splitlines() if "#" in line)
    address, _, code = link.partition("#")
    assert address == "https://portal.example.org/desk/set-up"
    assert result.stdout.count(code) == 2
    return code


def set_up(config_path: Path, code: str) -> bool:
    """Set the account up, and say whether the code was good."""
    deps = open_deps(read_config(config_path), hasher=quick_hasher())
    begun = begin_set_up(deps, code, "patient orchard counts every lantern")
    if isinstance(begun, BegunSetUp):
        numbers = pyotp.TOTP(begun.totp_secret).at(deps.clock())
        assert isinstance(finish_set_up(deps, code, begun.seal, numbers), tuple)
    deps.storage.close()
    deps.key_ring.storage.close()
    return isinstance(begun, BegunSetUp)


def states(config_path: Path) -> list[tuple[str, Role, StaffState]]:
    deps = open_deps(read_config(config_path))
    found = [(member.name, member.role, member.state) for member in staff_members(deps)]
    deps.storage.close()
    deps.key_ring.storage.close()
    return found


def test_the_first_supervisor_is_made_and_sets_the_account_up(config_path: Path) -> None:
    code = code_in(run(config_path, *CREATE))
    assert states(config_path) == [("Imani", Role.SUPERVISOR, StaffState.TO_SET_UP)]

    assert set_up(config_path, code)

    assert states(config_path) == [("Imani", Role.SUPERVISOR, StaffState.ACTIVE)]
    assert not set_up(config_path, code)


def test_an_account_is_made_anew_with_another_link(config_path: Path) -> None:
    first = code_in(run(config_path, *CREATE))
    assert set_up(config_path, first)

    second = code_in(run(config_path, "reset-staff", "--sign-in-name", "IMANI"))

    assert second != first
    assert states(config_path) == [("Imani", Role.SUPERVISOR, StaffState.TO_SET_UP)]
    assert set_up(config_path, second)


def test_an_account_that_waits_for_a_third_person_is_confirmed(config_path: Path) -> None:
    assert set_up(config_path, code_in(run(config_path, *CREATE)))
    deps = open_deps(read_config(config_path), hasher=quick_hasher())
    imani = staff_members(deps)[0].id
    set_up_code = create_staff(deps, NewAccount("Ruth", Role.ADVOCATE, "ruth"), by=at_desk(deps, imani))
    assert isinstance(set_up_code, SetUpCode)
    assert set_up(config_path, set_up_code.code)
    assert ("Ruth", Role.ADVOCATE, StaffState.TO_CONFIRM) in states(config_path)

    result = run(config_path, "confirm-staff", "--sign-in-name", "RUTH")

    assert (result.exit_code, result.stdout) == (0, "Confirmed. The account opens its pages now.\n")
    assert ("Ruth", Role.ADVOCATE, StaffState.ACTIVE) in states(config_path)
    deps.storage.close()
    deps.key_ring.storage.close()


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (
            ("confirm-staff", "--sign-in-name", "imani"),
            "no account with this sign-in name waits to be confirmed; nothing was changed",
        ),
        (CREATE, "somebody has this sign-in name already; nothing was changed"),
        (
            ("create-staff", "--role", "advocate", "--name", " ", "--sign-in-name", "x"),
            "--name must have 1 to 80 ordinary characters; nothing was changed",
        ),
        (
            ("create-staff", "--role", "advocate", "--name", "Tom", "--sign-in-name", "x" * 81),
            "--sign-in-name must have 1 to 80 ordinary characters; nothing was changed",
        ),
        (
            ("reset-staff", "--sign-in-name", "nobody"),
            "no account that still stands has this sign-in name; nothing was changed",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line_and_changes_nothing(
    config_path: Path, arguments: tuple[str, ...], reason: str
) -> None:
    assert run(config_path, *CREATE).exit_code == 0

    result = run(config_path, *arguments)

    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"survivor-portal: {reason}\n")
    assert len(states(config_path)) == 1


def test_a_role_that_is_none_is_refused(config_path: Path) -> None:
    result = run(config_path, "create-staff", "--role", "operator", "--name", "Imani", "--sign-in-name", "imani")

    assert result.exit_code == 2
    assert states(config_path) == []
