"""Needs, told from names and terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survivor_portal.directory.needs import PORTAL_TAXONOMY, needs_of
from survivor_portal.directory.phrases import PHRASES
from survivor_portal.directory.records import TaxonomyTerm
from survivor_portal.domain.taxonomy import Need
from tests.directory.samples import a_service


@pytest.mark.parametrize(
    ("name", "needs"),
    [
        ("Emergency Shelter for Families", (Need.EMERGENCY_SHELTER,)),
        ("Free legal information and forms in Cook County", (Need.LEGAL_CIVIL,)),
        ("Immigration legal services", (Need.LEGAL_IMMIGRATION,)),
        ("Victims' Rights Clinic", (Need.LEGAL_VICTIM_RIGHTS,)),
        ("Skokie Expungement Desk", (Need.LEGAL_RECORD_RELIEF,)),
        ("Mental health counselling", (Need.MENTAL_HEALTH,)),
        ("Food pantry & free clothing", (Need.FOOD_CLOTHING,)),
        ("GED and child care", (Need.CHILD_CARE, Need.EDUCATION)),
        ("Mental health center", (Need.MENTAL_HEALTH,)),
        ("Animal shelter", ()),
        ("Community Counselling", ()),
        ("Budget counseling", ()),
        ("Hotline", ()),
        ("Accidental damage", ()),
    ],
)
def test_needs_are_told_from_whole_phrases_in_the_name(name: str, needs: tuple[Need, ...]) -> None:
    assert needs_of(a_service(name=name)) == needs


def test_a_term_counts_like_a_name_and_a_description_does_not() -> None:
    term = TaxonomyTerm(id="t", name="Support Groups", code=None, taxonomy="Town")
    assert needs_of(a_service(terms=(term,))) == (Need.SUPPORT_GROUPS,)
    assert needs_of(a_service(description="We do not run an emergency shelter.")) == ()


def test_the_portals_own_terms_say_it_outright() -> None:
    terms = tuple(
        TaxonomyTerm(id=code, name="x", code=code, taxonomy=PORTAL_TAXONOMY)
        for code in ("transport", "crisis", "other")
    )
    assert needs_of(a_service(name="Dental clinic", terms=terms)) == (Need.CRISIS, Need.TRANSPORT)


def test_another_taxonomys_code_says_nothing() -> None:
    term = TaxonomyTerm(id="t", name="x", code="crisis", taxonomy="Town")
    assert needs_of(a_service(terms=(term,))) == ()


def test_every_need_has_phrases_and_every_phrase_finds_its_need() -> None:
    assert set(PHRASES) == set(Need)
    for need, phrases in PHRASES.items():
        for phrase in phrases:
            assert need in needs_of(a_service(name=phrase.title())), phrase


@given(st.text(max_size=80))
def test_no_name_breaks_the_rule_and_needs_keep_their_order(name: str) -> None:
    found = needs_of(a_service(name=name))
    assert list(found) == [need for need in Need if need in found]
