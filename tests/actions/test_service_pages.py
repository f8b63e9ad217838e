"""What a survivor may read about a service: the directory's own words, and never a hidden address."""

from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.directory import (
    ServicePage,
    import_directory,
    service_for,
    services_by_need,
    shelves,
)
from survivor_portal.actions.directory.listing import PAGE_LENGTH
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.domain.taxonomy import Need
from tests.hsds import Record, location, need, service, written

HIDDEN = need(1, "address_hidden")
WEEKDAYS = "MO,TU,WE,TH,FR"


def page_of(deps: Deps, folder: Path, first: Record, *others: Record) -> ServicePage:
    """Import services and give the page of the first."""
    import_directory(deps, written(folder, first, *others))
    cards = [card for shelf in shelves(deps) for card in services_by_need(deps, shelf.need).cards]
    found = next(card for card in cards if card.name == first["name"])
    return service_for(deps, found.id)


def hours(**values: Any) -> Record:  # noqa: ANN401 (whatever a file may hold)
    """Give a schedule."""
    return {"id": "-".join(map(str, values.values())), "freq": "WEEKLY", **values}


def at(number: int, line: str, **values: Any) -> Record:  # noqa: ANN401 (as above)
    """Give what puts a service at a place of its provider with this street line."""
    addresses = [{"id": f"address-{number}", "address_1": line, "city": "Marlow Falls"}]
    place = {**location(number), "addresses": addresses, "organization_id": "provider-901", **values}
    return {"service_at_locations": [{"id": f"link-{number}", "location": place}]}


def hidden_at(line: str) -> Record:
    """Give what puts a service at a hidden place with this street line."""
    mark = {**HIDDEN, "link_entity": "location"}
    return at(901, line, attributes=[mark])


def opened(page: ServicePage) -> list[tuple[str, time | None, time | None]]:
    """Give the days and hours of a service."""
    return [(",".join(line.days), line.opens_at, line.closes_at) for line in page.hours]


def test_a_service_that_does_not_exist_is_not_found(deps: Deps) -> None:
    with pytest.raises(NotFoundError):
        service_for(deps, "aaaaaaaaaaaaaaaaaaaaaaaaaa")


def test_a_page_tells_where_a_service_is(deps: Deps, tmp_path: Path) -> None:
    (place,) = page_of(deps, tmp_path, service(901)).places

    assert (place.name, place.lines) == ("House 901", ("901 Long Road", "Marlow Falls"))


def test_a_hidden_place_is_left_out_with_all_that_leads_to_it(deps: Deps, tmp_path: Path) -> None:
    links = [
        {
            "id": "link-901",
            "description": "Ring at 901 Long Road.",
            "location": location(901, description="A red door.", transportation="Bus 9 stops in front."),
        }
    ]
    page = page_of(deps, tmp_path, service(901, service_at_locations=links, attributes=[need(901, "housing"), HIDDEN]))

    assert page.hides_a_place
    assert page.places == ()
    for telling in ("House 901", "Long Road", "Marlow Falls", "red door", "Bus 9"):
        assert telling not in str(page)


@pytest.mark.parametrize("field", ["description", "application_process", "fees_description", "alert", "wait_time"])
def test_a_text_that_repeats_a_hidden_address_is_left_out(deps: Deps, tmp_path: Path, field: str) -> None:
    telling = {field: "Come to 901, LONG road. Ring twice."}
    page = page_of(deps, tmp_path, service(901, attributes=[need(901, "housing"), HIDDEN], **telling))

    assert "ring twice" not in str(page).lower()


def test_the_address_of_a_hidden_place_stays_hidden_where_another_record_has_it_too(deps: Deps, tmp_path: Path) -> None:
    provider = {"id": "provider-901", "name": "Provider 901"}
    twin = {**location(902), "addresses": location(901)["addresses"], "organization_id": "provider-901"}
    office = service(902, organization=provider, service_at_locations=[{"id": "link-902", "location": twin}])
    house = service(
        901,
        organization=provider,
        service_at_locations=[{"id": "l", "location": {**location(901), "organization_id": "provider-901"}}],
        attributes=[need(901, "housing"), HIDDEN],
    )
    page = page_of(deps, tmp_path, office, house)

    assert "Long Road" not in str(page)
    assert page.hides_a_place


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("12 Elm St", "Come to 12 Elm Street, ring twice."),
        ("12 Elm Street, second floor", "Come to 12 ELM St., ring twice."),
        ("Apt 4, 12 Elm St", "Come to 12\n Elm, ring twice."),
        ("Old Mill Road", "Come to the house on old-mill  ROAD, ring twice."),
        ("Hauptstra\u00dfe 12", "Come to HAUPTSTRASSE 12, ring twice."),
    ],
)
def test_a_hidden_address_is_left_out_however_it_is_written(deps: Deps, tmp_path: Path, line: str, text: str) -> None:
    page = page_of(deps, tmp_path, service(901, **hidden_at(line), description=text))

    assert page.description is None


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("12 Elm St", "We have 12 beds. The elm in the yard is old."),
        ("12 Elm St", "Our office is at 112 Elm Street."),
        ("Old Mill Road", "Our office is on Mill Road."),
        ("Marlow Falls", "For people in Marlow Falls."),
        ("12", "We have 12 beds."),
    ],
)
def test_a_text_that_only_resembles_a_hidden_address_is_told(deps: Deps, tmp_path: Path, line: str, text: str) -> None:
    page = page_of(deps, tmp_path, service(901, **hidden_at(line), description=text))

    assert page.description == text


@pytest.mark.parametrize(
    ("line", "again"),
    [("Old Mill Road", "old mill road."), ("12", "12"), ("12 Elm St", "12 Elm Street"), ("12 Elm St", "12, Elm St")],
)
def test_a_second_record_of_a_hidden_place_is_hidden_too(deps: Deps, tmp_path: Path, line: str, again: str) -> None:
    provider = {"id": "provider-901", "name": "Provider 901"}
    office = service(902, organization=provider, **at(902, again))
    page = page_of(deps, tmp_path, office, service(901, organization=provider, **hidden_at(line)))

    assert page.places == ()
    assert page.hides_a_place


def test_a_place_at_another_address_is_told(deps: Deps, tmp_path: Path) -> None:
    provider = {"id": "provider-901", "name": "Provider 901"}
    office = service(902, organization=provider, **at(902, "Mill Road"))
    page = page_of(deps, tmp_path, office, service(901, organization=provider, **hidden_at("Old Mill Road")))

    assert [place.lines for place in page.places] == [("Mill Road", "Marlow Falls")]


def test_a_name_that_tells_a_hidden_address_is_left_out_of_pages_and_lists(deps: Deps, tmp_path: Path) -> None:
    provider = {"id": "provider-901", "name": "Friends of 12 Elm"}
    named = {"name": "House at 12 Elm Street", "organization": provider}
    open_place = location(902, name="Opposite 12 Elm St")
    places = [*hidden_at("12 Elm St")["service_at_locations"], {"id": "link-902", "location": open_place}]
    house = service(901, **{**named, "service_at_locations": places, "attributes": []})
    import_directory(deps, written(tmp_path, house))
    (card,) = services_by_need(deps, None).cards
    page = service_for(deps, card.id)

    assert (card.name, card.provider_name, card.given_at) == ("", None, None)
    assert (page.name, page.provider_name) == ("", None)
    assert [(place.name, place.lines) for place in page.places] == [(None, ("902 Long Road", "Marlow Falls"))]


def test_no_page_of_the_demonstration_tells_a_hidden_address(deps: Deps) -> None:
    cards = [card for shelf in shelves(deps) for card in services_by_need(deps, shelf.need).cards]
    told = " ".join(str(service_for(deps, card.id)) for card in cards)

    assert "14 Mill Street" in told
    assert "9 Example Lane" not in told
    assert "12 Example Court" not in told


def test_a_number_is_dialled_as_it_is_written_and_a_fax_is_left_out(deps: Deps, tmp_path: Path) -> None:
    numbers = [
        ("(555) 555-0100", "voice"),
        ("+44 20 7946 0100", "cell"),
        ("555 0199", "text"),
        ("1-800-FLOWERS", None),
        ("555 0111", "fax"),
        ("(555) 555-0100", "voice"),
    ]
    phones = [
        {"id": str(place), "number": n, **({"type": kind} if kind else {})} for place, (n, kind) in enumerate(numbers)
    ]
    page = page_of(deps, tmp_path, service(901, phones=phones))

    assert [(phone.shown, phone.dialled, phone.is_for_texts) for phone in page.phones] == [
        ("(555) 555-0100", "5555550100", False),
        ("+44 20 7946 0100", "+442079460100", False),
        ("555 0199", "5550199", True),
        ("1-800-FLOWERS", None, False),
    ]


def test_where_a_service_has_no_number_its_provider_is_called(deps: Deps, tmp_path: Path) -> None:
    provider = {"id": "p", "name": "Provider", "phones": [{"id": "phone", "number": "555 0100"}]}
    page = page_of(deps, tmp_path, service(901, organization=provider))

    assert [phone.shown for phone in page.phones] == ["555 0100"]


def test_days_with_the_same_hours_stand_together(deps: Deps, tmp_path: Path) -> None:
    days = [hours(byday=day, opens_at="09:00", closes_at="17:00") for day in ("FR", "MO", "TU")]
    weekend = [hours(byday="SA", opens_at="10:00", closes_at="12:00"), hours(byday="SU")]
    page = page_of(deps, tmp_path, service(901, schedules=[*weekend, *days]))

    assert opened(page) == [("MO,TU,FR", time(9), time(17)), ("SA", time(10), time(12))]


def test_only_hours_that_hold_today_are_told(deps: Deps, tmp_path: Path) -> None:
    past = hours(byday=WEEKDAYS, opens_at="08:00", closes_at="09:00", valid_to="2026-05-11")
    now = hours(byday=WEEKDAYS, opens_at="09:00", closes_at="10:00", valid_from="2026-05-12", valid_to="2026-05-12")
    later = hours(byday=WEEKDAYS, opens_at="10:00", closes_at="11:00", valid_from="2026-05-13")
    page = page_of(deps, tmp_path, service(901, schedules=[past, now, later]))

    assert opened(page) == [(WEEKDAYS, time(9), time(10))]


def test_hours_of_the_place_stand_in_for_those_of_the_service(deps: Deps, tmp_path: Path) -> None:
    place = location(901, schedules=[hours(byday="MO", opens_at="09:00", closes_at="10:00")])
    page = page_of(deps, tmp_path, service(901, service_at_locations=[{"id": "link", "location": place}]))

    assert opened(page) == [("MO", time(9), time(10))]


@pytest.mark.parametrize(
    ("schedule", "is_every_week"),
    [
        ({"freq": "WEEKLY", "byday": "MO"}, True),
        ({"freq": "WEEKLY", "byday": "MO", "interval": 2}, False),
        ({"freq": "MONTHLY", "byday": "1MO"}, True),
        ({"freq": "MONTHLY", "byday": "MO"}, False),
        ({"freq": "YEARLY", "byday": "MO"}, False),
    ],
)
def test_a_rhythm_that_days_cannot_tell_is_marked(
    deps: Deps, tmp_path: Path, schedule: Record, *, is_every_week: bool
) -> None:
    page = page_of(deps, tmp_path, service(901, schedules=[{"id": "s", "opens_at": "09:00", **schedule}]))

    assert [line.is_every_week for line in page.hours] == [is_every_week]


def test_a_price_of_the_past_is_left_out(deps: Deps, tmp_path: Path) -> None:
    costs = [
        {"id": "a", "option": "Old", "amount": 5, "currency": "USD", "valid_to": "2026-05-11"},
        {"id": "b", "option": "New", "amount": 7.5, "currency": "USD", "valid_to": "2026-05-12"},
    ]

    assert [cost.option for cost in page_of(deps, tmp_path, service(901, cost_options=costs)).costs] == ["New"]


def test_the_last_check_is_told(deps: Deps, tmp_path: Path) -> None:
    page = page_of(deps, tmp_path, service(901, assured_date="2026-04-01"))

    assert page.last_checked_on == date(2026, 4, 1)


def test_a_shelf_counts_what_it_lists_and_ended_services_are_on_none(deps: Deps, tmp_path: Path) -> None:
    before = {shelf.need: shelf.count for shelf in shelves(deps)}
    ended = [service(number, status=status) for number, status in ((1, "inactive"), (2, "defunct"))]
    closed = service(3, status="temporarily closed")
    import_directory(deps, written(tmp_path, *ended, closed, service(4, attributes=[])))
    after = {shelf.need: shelf.count for shelf in shelves(deps)}

    assert after[Need.HOUSING] == before[Need.HOUSING] + 1
    assert after[None] == before.get(None, 0) + 1
    assert [card.name for card in services_by_need(deps, None).cards] == ["Service 004"]
    for need_listed, count in after.items():
        assert len(services_by_need(deps, need_listed).cards) == count


def test_a_long_list_comes_in_pages_that_leave_nothing_out(deps: Deps, tmp_path: Path) -> None:
    import_directory(deps, written(tmp_path, *(service(n, attributes=[]) for n in range(2 * PAGE_LENGTH + 1))))
    pages = [services_by_need(deps, None, page) for page in (1, 2, 3)]

    assert [(len(page.cards), page.page, page.pages) for page in pages] == [
        (PAGE_LENGTH, 1, 3),
        (PAGE_LENGTH, 2, 3),
        (1, 3, 3),
    ]
    assert len({card.id for page in pages for card in page.cards}) == 2 * PAGE_LENGTH + 1


@pytest.mark.parametrize("page", [0, 2, 10**30])
def test_a_page_past_the_end_is_not_found(deps: Deps, page: int) -> None:
    with pytest.raises(NotFoundError):
        services_by_need(deps, Need.HOUSING, page)


def test_an_empty_shelf_has_one_empty_page(deps: Deps) -> None:
    assert services_by_need(deps, None).cards == ()


def test_services_of_the_same_name_are_told_apart_by_place_but_never_by_a_hidden_one(
    deps: Deps, tmp_path: Path
) -> None:
    nameless = [
        service(number, name="Open hour", organization=None, attributes=[HIDDEN] if number == 2 else [])
        for number in (1, 2)
    ]
    import_directory(deps, written(tmp_path, *nameless))

    assert {card.given_at for card in services_by_need(deps, None).cards} == {"House 1", None}
