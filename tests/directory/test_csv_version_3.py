"""A folder of HSDS 3 tables."""

from datetime import date, time
from decimal import Decimal

from survivor_portal.directory import Reading
from survivor_portal.directory.records import ServiceStatus
from survivor_portal.domain.taxonomy import Need
from tests.directory.conftest import told


def test_every_record_comes_in_with_the_id_the_file_gave_it(csv_3: Reading) -> None:
    assert csv_3.format_name == "HSDS 3 CSV"
    assert not csv_3.refused
    assert [organisation.id for organisation in csv_3.directory.organisations] == ["org-1", "org-2"]
    assert [service.id for service in csv_3.directory.services] == ["svc-1", "svc-2"]
    assert [location.id for location in csv_3.directory.locations] == ["loc-1", "loc-2"]
    assert [link.id for link in csv_3.directory.services_at_locations] == ["link-1"]


def test_a_service_says_what_an_option_needs(csv_3: Reading) -> None:
    service = csv_3.directory.services[0]
    assert service.organisation_id == "org-1"
    assert service.status is ServiceStatus.ACTIVE
    assert (service.eligibility, service.fees, service.wait_time) == ("Anyone", "Free", "About a week")
    assert (service.how_to_apply, service.interpretation) == ("Walk in", "Interpreters by phone")
    assert service.alert == "Closed on holidays"
    assert service.last_checked_on == date(2026, 1, 31)
    assert service.last_modified_on == date(2026, 2, 1)
    assert [document.document for document in service.required_documents] == ["A bag"]
    assert [area.name for area in service.service_areas] == ["Harbor county"]
    assert [(language.name, language.code) for language in service.languages] == [("Spanish", "es")]


def test_a_quoted_cell_keeps_its_paragraphs_and_its_quote_marks(csv_3: Reading) -> None:
    assert csv_3.directory.services[0].description == 'First line.\n\nSecond "quoted" line.'


def test_html_becomes_text_with_paragraphs(csv_3: Reading) -> None:
    assert csv_3.directory.organisations[0].description == "We help.\n\nEvery day & night."


def test_a_phone_number_loses_the_quote_marks_written_into_it(csv_3: Reading) -> None:
    assert [phone.number for phone in csv_3.directory.services[0].phones] == ["+1 555 555 0101"]


def test_an_extension_is_text_and_keeps_its_zeros(csv_3: Reading) -> None:
    assert csv_3.directory.services[0].phones[0].extension == "012"
    assert csv_3.directory.organisations[0].phones[0].extension == "12"


def test_a_phone_with_several_owners_belongs_to_each(csv_3: Reading) -> None:
    link = csv_3.directory.services_at_locations[0]
    assert link.phones == csv_3.directory.services[0].phones == csv_3.directory.locations[0].phones
    assert [language.code for language in link.phones[0].languages] == ["ar"]


def test_the_phone_of_a_contact_is_told_by_post_and_never_by_name(csv_3: Reading) -> None:
    phone = csv_3.directory.services[1].phones[0]
    assert (phone.number, phone.description) == ("555-555-0103", "Front desk")
    assert "Private Person" not in repr(csv_3)


def test_a_lower_case_currency_is_read_and_a_word_is_not(csv_3: Reading) -> None:
    adults, children = csv_3.directory.services[0].cost_options
    assert (adults.amount, adults.currency, adults.description) == (Decimal("2.50"), "USD", "a bag")
    assert (children.amount, children.currency) == (None, None)


def test_a_spreadsheet_number_is_a_whole_number_again(csv_3: Reading) -> None:
    assert csv_3.directory.services[0].minimum_age == 12
    assert csv_3.directory.locations[0].addresses[0].postal_code == "00042"


def test_a_service_without_a_status_has_none(csv_3: Reading) -> None:
    service = csv_3.directory.services[1]
    assert service.status is None
    assert service.fees == "Small fee"


def test_hours_are_local_times_on_ical_days(csv_3: Reading) -> None:
    schedule = csv_3.directory.services[0].schedules[0]
    assert schedule.days == ("MO", "1TU")
    assert (schedule.opens_at, schedule.closes_at) == (time(9), time(17, 30))
    assert (schedule.frequency, schedule.interval, schedule.valid_from) == ("WEEKLY", 1, date(2026, 1, 1))


def test_a_place_tells_how_to_reach_and_enter_it(csv_3: Reading) -> None:
    location = csv_3.directory.locations[0]
    assert (location.name, location.kind, location.transportation) == ("Pier Hall", "physical", "Bus 4")
    assert (location.addresses[0].address_1, location.addresses[0].address_2) == ("1 Pier Road", "Floor 2")
    assert location.accessibility[0].description == "Ramp at the door"


def test_terms_carry_their_taxonomy_and_give_needs(csv_3: Reading) -> None:
    service = csv_3.directory.services[0]
    assert [(term.name, term.code, term.taxonomy) for term in service.terms] == [("Groceries", "F-1", "Town terms")]
    assert service.needs == (Need.FOOD_CLOTHING,)
    assert csv_3.directory.services[1].needs == ()


def test_the_portals_own_term_hides_an_address(csv_3: Reading) -> None:
    assert [location.address_hidden for location in csv_3.directory.locations] == [False, True]


def test_every_warning_names_its_file_row_and_field(csv_3: Reading) -> None:
    assert told(csv_3.problems) == {
        ("organizations.csv", 3, "website", "unsafe_address"),
        ("organizations.csv", 3, "email", "not_an_email"),
        ("services.csv", 4, "url", "assumed_https"),
        ("services.csv", 4, "minimum_age", "not_a_number"),
        ("services.csv", 4, "assured_date", "not_a_date"),
        ("locations.csv", 3, "organization_id", "dangling_link"),
        ("service_at_location.csv", 3, "location_id", "dangling_link"),
        ("phones.csv", 5, "number", "not_a_phone_number"),
        ("phones.csv", 6, None, "no_owner"),
        ("schedules.csv", 2, "byday", "not_a_day"),
        ("schedules.csv", 3, "freq", "unknown_value"),
        ("schedules.csv", 3, "opens_at", "not_a_time"),
        ("schedules.csv", 3, "closes_at", "time_zone_left_out"),
        ("schedules.csv", 3, "schedule_link", "unsafe_address"),
        ("cost_options.csv", 3, "currency", "not_a_currency"),
        ("cost_options.csv", 3, "amount", "not_a_number"),
        ("attributes.csv", 5, "taxonomy_term_id", "dangling_link"),
        ("attributes.csv", 6, "link_id", "dangling_link"),
    }
