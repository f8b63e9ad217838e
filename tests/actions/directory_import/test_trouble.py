"""What cannot be read keeps everything else out."""

from pathlib import Path

import pytest
from sqlalchemy import event

from survivor_portal.actions.directory import Counts, import_directory
from survivor_portal.directory import MessageId
from tests.actions.directory_import.reading import DEMONSTRATION, Empty
from tests.hsds import service, written
from tests.stored import all_rows


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
