"""HSDS 3 JSON: nested records, lists with pages, whole tables, and folders of these."""

import json
from decimal import Decimal

import pytest

from survivor_portal.directory import MessageId, Reading, UnreadableDirectory, read_directory
from survivor_portal.directory.records import ServiceStatus
from survivor_portal.domain.taxonomy import Need
from tests.directory.conftest import FIXTURES, Written, told


@pytest.fixture
def nested_service() -> Reading:
    return read_directory(FIXTURES / "nested-service.json")


def test_a_nested_service_brings_its_organisation_places_and_links(nested_service: Reading) -> None:
    directory = nested_service.directory
    assert nested_service.format_name == "HSDS 3 JSON"
    assert nested_service.problems == ()
    assert [(o.id, o.name, o.url) for o in directory.organisations] == [
        ("o-1", "Hill Road Homes", "https://hillroad.example.org")
    ]
    assert [(link.service_id, link.location_id) for link in directory.services_at_locations] == [("s-1", "lo-1")]
    assert directory.services[0].organisation_id == "o-1"
    assert directory.services[0].cost_options[0].amount == Decimal(0)


def test_a_place_given_twice_in_part_is_one_whole_place(nested_service: Reading) -> None:
    (location,) = nested_service.directory.locations
    assert (location.name, location.organisation_id) == ("Hill Road", "o-1")
    assert location.addresses[0].postal_code == "00045"
    assert location.accessibility[0].description == "Elevator"


def test_parts_belong_to_the_nearest_record_that_may_own_them(nested_service: Reading) -> None:
    (service,) = nested_service.directory.services
    assert [(phone.number, phone.extension) for phone in service.phones] == [
        ("+1 555 555 0120", "100"),
        ("555-555-0121", None),
    ]
    assert [language.code for language in service.phones[0].languages] == ["ur"]
    assert service.phones[1].description == "Intake"
    assert [area.name for area in service.service_areas] == ["Hill district"]
    assert "Private Person" not in repr(nested_service)


def test_a_shelter_gets_its_need_and_hides_its_address(nested_service: Reading) -> None:
    (service,) = nested_service.directory.services
    assert service.needs == (Need.EMERGENCY_SHELTER,)
    assert [(term.name, term.taxonomy) for term in service.terms] == [("Temporary shelter", "Town")]
    assert nested_service.directory.locations[0].address_hidden
    assert nested_service.directory.organisations[0].address_hidden


def test_a_nested_organisation_brings_its_services() -> None:
    reading = read_directory(FIXTURES / "nested-organization.json")
    assert reading.problems == ()
    assert [(s.id, s.organisation_id, s.status) for s in reading.directory.services] == [
        ("s-1", "o-1", None),
        ("s-2", "o-1", ServiceStatus.DEFUNCT),
    ]
    assert [(link.service_id, link.location_id) for link in reading.directory.services_at_locations] == [
        ("s-1", "lo-1")
    ]
    assert reading.directory.organisations[0].phones[0].number == "555-555-0130"


def test_the_pages_of_a_folder_are_one_list() -> None:
    reading = read_directory(FIXTURES / "json-folder")
    assert reading.problems == ()
    assert [service.name for service in reading.directory.services] == ["Dental clinic", "Bus passes"]
    assert [(o.id, o.email) for o in reading.directory.organisations] == [("o-1", "a@example.org")]


def test_a_missing_page_is_a_warning() -> None:
    reading = read_directory(FIXTURES / "json-folder" / "service_list_1.json")
    assert told(reading.problems) == {("service_list_1.json", None, "total_items", "pages_missing")}


def test_an_array_of_nested_services_is_a_directory(written: Written) -> None:
    service = json.loads((FIXTURES / "nested-service.json").read_text())
    other = {"id": "s-2", "name": "Bus passes", "organization": {"id": "o-1"}, "status": "active"}
    reading = read_directory(written({"all.json": json.dumps([service, other])}))
    assert [s.name for s in reading.directory.services] == ["Family shelter", "Bus passes"]
    assert told(reading.problems) == {("all.json", 2, "organization.name", "missing_name")}


def test_whole_tables_in_one_document_are_read_like_csv(written: Written) -> None:
    tables = {
        "organizations.csv": [{"id": 7, "name": "Seven"}],
        "services": [{"id": "s-1", "organization_id": 7.0, "name": "Bus passes"}],
    }
    reading = read_directory(written({"tabular.json": json.dumps(tables)}))
    assert reading.problems == ()
    assert reading.directory.services[0].organisation_id == reading.directory.organisations[0].id == "7"


def test_a_link_record_brings_its_service_and_its_place(written: Written) -> None:
    link = {
        "id": "sal-1",
        "service": {"id": "s-1", "name": "Food bank", "organization": {"id": "o-1", "name": "Hill Road Homes"}},
        "location": {"id": "lo-1", "location_type": "physical"},
        "service_areas": [{"id": "ar-1", "name": "Hill district"}],
        "phones": [{"id": "p-1", "number": "555-555-0140"}],
    }
    reading = read_directory(written({"service_at_location_full.json": json.dumps(link)}))
    assert reading.problems == ()
    assert reading.directory.services_at_locations[0].phones[0].number == "555-555-0140"
    assert reading.directory.services[0].service_areas[0].name == "Hill district"


def test_a_json_number_is_never_taken_for_a_quantity_it_is_not(written: Written) -> None:
    service = {"id": 1, "name": "Rides", "status": "active", "maximum_age": 12.0, "minimum_age": 1e400}
    raw = json.dumps(service).replace("}", ', "organization": {"id": 99999999999999999999999, "name": 5}}')
    reading = read_directory(written({"service.json": raw}))
    assert reading.directory.organisations[0].id == "99999999999999999999999"
    assert reading.directory.organisations[0].name == "5"
    assert reading.directory.services[0].maximum_age == 12
    assert told(reading.problems) == {("service.json", 1, "minimum_age", "not_a_number")}


@pytest.mark.parametrize(
    ("record", "field"),
    [
        ({"id": "s", "name": {"en": "Rides"}, "status": "active"}, "name"),
        ({"id": "s", "name": "Rides", "status": "active", "phones": {"number": "1"}}, "phones"),
        ({"id": "s", "name": "Rides", "status": "active", "phones": ["1"]}, "phones[0]"),
        ({"id": "s", "name": "Rides", "status": "active", "organization": "Hill Road"}, "organization"),
    ],
)
def test_a_value_of_another_shape_is_an_error_that_names_the_way_to_it(
    written: Written, record: dict[str, object], field: str
) -> None:
    page = {"contents": [{"id": "o", "name": "Hill Road Homes", "website": None}, record]}
    reading = read_directory(written({"list.json": json.dumps(page)}))
    assert ("list.json", 2, field, "wrong_shape") in told(reading.problems)
    assert reading.refused


def test_endless_nesting_is_an_error_and_not_a_crash(written: Written) -> None:
    nested = '{"id": "o", "name": "n", "services": [{"id": "s", "name": "n", "organization": ' * 200
    reading = read_directory(written({"deep.json": nested + "null" + "}]}" * 200}))
    assert reading.refused
    assert MessageId.TOO_DEEP in {problem.message_id for problem in reading.problems}


@pytest.mark.parametrize(
    "text", ["", "{", "[1, 2", '{"contents": 5}', "[" * 100_000, "5", '[{"id": 1}]', '{"a": 1} {"b": 2}', "9" * 5000]
)
def test_what_is_no_directory_at_all_is_unreadable(written: Written, text: str) -> None:
    with pytest.raises(UnreadableDirectory) as refusal:
        read_directory(written({"x.json": text}))
    assert refusal.value.problems
