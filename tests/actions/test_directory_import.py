"""Importing a directory: all of it or nothing, and the same files twice change nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import event, select

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.directory import Counts, ImportReport, import_directory, service_for, services_by_need
from survivor_portal.actions.opening import open_deps
from survivor_portal.actions.options import options_of, pick_service
from survivor_portal.actions.people import NewSurvivor, add_survivor
from survivor_portal.cli import main
from survivor_portal.demonstration import folder
from survivor_portal.directory import MessageId
from survivor_portal.domain.taxonomy import Need
from survivor_portal.installation import Settings, install
from survivor_portal.models.directory import Location, Service, ServiceNeed
from tests.conftest import quick_hasher
from tests.hsds import location, need, service, written
from tests.stored import all_rows
from tests.timepiece import Timepiece

DEMONSTRATION = Path(folder.__file__).with_name("directory.json")
PUBLISHED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "hsds"


@dataclass
class Empty:
    """A data folder without a person or a service in it."""

    config_path: Path
    deps: Deps
    timepiece: Timepiece


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Empty]:
    """A data folder that was just made."""
    config_path, timepiece = tmp_path / "portal.toml", Timepiece()
    config = install(config_path, tmp_path / "data", tmp_path / "portal.key", Settings(demonstration=True))
    deps = open_deps(config, clock=timepiece, hasher=quick_hasher())
    yield Empty(config_path, deps, timepiece)
    deps.storage.close()
    deps.key_ring.storage.close()


def changed(report: ImportReport) -> dict[str, int]:
    """Give how many records of each kind an import changed, where it changed any."""
    return {kind: counts.changed for kind, counts in report.counts.items() if counts.changed}


def rows(deps: Deps, *columns: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 (whatever is selected)
    """Give rows as they are stored."""
    with deps.storage.read() as connection:
        return sorted(tuple(row) for row in connection.execute(select(*columns)))


def run(empty: Empty, *arguments: str | Path) -> Result:
    """Run the command in this process."""
    words = ["import-directory", "--config", str(empty.config_path), *map(str, arguments)]
    return CliRunner().invoke(main, words)


def test_the_demonstrations_directory_comes_in_whole(empty: Empty) -> None:
    report = import_directory(empty.deps, DEMONSTRATION)

    assert report.problems == ()
    assert {kind: counts.new for kind, counts in report.counts.items()} == {
        "providers": 12,
        "services": 25,
        "locations": 12,
        "services at locations": 25,
    }
    assert services_by_need(empty.deps, Need.HOUSING).cards


def test_the_demonstration_has_the_directory_that_the_command_imports(deps: Deps) -> None:
    assert import_directory(deps, DEMONSTRATION).changes_nothing


@pytest.mark.parametrize("sample", ["1.1-ilao", "3.0", "3.0/csv", "3.1", "3.1/csv"])
def test_a_directory_as_the_field_publishes_it_comes_in_whole_and_twice_equals_once(empty: Empty, sample: str) -> None:
    if not PUBLISHED.is_dir():
        pytest.skip(f"there are no published directories at {PUBLISHED}")
    first = import_directory(empty.deps, PUBLISHED / sample)
    before = all_rows(empty.deps)
    second = import_directory(empty.deps, PUBLISHED / sample)

    assert first.counts["services"].new > 0
    assert second.changes_nothing
    assert second.counts["services"] == Counts(0, 0, first.counts["services"].new)
    assert all_rows(empty.deps) == before


def test_the_same_files_twice_change_nothing_however_late(empty: Empty) -> None:
    import_directory(empty.deps, DEMONSTRATION)
    before = all_rows(empty.deps)
    empty.timepiece.move(timedelta(days=30))
    report = import_directory(empty.deps, DEMONSTRATION)

    assert report.counts["services"] == Counts(0, 0, 25)
    assert report.changes_nothing
    assert all_rows(empty.deps) == before


def test_a_dry_run_says_what_would_change_and_writes_nothing(empty: Empty, tmp_path: Path) -> None:
    import_directory(empty.deps, written(tmp_path, service(1), service(2)))
    before = all_rows(empty.deps)
    path = written(tmp_path, service(1, fees_description="Free."), service(2), service(3))
    foretold = import_directory(empty.deps, path, dry_run=True)

    assert all_rows(empty.deps) == before
    assert foretold.counts["services"] == Counts(1, 1, 1)
    assert import_directory(empty.deps, path).counts == foretold.counts


@pytest.mark.parametrize("dry_run", [False, True])
def test_an_import_that_writes_nothing_makes_nobody_wait(empty: Empty, tmp_path: Path, *, dry_run: bool) -> None:
    import_directory(empty.deps, written(tmp_path, service(1)))
    path = written(tmp_path, service(1), *([service(2)] if dry_run else []))
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(empty.deps.storage.writer, "before_cursor_execute", note)
    report = import_directory(empty.deps, path, dry_run=dry_run)

    assert report.changes_nothing is not dry_run
    assert asked == []


def test_what_others_write_while_an_import_compares_is_known_again(empty: Empty, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    others = written(tmp_path / "other", service(1), service(2, fees_description="Free."))
    path = written(tmp_path, service(1), service(2), service(3))

    def come_between(*_arguments: object) -> None:
        import_directory(empty.deps, others)

    event.listen(empty.deps.storage.reader, "checkin", come_between, once=True)
    report = import_directory(empty.deps, path)

    assert report.counts["services"] == Counts(1, 1, 1)
    assert report.counts["providers"] == Counts(1, 0, 2)
    assert import_directory(empty.deps, path).changes_nothing


def test_a_changed_record_is_changed_in_its_place(empty: Empty, tmp_path: Path) -> None:
    import_directory(empty.deps, written(tmp_path, service(1), service(2)))
    ids = rows(empty.deps, Service.source_id, Service.id)
    empty.timepiece.move(timedelta(days=1))
    report = import_directory(empty.deps, written(tmp_path, service(1, fees_description="Free."), service(2)))

    assert changed(report) == {"services": 1}
    assert rows(empty.deps, Service.source_id, Service.id) == ids
    assert rows(empty.deps, Service.source_id, Service.fees) == [("service-1", "Free."), ("service-2", None)]
    moments = [moment for _source_id, moment in rows(empty.deps, Service.source_id, Service.imported_at)]
    assert moments[0] - moments[1] == timedelta(days=1)


def test_a_change_in_a_list_inside_a_record_is_noticed(empty: Empty, tmp_path: Path) -> None:
    phone = {"id": "phone-1", "number": "555 0100"}
    import_directory(empty.deps, written(tmp_path, service(1, phones=[phone])))
    report = import_directory(empty.deps, written(tmp_path, service(1, phones=[{**phone, "number": "555 0101"}])))

    assert changed(report) == {"services": 1}
    (card,) = services_by_need(empty.deps, Need.HOUSING).cards
    assert [phone.shown for phone in service_for(empty.deps, card.id).phones] == ["555 0101"]


def test_a_service_that_meets_other_needs_now_counts_as_changed(empty: Empty, tmp_path: Path) -> None:
    import_directory(empty.deps, written(tmp_path, service(1)))
    report = import_directory(empty.deps, written(tmp_path, service(1, attributes=[need(1, "medical")])))

    assert changed(report)["services"] == 1
    assert rows(empty.deps, ServiceNeed.need) == [("medical",)]


def test_a_service_that_moved_is_no_longer_at_its_old_place(empty: Empty, tmp_path: Path) -> None:
    import_directory(empty.deps, written(tmp_path, service(1)))
    moved = [{"id": "link-1b", "location": location(2)}]
    report = import_directory(empty.deps, written(tmp_path, service(1, service_at_locations=moved)))

    assert report.counts["services at locations"] == Counts(1, 1, 0)
    (card,) = services_by_need(empty.deps, Need.HOUSING).cards
    assert [place.name for place in service_for(empty.deps, card.id).places] == ["House 2"]


def test_two_links_between_a_service_and_a_place_are_one_with_both_their_phones(empty: Empty, tmp_path: Path) -> None:
    links = [
        {"id": f"link-{name}", "location": location(1), "phones": [{"id": f"phone-{name}", "number": f"555 010{name}"}]}
        for name in range(2)
    ]
    path = written(tmp_path, service(1, service_at_locations=links))
    report = import_directory(empty.deps, path)

    assert report.counts["services at locations"] == Counts(1, 0, 0)
    (card,) = services_by_need(empty.deps, Need.HOUSING).cards
    assert [phone.shown for phone in service_for(empty.deps, card.id).phones] == ["555 0100", "555 0101"]
    assert import_directory(empty.deps, path).changes_nothing


def test_what_the_files_no_longer_hold_stays_on_her_list(empty: Empty, tmp_path: Path) -> None:
    her = add_survivor(empty.deps, NewSurvivor("Wren", "wren field 12", "five words that nobody guesses"))
    import_directory(empty.deps, written(tmp_path, service(1), service(2)))
    for card in services_by_need(empty.deps, Need.HOUSING).cards:
        pick_service(empty.deps, her, card.id)
    import_directory(empty.deps, written(tmp_path, service(2)))

    assert [card.name for card in options_of(empty.deps, her)] == ["Service 001", "Service 002"]


def test_an_address_hidden_once_stays_hidden(empty: Empty, tmp_path: Path) -> None:
    marked = service(1, attributes=[need(1, "housing"), need(1, "address_hidden")])
    import_directory(empty.deps, written(tmp_path, marked))
    assert rows(empty.deps, Location.address_hidden) == [(True,)]
    import_directory(empty.deps, written(tmp_path, service(1)))

    assert rows(empty.deps, Location.address_hidden) == [(True,)]
    assert import_directory(empty.deps, written(tmp_path, service(1))).changes_nothing


def test_a_later_file_can_hide_an_address(empty: Empty, tmp_path: Path) -> None:
    import_directory(empty.deps, written(tmp_path, service(1)))
    report = import_directory(empty.deps, written(tmp_path, service(1, attributes=[need(1, "address_hidden")])))

    assert changed(report)["locations"] == 1
    assert rows(empty.deps, Location.address_hidden) == [(True,)]


def test_one_record_that_cannot_be_read_keeps_every_other_out(empty: Empty, tmp_path: Path) -> None:
    import_directory(empty.deps, written(tmp_path, service(1)))
    before = all_rows(empty.deps)
    report = import_directory(empty.deps, written(tmp_path, service(1, fees_description="Free."), service(2, name="")))

    assert report.refused
    assert (2, "name", MessageId.MISSING_NAME) in {
        (problem.row, problem.field, problem.message_id) for problem in report.problems
    }
    assert all_rows(empty.deps) == before


@pytest.mark.parametrize("name", ["not-there", "empty", "cut-off.json"])
def test_a_path_without_a_readable_directory_is_refused(empty: Empty, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "cut-off.json").write_text(DEMONSTRATION.read_text(encoding="utf-8")[:5000], encoding="utf-8")
    before = all_rows(empty.deps)
    report = import_directory(empty.deps, tmp_path / name)

    assert report.refused
    assert report.problems
    assert all_rows(empty.deps) == before


def test_an_import_that_is_cut_short_leaves_everything_as_it_was(empty: Empty, tmp_path: Path) -> None:
    import_directory(empty.deps, written(tmp_path, service(1)))
    before = all_rows(empty.deps)

    def pull_the_plug(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO services_at_locations"):
            raise KeyboardInterrupt

    event.listen(empty.deps.storage.writer, "before_cursor_execute", pull_the_plug)
    with pytest.raises(KeyboardInterrupt):
        import_directory(empty.deps, written(tmp_path, service(1, fees_description="Free."), service(2)))

    assert all_rows(empty.deps) == before


def test_progress_names_each_file_and_its_rows(empty: Empty) -> None:
    told: list[tuple[str, int]] = []
    import_directory(empty.deps, DEMONSTRATION, progress=lambda file, count: told.append((file, count)))

    assert told[-1] == ("directory.json", 25)


def test_a_directory_larger_than_one_statement_takes_comes_in_whole(empty: Empty, tmp_path: Path) -> None:
    path = written(tmp_path, *map(service, range(1, 951)))
    report = import_directory(empty.deps, path)

    assert report.counts["services"] == Counts(950, 0, 0)
    assert import_directory(empty.deps, path).counts["services"] == Counts(0, 0, 950)


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


def test_the_command_lists_the_first_warnings_and_counts_the_rest(empty: Empty, tmp_path: Path) -> None:
    wrong = [service(number, assured_date="soon") for number in range(1, 31)]
    result = run(empty, written(tmp_path, *wrong))

    assert result.exit_code == 0
    assert result.stderr.count("is not a date") == 20
    assert "warning: 10 more, 30 in all.\n" in result.stderr
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
