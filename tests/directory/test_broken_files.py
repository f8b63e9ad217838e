"""Files that are damaged, too large, not text or not a directory."""

import csv
from pathlib import Path

import pytest

from survivor_portal.directory import MessageId, Problem, Severity, UnreadableDirectory, read_directory, reading
from survivor_portal.directory.problems import ERRORS, WARNINGS
from tests.directory.conftest import Written, told

ORGANISATIONS = "id,name\no-1,North Pier\n"


def problems_of_unreadable(path: Path) -> set[tuple[str, int | None, str | None, str]]:
    with pytest.raises(UnreadableDirectory) as refusal:
        read_directory(path)
    return told(refusal.value.problems)


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    assert problems_of_unreadable(tmp_path / "no") == {("no", None, None, "missing_path")}


def test_a_path_that_is_no_plain_file() -> None:
    assert problems_of_unreadable(Path("/dev/null")) == {("null", None, None, "unreadable_file")}
    assert problems_of_unreadable(Path("a\0b")) == {("a\0b", None, None, "missing_path")}


def test_a_folder_without_a_table_of_the_format(written: Written) -> None:
    folder = written({"people.csv": "id\n1\n", "notes.txt": "x"})
    assert problems_of_unreadable(folder) == {
        ("people.csv", None, None, "unused_file"),
        (folder.name, None, None, "no_tables"),
    }


def test_tables_without_rows_hold_nothing(written: Written) -> None:
    folder = written({"organizations.csv": "id,name\n"})
    assert problems_of_unreadable(folder) == {(folder.name, None, None, "no_records")}


def test_an_empty_file_names_no_columns(written: Written) -> None:
    result = read_directory(written({"organizations.csv": ORGANISATIONS, "services.csv": "\n\n"}))
    assert result.refused
    assert told(result.problems) == {("services.csv", 1, None, "no_header")}


def test_columns_parted_by_semicolons_are_told(written: Written) -> None:
    folder = written({"organizations.csv": "id;name\no-1;North Pier\n"})
    assert problems_of_unreadable(folder) == {("organizations.csv", 1, None, "no_header")}


def test_a_file_cut_off_inside_a_quoted_cell_refuses_the_import(written: Written) -> None:
    result = read_directory(
        written({"organizations.csv": ORGANISATIONS, "services.csv": 'id,name\ns-1,Rides\ns-2,"Rid'})
    )
    assert result.refused
    assert ("services.csv", 3, None, "broken_csv") in told(result.problems)


def test_text_that_is_not_utf8_is_told_by_its_row(written: Written) -> None:
    services = b"id,name\n" + b"s-1,Rides\n" * 2000 + "s-2,Café\n".encode("latin-1")
    result = read_directory(written({"organizations.csv": ORGANISATIONS, "services.csv": services}))
    assert result.refused
    assert "not_utf8" in {message for file, _, _, message in told(result.problems) if file == "services.csv"}


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
@pytest.mark.parametrize("name", ["organizations.csv", "organizations.json"])
def test_other_encodings_are_unreadable(written: Written, encoding: str, name: str) -> None:
    ((_, _, _, message),) = problems_of_unreadable(written({name: ORGANISATIONS.encode(encoding)}))
    assert message == "not_utf8"


def test_a_nul_refuses_the_import(written: Written) -> None:
    result = read_directory(written({"organizations.csv": "id,name,email\no-1,North Pier,a\0b\n"}))
    assert result.refused
    assert told(result.problems) == {("organizations.csv", 2, "email", "nul_character")}


def test_control_characters_are_left_out_with_a_warning(written: Written) -> None:
    result = read_directory(written({"organizations.csv": "id,name\no-1,North\x07 Pier\x85\n"}))
    assert result.directory.organisations[0].name == "North Pier"
    assert told(result.problems) == {("organizations.csv", 2, "name", "strange_characters")}


def test_half_a_character_from_json_is_replaced_with_a_warning(written: Written) -> None:
    result = read_directory(written({"organization.json": '{"id": "o-1", "name": "North \\ud83d Pier"}'}))
    assert result.directory.organisations[0].name == "North \N{REPLACEMENT CHARACTER} Pier"
    assert told(result.problems) == {("organization.json", 1, "name", "strange_characters")}


@pytest.mark.parametrize("length", [100_001, 131_073])
def test_a_very_long_cell_refuses_the_import(written: Written, length: int) -> None:
    services = f"id,name,description\ns-1,Rides,{'x' * length}\n"
    result = read_directory(written({"organizations.csv": ORGANISATIONS, "services.csv": services}))
    assert result.refused
    assert {(row, message) for file, row, _, message in told(result.problems) if message == "cell_too_long"} == {
        (2, "cell_too_long")
    }


def test_a_long_cell_within_the_limit_comes_in_whole(written: Written) -> None:
    organisations = f"id,name,description\no-1,North Pier,{'x' * 100_000}\n"
    result = read_directory(written({"organizations.csv": organisations}))
    assert len(result.directory.organisations[0].description or "") == 100_000
    assert result.problems == ()


def test_reading_leaves_the_csv_modules_own_limit_alone(written: Written) -> None:
    before = csv.field_size_limit()
    read_directory(written({"organizations.csv": ORGANISATIONS}))
    assert csv.field_size_limit() == before


def test_a_file_beyond_the_size_is_not_opened(written: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = written({"organizations.csv": ORGANISATIONS, "services.csv": "id,name\n" + "s,n\n" * 100})
    monkeypatch.setattr(reading, "MAX_FILE_BYTES", 100)
    result = read_directory(folder)
    assert result.refused
    assert told(result.problems) == {("services.csv", None, None, "file_too_large")}


def test_a_row_with_more_cells_than_columns_refuses_and_empty_ones_do_not(written: Written) -> None:
    result = read_directory(written({"organizations.csv": "id,name\no-1,North Pier,,\no-2,South, Quay\n"}))
    assert told(result.problems) == {("organizations.csv", 3, None, "too_many_cells")}
    assert result.refused


def test_a_row_with_fewer_cells_is_read_with_a_warning(written: Written) -> None:
    result = read_directory(written({"organizations.csv": "id,name,email\no-1,North Pier\n"}))
    assert told(result.problems) == {("organizations.csv", 2, None, "too_few_cells")}
    assert not result.refused


def test_two_columns_of_one_name_refuse_the_import(written: Written) -> None:
    result = read_directory(written({"organizations.csv": "id,name,Name \no-1,North Pier,\n"}))
    assert told(result.problems) == {("organizations.csv", 1, "name", "repeated_column")}
    assert result.refused


def test_blank_rows_and_cells_of_spaces_are_nothing(written: Written) -> None:
    result = read_directory(written({"organizations.csv": "\r\nid,name,email\r\n\r\n,,\r\n o-1 , North Pier ,  \r\n"}))
    assert result.problems == ()
    assert [(o.id, o.name, o.email) for o in result.directory.organisations] == [("o-1", "North Pier", None)]


def test_a_row_that_lost_its_id_or_its_name_refuses_the_import(written: Written) -> None:
    result = read_directory(written({"organizations.csv": "id,name\no-1,North Pier\n,South Quay\no-3,\n"}))
    assert told(result.problems) == {
        ("organizations.csv", 3, "id", "missing_id"),
        ("organizations.csv", 4, "name", "missing_name"),
    }
    assert result.refused


def test_one_id_for_two_names_refuses_the_import(written: Written) -> None:
    result = read_directory(written({"organizations.csv": "id,name\no-1,North Pier\no-1,South Quay\n"}))
    assert ("organizations.csv", 3, "name", "same_id_two_names") in told(result.problems)
    assert result.refused


def test_a_repeated_row_is_read_once_and_fills_gaps(written: Written) -> None:
    rows = "o-1,North Pier,,a@example.org\no-1,North Pier,Pier,b@example.org\n"
    result = read_directory(written({"organizations.csv": f"id,name,alternate_name,email\n{rows}"}))
    ((organisation),) = result.directory.organisations
    assert (organisation.alternate_name, organisation.email) == ("Pier", "a@example.org")
    assert told(result.problems) == {
        ("organizations.csv", 3, "id", "repeated_id"),
        ("organizations.csv", 3, "email", "different_values"),
    }
    assert not result.refused


def test_a_package_description_beside_tables_is_passed_over_and_other_json_is_told(written: Written) -> None:
    result = read_directory(written({"organizations.csv": ORGANISATIONS, "datapackage.json": "{", "more.json": "{"}))
    assert told(result.problems) == {("more.json", None, None, "unused_file")}


def test_progress_is_told_at_times_and_at_the_end(written: Written) -> None:
    told_of: list[tuple[str, int]] = []
    rows = "".join(f"o-{number},Name\n" for number in range(1200))
    read_directory(written({"organizations.csv": f"id,name\n{rows}"}), lambda *args: told_of.append(args))
    assert told_of == [("organizations.csv", 500), ("organizations.csv", 1000), ("organizations.csv", 1201)]


def test_every_message_has_one_sentence_and_one_severity() -> None:
    assert set(ERRORS) | set(WARNINGS) == set(MessageId)
    assert not set(ERRORS) & set(WARNINGS)
    for message_id in MessageId:
        problem = Problem("file", None, None, message_id)
        assert problem.explanation.endswith(".")
        assert (problem.severity is Severity.ERROR) == (message_id in ERRORS)


def test_the_same_part_twice_is_one_part_and_a_difference_is_told(written: Written) -> None:
    phones = "id,organization_id,number,extension\np,o-1,555,\np,o-1,555,7\np,o-1,556,7\n"
    result = read_directory(written({"organizations.csv": ORGANISATIONS, "phones.csv": phones}))
    assert [(phone.number, phone.extension) for phone in result.directory.organisations[0].phones] == [("555", "7")]
    assert told(result.problems) == {("phones.csv", 4, "number", "different_values")}


def test_a_part_with_nothing_in_it_is_left_out(written: Written) -> None:
    addresses = "id,organization_id,country\na-1,o-1,\n"
    result = read_directory(written({"organizations.csv": ORGANISATIONS, "addresses.csv": addresses}))
    assert result.directory.organisations[0].addresses == ()
    assert told(result.problems) == {("addresses.csv", 2, None, "empty_record")}


def test_several_services_of_a_link_with_an_id_get_ids_of_their_own(written: Written) -> None:
    result = read_directory(
        written(
            {
                "services.csv": "id,name\ns-1,Rides\ns-2,Club\n",
                "locations.csv": "id,name\nl-1,Hall\n",
                "service_at_location.csv": 'id,service_id,location_id\nx,"s-1,s-2",l-1\n',
            }
        )
    )
    assert [link.id for link in result.directory.services_at_locations] == ["x/s-1", "x/s-2"]


def test_an_attribute_without_a_record_and_a_term_without_a_name_are_left_out(written: Written) -> None:
    result = read_directory(
        written(
            {
                "organizations.csv": ORGANISATIONS,
                "taxonomy_terms.csv": "id,name,code\nt-1,,\n",
                "attributes.csv": "id,link_id,taxonomy_term_id\na-1,,t-1\n",
            }
        )
    )
    assert told(result.problems) == {
        ("taxonomy_terms.csv", 2, "name", "empty_record"),
        ("attributes.csv", 2, None, "no_owner"),
    }
