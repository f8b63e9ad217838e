"""Which addresses only staff may see."""

import pytest

from survivor_portal.directory.hiding import with_hidden_addresses
from survivor_portal.directory.needs import PORTAL_TAXONOMY
from survivor_portal.directory.records import (
    Directory,
    Location,
    Organisation,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from survivor_portal.domain.taxonomy import Need
from tests.directory.samples import a_location, a_service, an_organisation

MARK = (TaxonomyTerm(id="t", name="x", code="address_hidden", taxonomy=PORTAL_TAXONOMY),)
LINK = ServiceAtLocation(id="sal", service_id="s", location_id="l", description=None)


def hidden(
    service: Service, location: Location, organisation: Organisation, *, linked: bool = True
) -> tuple[bool, bool]:
    whole = with_hidden_addresses(Directory((organisation,), (service,), (location,), (LINK,) if linked else ()))
    return whole.locations[0].address_hidden, whole.organisations[0].address_hidden


@pytest.mark.parametrize(
    "service",
    [
        a_service(needs=(Need.EMERGENCY_SHELTER,)),
        a_service(name="Human Trafficking Initiative"),
        a_service(name="Family Shelter Service"),
        a_service(description="For victims of human trafficking."),
        a_service(description="Our address is confidential."),
        a_service(terms=MARK),
    ],
)
def test_where_a_shelter_or_a_trafficking_service_is_stays_hidden(service: Service) -> None:
    assert hidden(service, a_location(), an_organisation())[0]


def test_a_service_that_only_speaks_of_shelters_hides_nothing() -> None:
    service = a_service(organisation_id="o", description="We help you find a shelter.")
    assert hidden(service, a_location(organisation_id="o"), an_organisation()) == (False, False)


@pytest.mark.parametrize("location", [a_location(name="Safe House"), a_location(terms=MARK)])
def test_a_place_hides_itself(location: Location) -> None:
    assert hidden(a_service(), location, an_organisation())[0]


@pytest.mark.parametrize("organisation", [an_organisation(name="Women's Shelter"), an_organisation(terms=MARK)])
def test_an_organisation_hides_all_its_places(organisation: Organisation) -> None:
    assert hidden(a_service(), a_location(organisation_id="o"), organisation) == (True, True)


def test_a_place_without_links_is_hidden_when_its_organisation_runs_a_shelter() -> None:
    shelter = a_service(organisation_id="o", needs=(Need.EMERGENCY_SHELTER,))
    assert hidden(shelter, a_location(organisation_id="o"), an_organisation(), linked=False) == (True, True)
    assert hidden(shelter, a_location(), an_organisation(), linked=False) == (False, True)


def test_an_organisation_is_hidden_with_any_of_its_places() -> None:
    assert hidden(a_service(), a_location(organisation_id="o", terms=MARK), an_organisation()) == (True, True)
