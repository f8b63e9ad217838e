"""One organisation, service, location or term from one row, still without its parts."""

from survivor_portal.directory.cells import MAX_AGE, Cells
from survivor_portal.directory.problems import MessageId
from survivor_portal.directory.records import Location, Organisation, Service, TaxonomyTerm


def organisation(cells: Cells) -> Organisation | None:
    """Make an organisation, or None where its id or its name is missing."""
    record_id, name = cells.id(), cells.line("name")
    if not _has_id_and_name(cells, record_id, name) or record_id is None or name is None:
        return None
    return Organisation(
        id=record_id,
        name=name,
        alternate_name=cells.line("alternate_name"),
        description=cells.text("description"),
        url=cells.url("website"),
        email=cells.email("email"),
    )


def service(cells: Cells) -> Service | None:
    """Make a service, or None where its id or its name is missing."""
    record_id, name = cells.id(), cells.line("name")
    if not _has_id_and_name(cells, record_id, name) or record_id is None or name is None:
        return None
    return Service(
        id=record_id,
        organisation_id=cells.id("organization_id"),
        name=name,
        alternate_name=cells.line("alternate_name"),
        description=cells.text("description"),
        url=cells.url("url"),
        email=cells.email("email"),
        status=cells.status("status"),
        interpretation=cells.text("interpretation_services"),
        how_to_apply=cells.text("application_process"),
        wait_time=cells.text("wait_time"),
        fees=cells.text("fees_description") or cells.text("fees"),
        eligibility=cells.text("eligibility_description"),
        minimum_age=cells.whole_number("minimum_age", MAX_AGE),
        maximum_age=cells.whole_number("maximum_age", MAX_AGE),
        alert=cells.text("alert"),
        assured_on=cells.date("assured_date"),
        last_modified_on=cells.date("last_modified"),
    )


def location(cells: Cells) -> Location | None:
    """Make a location, or None where its id is missing; a location needs no name."""
    record_id, name = cells.id(), cells.line("name")
    if record_id is None:
        cells.problem(MessageId.MISSING_ID if name else MessageId.EMPTY_RECORD, "id")
        return None
    return Location(
        id=record_id,
        organisation_id=cells.id("organization_id"),
        name=name,
        alternate_name=cells.line("alternate_name"),
        description=cells.text("description"),
        transportation=cells.text("transportation"),
        url=cells.url("url"),
        kind=cells.line("location_type"),
    )


def term(cells: Cells, taxonomy: str | None) -> TaxonomyTerm | None:
    """Make a term, or None where neither a name nor a code is given; `taxonomy` is the name of the one it points to."""
    term_id, code = cells.id(), cells.line("code")
    name = cells.line("name") or code
    if term_id is None or name is None:
        cells.problem(MessageId.EMPTY_RECORD, "id" if term_id is None else "name")
        return None
    return TaxonomyTerm(id=term_id, name=name, code=code, taxonomy=cells.line("taxonomy") or taxonomy)


def _has_id_and_name(cells: Cells, record_id: str | None, name: str | None) -> bool:
    """Tell a row that lost its id or its name, an error, from one that holds neither and so shows nothing."""
    if record_id is None and name is None:
        cells.problem(MessageId.EMPTY_RECORD, "id")
    elif record_id is None:
        cells.problem(MessageId.MISSING_ID, "id")
    elif name is None:
        cells.problem(MessageId.MISSING_NAME, "name")
    return record_id is not None and name is not None
