"""A directory comes in whole, and twice equals once."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.directory import Counts, import_directory, services_by_need
from survivor_portal.domain.taxonomy import Need
from tests.actions.directory_import.reading import DEMONSTRATION, PUBLISHED, Empty
from tests.hsds import service, written
from tests.stored import all_rows


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
