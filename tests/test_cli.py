"""The command line does what it says, or says in one line why not, ends with status 2, and leaves nothing half made."""

import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from click import Argument
from click.testing import CliRunner, Result

from survivor_portal.cli import main
from survivor_portal.config import read_config
from survivor_portal.installation import Settings, install
from survivor_portal.migrations import History, downgrade
from survivor_portal.storage import open_storage


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder that `init` was run in: portal.toml, portal.key, data."""
    home = tmp_path / "home"
    home.mkdir()
    assert init(home).exit_code == 0
    return home


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def init(home: Path, **changes: str | Path) -> Result:
    asked = {"config": home / "portal.toml", "data": home / "data", "key-file": home / "portal.key"}
    options = {**asked, "public-url": "http://localhost:8000", **{k.replace("_", "-"): v for k, v in changes.items()}}
    return run("init", *(part for name, value in options.items() for part in (f"--{name}", value)))


def reason(result: Result) -> str:
    """Hold a refusal to its shape, and give the reason."""
    assert (result.exit_code, result.stdout) == (2, "")
    assert isinstance(result.exception, SystemExit)
    name, _, line = result.stderr.partition(": ")
    assert name == "survivor-portal"
    assert line.endswith("\n")
    assert line.count("\n") == 1
    return line


def contents(folder: Path) -> dict[str, bytes | None]:
    """Give every file and folder below one, to compare before and after."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def add(home: Path, setting: str) -> None:
    path = home / "portal.toml"
    path.write_text(f"{setting}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")


@pytest.mark.parametrize("arguments", [(), *((name,) for name in main.commands)], ids=" ".join)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_explains_itself(arguments: tuple[str, ...], option: str) -> None:
    result = run(*arguments, option)

    command = main.commands[arguments[0]] if arguments else main
    assert result.exit_code == 0
    assert command.help is not None
    assert command.help.partition("\n")[0] in result.output
    for parameter in command.params:
        if isinstance(parameter, Argument):
            assert str(parameter.name).upper() in command.help
        else:
            assert max(parameter.opts, key=len) in result.output
            assert getattr(parameter, "help", None), f"{arguments} {parameter.name} explains nothing"


def test_the_commands_are_all_there() -> None:
    assert {"demo", "serve", "init", "migrate", "check"} <= main.commands.keys()


@pytest.mark.parametrize("arguments", [("dance",), ("serve",), ("init",), ("demo", "--port", "0"), ("demo", "--dance")])
def test_what_is_no_command_of_ours_ends_with_status_2(arguments: tuple[str, ...]) -> None:
    result = run(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error: " in result.stderr


def test_what_init_makes_is_in_order(home: Path) -> None:
    assert {path.name for path in home.iterdir()} == {"portal.toml", "portal.key", "data"}

    result = run("check", "--config", home / "portal.toml")

    assert result.exit_code == 0
    assert read_config(home / "portal.toml").demonstration is False


def test_init_says_what_it_made_and_to_keep_the_key_apart(tmp_path: Path) -> None:
    result = init(tmp_path)

    assert (result.exit_code, result.stderr) == (0, "")
    assert all(str(tmp_path / name) in result.stdout for name in ("portal.toml", "portal.key", "data"))
    assert "Keep a copy" in result.stdout


def test_paths_are_taken_from_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    result = run(
        *("init", "--config", "portal.toml", "--data", "data", "--key-file", "portal.key"),
        *("--public-url", "https://portal.example.org"),
    )

    assert result.exit_code == 0
    assert read_config(tmp_path / "portal.toml").key_file == tmp_path / "portal.key"


def test_the_configuration_may_be_named_by_the_environment(home: Path) -> None:
    result = CliRunner().invoke(main, ["check"], env={"SURVIVOR_PORTAL_CONFIG": str(home / "portal.toml")})

    assert result.exit_code == 0


@pytest.mark.parametrize("kept", ["portal.toml", "portal.key", "data"])
def test_init_never_replaces_anything(home: Path, kept: str) -> None:
    for name in {"portal.toml", "portal.key", "data"} - {kept}:
        path = home / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    before = contents(home)

    assert "is there already" in reason(init(home))

    assert contents(home) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"public_url": "http://portal.example.org"},
        {"public_url": "portal"},
        {"public_url": "http://[::1"},
        {"key_file": "data/portal.key"},
        {"key_file": "nowhere/portal.key"},
        {"config": "nowhere/portal.toml"},
        {"data": "nowhere/data"},
        {"config": "same", "key_file": "same"},
        {"config": "same", "data": "same"},
        {"key_file": "same", "data": "same"},
        {"data": "a file/data"},
        {"config": "a file/portal.toml"},
        {"key_file": "d\udcffta"},
        {"data": "d\udcffta"},
        {"data": "x" * 300},
    ],
    ids=ascii,
)
def test_init_refuses_in_one_line_and_leaves_nothing_half_made(tmp_path: Path, changes: dict[str, str]) -> None:
    (tmp_path / "a file").write_text("mine", encoding="utf-8")
    before = contents(tmp_path)

    reason(init(tmp_path, **{k: v if k == "public_url" else tmp_path / v for k, v in changes.items()}))

    assert contents(tmp_path) == before


def remove(name: str) -> Callable[[Path], None]:
    return lambda home: shutil.rmtree(home / name) if (home / name).is_dir() else (home / name).unlink()


def open_to_others(name: str) -> Callable[[Path], None]:
    return lambda home: (home / name).chmod(0o644)


def overwrite(name: str) -> Callable[[Path], None]:
    def spoil(home: Path) -> None:
        (home / name).chmod(0o600)
        (home / name).write_bytes(b"neither this nor that " * 300)

    return spoil


def take_back(history: History) -> Callable[[Path], None]:
    def stale(home: Path) -> None:
        config = read_config(home / "portal.toml")
        storage = open_storage(config.database_url if history is History.DATA else config.keys_url)
        downgrade(storage.writer, history, "base")
        storage.close()

    return stale


UNFIT: dict[str, tuple[Callable[[Path], object], str]] = {
    "no configuration": (remove("portal.toml"), "there is no configuration"),
    "an open configuration": (open_to_others("portal.toml"), "chmod 600"),
    "a garbled configuration": (overwrite("portal.toml"), "not valid TOML"),
    "an unsafe host": (lambda home: add(home, 'host = "0.0.0.0"'), "TLS"),
    "no key file": (remove("portal.key"), "key file"),
    "an open key file": (open_to_others("portal.key"), "chmod 400"),
    "a garbled key file": (overwrite("portal.key"), "damaged"),
    "no data folder": (remove("data"), "missing"),
    "no database": (remove("data/portal.db"), "missing"),
    "no key database": (remove("data/keys/keys.db"), "missing"),
    "no folder for the key database": (remove("data/keys"), "missing"),
    "a garbled database": (overwrite("data/portal.db"), "database"),
    "a garbled key database": (overwrite("data/keys/keys.db"), "database"),
    "a stale database": (take_back(History.DATA), "survivor-portal migrate"),
    "a stale key database": (take_back(History.KEYS), "survivor-portal migrate"),
    "an address of no database": (lambda home: add(home, 'database_address = "nonsense"'), "database_address"),
    "an unknown kind of database": (lambda home: add(home, 'keys_address = "mysql://x:y@127.0.0.1/z"'), "keys_address"),
    "no certificate": (
        lambda home: add(home, 'certificate = "/nowhere/a.pem"\nprivate_key = "/nowhere/b.pem"'),
        "certificate",
    ),
}


@pytest.mark.parametrize("command", ["serve", "check"])
@pytest.mark.parametrize("unfit", UNFIT)
def test_what_is_unfit_to_serve_is_refused_in_one_line_and_left_as_it_is(home: Path, command: str, unfit: str) -> None:
    spoil, expected = UNFIT[unfit]
    spoil(home)
    before = contents(home)

    line = reason(run(command, "--config", home / "portal.toml"))

    assert expected in line
    assert "x:y" not in line
    # SQLite keeps a log and an index of it beside a database that is being looked at.
    assert {name: content for name, content in contents(home).items() if not name.endswith(("-wal", "-shm"))} == before


def test_migrating_repairs_a_stale_database(home: Path) -> None:
    take_back(History.DATA)(home)

    assert run("migrate", "--config", home / "portal.toml").exit_code == 0
    assert run("check", "--config", home / "portal.toml").exit_code == 0


@pytest.mark.parametrize("unfit", ["no configuration", "an open configuration", "an address of no database"])
def test_migrating_refuses_in_one_line_too(home: Path, unfit: str) -> None:
    spoil, expected = UNFIT[unfit]
    spoil(home)

    assert expected in reason(run("migrate", "--config", home / "portal.toml"))


def test_a_demonstration_is_never_served_as_the_real_thing(tmp_path: Path) -> None:
    # Were it not refused, the taken port would keep this test from serving it for ever.
    with socket.create_server(("127.0.0.1", 0)) as taken:
        asked = Settings(demonstration=True, port=taken.getsockname()[1])
        install(tmp_path / "portal.toml", tmp_path / "data", tmp_path / "portal.key", asked)

        assert "demonstration" in reason(run("serve", "--config", tmp_path / "portal.toml"))


def test_a_port_that_another_program_listens_on_is_refused(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        add(home, f"port = {port}")

        line = reason(run("serve", "--config", home / "portal.toml"))

    assert f"127.0.0.1, port {port}" in line
