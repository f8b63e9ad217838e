"""A newer copy brings the portal up to date, and hides or keeps what it should."""

from datetime import timedelta
from pathlib import Path

from survivor_portal.actions.directory import Counts, import_directory, service_for, services_by_need
from survivor_portal.actions.options import options_of, pick_service
from survivor_portal.actions.people import NewSurvivor, add_survivor
from survivor_portal.domain.taxonomy import Need
from survivor_portal.models.directory import Location, Service, ServiceNeed
from tests.actions.directory_import.reading import Empty, changed, rows
from tests.hsds import location, need, service, written


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
