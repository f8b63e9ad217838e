"""The invented directory that the demonstration brings."""

import re
from pathlib import Path

import pytest

import survivor_portal
from survivor_portal.directory import Reading, read_directory
from survivor_portal.domain.taxonomy import Need

DEMONSTRATION = Path(survivor_portal.__file__).parent / "demonstration" / "directory.json"


@pytest.fixture
def reading() -> Reading:
    return read_directory(DEMONSTRATION)


def test_it_comes_in_without_a_single_problem(reading: Reading) -> None:
    assert reading.problems == ()
    assert len(reading.directory.organisations) == 12
    assert len(reading.directory.services) == 25


def test_every_need_is_met_and_every_service_meets_one(reading: Reading) -> None:
    assert {need for service in reading.directory.services for need in service.needs} == set(Need)
    assert all(service.needs for service in reading.directory.services)


def test_every_service_says_what_an_option_needs(reading: Reading) -> None:
    for service in reading.directory.services:
        assert service.organisation_id
        assert service.description
        assert service.eligibility
        assert service.fees
        assert service.wait_time
        assert service.languages
        assert service.phones
        assert service.schedules
        assert service.last_checked_on


def test_the_shelter_and_the_trafficking_service_stay_hidden(reading: Reading) -> None:
    hidden = {location.name for location in reading.directory.locations if location.address_hidden}
    assert hidden == {"Willow House", "Open Road office"}
    assert all(location.addresses for location in reading.directory.locations if location.address_hidden)


def test_nothing_in_it_can_reach_a_real_person(reading: Reading) -> None:
    raw = DEMONSTRATION.read_text(encoding="utf-8")
    numbers = re.findall(r'"number": "(.*)"', raw)
    addresses = re.findall(r'"(?:url|website|email)": "(.*)"', raw)
    assert len(numbers) > len(reading.directory.services)
    assert all(re.fullmatch(r"\(555\) 555-01\d\d", number) for number in numbers)
    assert all(re.fullmatch(r"(?:https://|[a-z]+@)[a-z]+\.example\.org(?:/[a-z]*)?", address) for address in addresses)
