"""The command: what it says, and its exit statuses."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from survivor_portal.cli import main
from tests.actions.directory_import.reading import Empty, run
from tests.hsds import service, written
from tests.stored import all_rows


def test_the_command_says_what_it_did_and_that_a_second_time_changes_nothing(empty: Empty, tmp_path: Path) -> None:
    path = written(tmp_path, service(1), service(2))
    first, second = run(empty, path), run(empty, path)

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert re.search(r"services +2 +0 +0\n", first.stdout)
    assert first.stdout.endswith("Imported.\n")
    assert re.search(r"services +0 +0 +2\n", second.stdout)
    assert second.stdout.endswith("Nothing changed: all of it was here already.\n")


def test_the_command_can_be_tried_without_writing(empty: Empty, tmp_path: Path) -> None:
    before = all_rows(empty.deps)
    result = run(empty, "--dry-run", written(tmp_path, service(1)))

    assert result.exit_code == 0
    assert result.stdout.endswith("Nothing was written: this was a dry run.\n")
    assert all_rows(empty.deps) == before


def test_the_command_names_the_file_the_row_and_the_field_of_an_error_and_ends_with_1(
    empty: Empty, tmp_path: Path
) -> None:
    before = all_rows(empty.deps)
    result = run(empty, written(tmp_path, service(1), service(2, name="")))

    assert result.exit_code == 1
    assert "error: directory.json, row 2, name: The record has no name.\n" in result.stderr
    assert "Nothing was changed." in result.stderr
    assert result.stdout == ""
    assert all_rows(empty.deps) == before


def test_the_command_tells_each_kind_of_warning_once_with_its_first_rows(empty: Empty, tmp_path: Path) -> None:
    wrong = [service(number, assured_date="soon") for number in range(1, 31)]
    result = run(empty, written(tmp_path, *wrong, service(31, url="javascript:alert()")))

    assert result.exit_code == 0
    assert result.stderr.count("is not a date") == 1
    assert re.search(r"^warning: .*, 30 rows \(1, 2, 3, 4, 5, …\), .*is not a date", result.stderr, re.MULTILINE)
    assert re.search(r"^warning: .*, row 31, url: ", result.stderr, re.MULTILINE)
    assert "soon" not in result.stderr


@pytest.mark.parametrize("trouble", ["no configuration", "no key file", "an old database"])
def test_the_command_ends_with_2_where_the_portal_is_not_ready(empty: Empty, tmp_path: Path, trouble: str) -> None:
    if trouble == "no configuration":
        empty.config_path.unlink()
    elif trouble == "no key file":
        (tmp_path / "portal.key").unlink()
    else:
        with empty.deps.storage.write() as session:
            session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
            session.commit()
    result = run(empty, written(tmp_path, service(1)))

    assert result.exit_code == 2
    assert result.stderr.startswith("survivor-portal: ")
    assert "Traceback" not in result.output


def test_the_commands_help_tells_its_exit_statuses() -> None:
    shown = " ".join(CliRunner().invoke(main, ["import-directory", "--help"]).output.split())

    assert "Exit status: 0 when it was imported" in shown
    assert "1 when the directory has errors, and nothing was changed" in shown
    assert "2 when the portal is not ready for it, and nothing was changed" in shown
