"""Directories that others wrote, beside the project; without them these tests are skipped, and say so."""

import sys
from pathlib import Path

import pytest

from survivor_portal.directory import UnreadableDirectory, read_directory
from tests.directory.conftest import told

SHARED = Path(__file__).parents[2].parent / "shared" / "data" / "hsds"


@pytest.fixture
def shared(capsys: pytest.CaptureFixture[str]) -> Path:
    if not SHARED.is_dir():
        reason = f"SKIPPED: no directories to read at ../{SHARED.relative_to(SHARED.parents[2])} beside the project"
        with capsys.disabled():
            sys.stdout.write(f"\n{reason}\n")
        pytest.skip(reason)
    return SHARED


def test_a_real_legal_aid_directory_comes_in_whole(shared: Path) -> None:
    reading = read_directory(shared / "1.1-ilao")
    directory = reading.directory
    assert reading.format_name == "HSDS 1.1 CSV"
    assert not reading.refused
    assert len(directory.organisations) == 33
    assert len(directory.services) == 429, "430 rows, one of them without id and name"
    assert len(directory.locations) == 520
    assert len(directory.services_at_locations) == 425
    assert sum(len(location.schedules) for location in directory.locations) == 2492
    assert sum(len(organisation.addresses) for organisation in directory.organisations) == 33
    phones = [phone for organisation in directory.organisations for phone in organisation.phones]
    phones += [phone for service in directory.services for phone in service.phones]
    phones += [phone for location in directory.locations for phone in location.phones]
    assert len(phones) == 982 - 19 - 8, "19 rows without a number, 8 with words"
    counts: dict[tuple[str, str], int] = {}
    for file, _, _, message in told(reading.problems):
        counts[file, message] = counts.get((file, message), 0) + 1
    assert counts == {
        ("services.csv", "empty_record"): 1,
        ("services.csv", "dangling_link"): 340,
        ("locations.csv", "dangling_link"): 448,
        ("services_at_location.csv", "no_owner"): 185,
        ("services_at_location.csv", "dangling_link"): 1,
        ("phones.csv", "not_a_phone_number"): 8,
        ("phones.csv", "empty_record"): 19,
    }


def test_a_real_shelter_stays_hidden(shared: Path) -> None:
    hidden = {
        location.name for location in read_directory(shared / "1.1-ilao").directory.locations if location.address_hidden
    }
    assert {"Family Shelter Service", "Cairo Women's Shelter"} <= hidden


@pytest.mark.parametrize("folder", ["3.0", "3.1", "3.0/csv", "3.1/csv"])
def test_the_examples_of_the_specification_come_in_whole(shared: Path, folder: str) -> None:
    reading = read_directory(shared / folder)
    directory = reading.directory
    assert not reading.refused
    (service,) = directory.services
    (location,) = directory.locations
    (organisation,) = directory.organisations
    (link,) = directory.services_at_locations
    assert (service.organisation_id, link.service_id, link.location_id) == (organisation.id, service.id, location.id)
    assert service.phones[0].number == location.phones[0].number == "+44 1234 234567"
    assert service.phones[0].extension == "100"
    assert service.cost_options[0].currency == "GBP"
    assert service.required_documents[0].document
    assert service.languages[0].code == "ur"
    assert service.service_areas[0].description
    assert location.addresses[0].postal_code == "ABC 1234"
    assert location.accessibility[0].description
    assert service.schedules[0].days == ("TH", "FR")
    assert {message for _, _, _, message in told(reading.problems)} <= {
        "pages_missing",
        "dangling_link",
        "different_values",
    }


@pytest.mark.parametrize("version", ["3.0", "3.1"])
def test_each_example_file_is_read_or_refused_for_a_reason(shared: Path, version: str) -> None:
    nothing_in_it = {
        "base.json",
        "taxonomy.json",
        "taxonomy_list.json",
        "taxonomy_term.json",
        "taxonomy_term_list.json",
    }
    files = sorted((shared / version).glob("*.json"))
    assert nothing_in_it < {file.name for file in files}
    for file in files:
        if file.name in nothing_in_it:
            with pytest.raises(UnreadableDirectory) as refusal:
                read_directory(file)
            assert told(refusal.value.problems) == {(file.name, None, None, "no_records")}
        else:
            assert not read_directory(file).refused


def test_a_schema_is_no_directory(shared: Path) -> None:
    with pytest.raises(UnreadableDirectory):
        read_directory(shared / "schema-3.0")
