"""The tables of HSDS that are read, under the names that its versions give them.

Source of the names: the HSDS 3.0 and 3.1 reference, and the HSDS 1.1 data package, whose files are found in the
wild in singular and in plural. Whatever is not named here is known to the format but not used, or unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Table(StrEnum):
    """A table by its HSDS 3 name."""

    ORGANIZATIONS = "organizations"
    SERVICES = "services"
    LOCATIONS = "locations"
    SERVICE_AT_LOCATION = "service_at_location"
    PHONES = "phones"
    ADDRESSES = "addresses"
    LANGUAGES = "languages"
    SCHEDULES = "schedules"
    ACCESSIBILITY = "accessibility"
    COST_OPTIONS = "cost_options"
    REQUIRED_DOCUMENTS = "required_documents"
    SERVICE_AREAS = "service_areas"
    ELIGIBILITY = "eligibility"
    CONTACTS = "contacts"
    ATTRIBUTES = "attributes"
    TAXONOMY_TERMS = "taxonomy_terms"
    TAXONOMIES = "taxonomies"


FOREIGN_KEYS: Mapping[Table, str] = {
    Table.ORGANIZATIONS: "organization_id",
    Table.SERVICES: "service_id",
    Table.LOCATIONS: "location_id",
    Table.SERVICE_AT_LOCATION: "service_at_location_id",
    Table.PHONES: "phone_id",
    Table.CONTACTS: "contact_id",
    Table.TAXONOMY_TERMS: "taxonomy_term_id",
    Table.TAXONOMIES: "taxonomy_id",
}

OWNERS: Mapping[Table, tuple[Table, ...]] = {
    Table.PHONES: (Table.ORGANIZATIONS, Table.SERVICES, Table.LOCATIONS, Table.SERVICE_AT_LOCATION),
    Table.ADDRESSES: (Table.ORGANIZATIONS, Table.LOCATIONS),
    Table.LANGUAGES: (Table.SERVICES, Table.LOCATIONS, Table.PHONES),
    Table.SCHEDULES: (Table.SERVICES, Table.LOCATIONS, Table.SERVICE_AT_LOCATION),
    Table.ACCESSIBILITY: (Table.LOCATIONS,),
    Table.COST_OPTIONS: (Table.SERVICES,),
    Table.REQUIRED_DOCUMENTS: (Table.SERVICES,),
    Table.SERVICE_AREAS: (Table.SERVICES,),
    Table.ELIGIBILITY: (Table.SERVICES,),
    Table.ATTRIBUTES: (Table.ORGANIZATIONS, Table.SERVICES, Table.LOCATIONS),
}

COLUMNS: Mapping[Table, frozenset[str]] = {
    table: frozenset(f"id {names}".split())
    for table, names in {
        Table.ORGANIZATIONS: "name alternate_name description email website",
        Table.SERVICES: (
            "organization_id name alternate_name description url email status interpretation_services "
            "application_process fees_description wait_time fees eligibility_description minimum_age maximum_age "
            "assured_date alert last_modified"
        ),
        Table.LOCATIONS: "organization_id name alternate_name description transportation url location_type",
        Table.SERVICE_AT_LOCATION: "service_id location_id description",
        Table.PHONES: (
            "organization_id service_id location_id service_at_location_id contact_id number extension type "
            "description language"
        ),
        Table.ADDRESSES: (
            "organization_id location_id attention address_1 address_2 city region state_province postal_code "
            "country address_type"
        ),
        Table.LANGUAGES: "service_id location_id phone_id name code note",
        Table.SCHEDULES: (
            "service_id location_id service_at_location_id valid_from valid_to freq interval byday weekday "
            "description opens_at closes_at schedule_link attending_type notes closed"
        ),
        Table.ACCESSIBILITY: "location_id description details url",
        Table.COST_OPTIONS: "service_id valid_from valid_to option currency amount amount_description",
        Table.REQUIRED_DOCUMENTS: "service_id document uri",
        Table.SERVICE_AREAS: "service_id name description",
        Table.ELIGIBILITY: "service_id eligibility",
        Table.CONTACTS: "organization_id service_id location_id service_at_location_id title department",
        Table.ATTRIBUTES: "link_id link_entity taxonomy_term_id organization_id service_id location_id",
        Table.TAXONOMY_TERMS: "code name taxonomy taxonomy_id",
        Table.TAXONOMIES: "name",
    }.items()
}

COLUMN_ALIASES: Mapping[Table, Mapping[str, str]] = {
    Table.ORGANIZATIONS: {"url": "website"},
    Table.LANGUAGES: {"language": "name"},
    Table.ACCESSIBILITY: {"accessibility": "description"},
    Table.SERVICE_AREAS: {"service_area": "name"},
    Table.SCHEDULES: {"start_date": "valid_from", "end_date": "valid_to"},
    Table.ATTRIBUTES: {"taxonomy_id": "taxonomy_term_id"},
    Table.TAXONOMY_TERMS: {"vocabulary": "taxonomy"},
}


@dataclass(frozen=True, slots=True)
class Source:
    """What a file name stands for: a table, and the values its name alone gives."""

    table: Table
    given: Mapping[str, str] = field(default_factory=dict)


_VERSION_3 = {
    **{str(table): Source(table) for table in Table if table is not Table.ELIGIBILITY},
    "service_at_locations": Source(Table.SERVICE_AT_LOCATION),
}
_VERSION_1 = {
    "services_at_location": Source(Table.SERVICE_AT_LOCATION),
    "services_at_locations": Source(Table.SERVICE_AT_LOCATION),
    "physical_addresses": Source(Table.ADDRESSES, {"address_type": "physical"}),
    "postal_addresses": Source(Table.ADDRESSES, {"address_type": "postal"}),
    "regular_schedules": Source(Table.SCHEDULES),
    "holiday_schedules": Source(Table.SCHEDULES),
    "accessibility_for_disabilities": Source(Table.ACCESSIBILITY),
    "eligibility": Source(Table.ELIGIBILITY),
    "eligibilities": Source(Table.ELIGIBILITY),
    "services_taxonomy": Source(Table.ATTRIBUTES),
    "service_taxonomy": Source(Table.ATTRIBUTES),
    "taxonomy": Source(Table.TAXONOMY_TERMS),
}
_SINGULAR = {
    "organization": "organizations",
    "service": "services",
    "location": "locations",
    "phone": "phones",
    "address": "addresses",
    "language": "languages",
    "schedule": "schedules",
    "cost_option": "cost_options",
    "required_document": "required_documents",
    "service_area": "service_areas",
    "contact": "contacts",
    "attribute": "attributes",
    "taxonomy_term": "taxonomy_terms",
    "physical_address": "physical_addresses",
    "postal_address": "postal_addresses",
    "regular_schedule": "regular_schedules",
    "holiday_schedule": "holiday_schedules",
}
_UNUSED = frozenset(
    f"{name}{ending}"
    for name, endings in {
        "program": ("", "s"),
        "funding": ("",),
        "metadata": ("",),
        "meta_table_description": ("", "s"),
        "organization_identifier": ("", "s"),
        "payment_accepted": ("",),
        "payments_accepted": ("",),
        "url": ("", "s"),
        "unit": ("", "s"),
        "service_capacity": ("",),
        "service_capacities": ("",),
    }.items()
    for ending in endings
)


def source_named(stem: str) -> Source | None:
    """Return the table that a file name without its ending stands for, in any version, or None."""
    name = _usual(stem)
    return _VERSION_3.get(name) or _VERSION_1.get(name)


def is_version_1_name(stem: str) -> bool:
    """Tell whether only HSDS 1 has a table of this name."""
    return _usual(stem) in _VERSION_1


def is_unused_name(stem: str) -> bool:
    """Tell whether the format knows the table and the portal has no use for it."""
    return stem.strip().lower() in _UNUSED


def column_named(table: Table, heading: str) -> str | None:
    """Return the column that a heading stands for, or None for one that is not used."""
    name = "_".join(heading.strip().lower().split())
    name = COLUMN_ALIASES.get(table, {}).get(name, name)
    return name if name in COLUMNS[table] else None


def _usual(stem: str) -> str:
    name = stem.strip().lower()
    return _SINGULAR.get(name, name)
