"""A folder of HSDS 1.1 tables, with byte order marks and Windows line ends."""

from datetime import date, time

from survivor_portal.directory import Reading, read_directory
from survivor_portal.domain.taxonomy import Need
from tests.directory.conftest import FIXTURES, told


def test_the_older_format_is_told_by_the_names_of_its_files(csv_1_1: Reading) -> None:
    assert csv_1_1.format_name == "HSDS 1.1 CSV"
    assert not csv_1_1.refused


def test_a_service_of_the_older_format_says_as_much_as_a_newer_one(csv_1_1: Reading) -> None:
    service = csv_1_1.directory.services[0]
    assert (service.id, service.organisation_id, service.fees) == ("20", "10", "Free to everyone")
    assert service.how_to_apply == "Telephone\n\nWalk-in, Mondays"
    assert service.eligibility == "Adults\nLow income"
    assert [(language.code, language.name) for language in service.languages] == [("es", None), (None, "Polish")]
    assert [document.document for document in service.required_documents] == ["Letters from the court"]
    assert [area.name for area in service.service_areas] == ["Mill County"]
    assert [(term.name, term.taxonomy) for term in service.terms] == [("Asylum", "Town terms")]
    assert service.needs == (Need.LEGAL_IMMIGRATION,)


def test_several_services_in_one_cell_are_several_links(csv_1_1: Reading) -> None:
    links = [(link.service_id, link.location_id) for link in csv_1_1.directory.services_at_locations]
    assert links == [("20", "30"), ("21", "30"), ("21", "31")]


def test_weekdays_are_read_by_name_and_by_number_and_a_day_without_hours_stays(csv_1_1: Reading) -> None:
    holiday, sunday, monday, wednesday = csv_1_1.directory.locations[0].schedules
    assert (sunday.days, sunday.opens_at, sunday.closed) == (("SU",), None, False)
    assert (monday.days, monday.opens_at, monday.closes_at) == (("MO",), time(9), time(17))
    assert wednesday.days == ("WE",)
    assert (holiday.closed, holiday.valid_from, holiday.valid_until) == (True, date(2026, 12, 24), date(2026, 12, 26))


def test_postal_and_physical_addresses_go_to_their_owners(csv_1_1: Reading) -> None:
    assert [(a.kind, a.address_1) for a in csv_1_1.directory.organisations[0].addresses] == [("postal", "PO Box 5")]
    assert [(a.kind, a.postal_code) for a in csv_1_1.directory.locations[0].addresses] == [("physical", "00044")]


def test_access_and_phone_languages_come_in(csv_1_1: Reading) -> None:
    location = csv_1_1.directory.locations[0]
    assert [(access.description, access.details) for access in location.accessibility] == [("Wheelchair", "Ramp")]
    assert [(spoken.code, spoken.name) for spoken in location.phones[0].languages] == [("en", None), (None, "Spanish")]


def test_parts_without_an_id_get_the_same_id_at_every_reading(csv_1_1: Reading) -> None:
    again = read_directory(FIXTURES / "csv-1.1")
    assert again == csv_1_1
    made = [schedule.id for schedule in again.directory.locations[0].schedules]
    assert made == ["30/schedules/1", "30/schedules/2", "30/schedules/3", "30/schedules/4"]


def test_what_leads_nowhere_is_left_out_with_a_warning(csv_1_1: Reading) -> None:
    assert csv_1_1.directory.services[1].organisation_id is None
    assert told(csv_1_1.problems) == {
        ("services.csv", 3, "organization_id", "dangling_link"),
        ("services.csv", 4, "id", "empty_record"),
        ("locations.csv", 3, "organization_id", "dangling_link"),
        ("services_at_location.csv", 3, "service_id", "dangling_link"),
        ("services_at_location.csv", 4, "service_id", "no_owner"),
        ("phones.csv", 3, "number", "empty_record"),
    }


def test_one_table_may_be_read_alone() -> None:
    reading = read_directory(FIXTURES / "csv-1.1" / "organizations.csv")
    assert [organisation.name for organisation in reading.directory.organisations] == ["Old Mill Legal Aid"]
    assert reading.problems == ()
