"""One directory out of the rows of all files: records, then the links between them, then their parts."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from survivor_portal.directory import making, parts
from survivor_portal.directory.cells import Cells, as_id
from survivor_portal.directory.gathering import Parts, Records, RecordT
from survivor_portal.directory.hiding import with_hidden_addresses
from survivor_portal.directory.needs import needs_of
from survivor_portal.directory.owning import Owners
from survivor_portal.directory.problems import MessageId, Report
from survivor_portal.directory.records import (
    Directory,
    Language,
    Location,
    Organisation,
    Phone,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from survivor_portal.directory.rows import Row
from survivor_portal.directory.tables import Table


def assembled(rows: Iterable[Row], report: Report) -> Directory:
    """Return the directory that the rows describe; what is wrong with them is reported."""
    tables: dict[Table, list[Row]] = defaultdict(list)
    for row in rows:
        tables[row.table].append(row)
    assembly = _Assembly(tables, report)
    whole = Directory(
        assembly.whole_organisations(),
        assembly.whole_services(),
        assembly.whole_locations(),
        assembly.whole_links(),
    )
    return with_hidden_addresses(whole)


class _Assembly:
    """Each step needs what the one before it found, so the constructor goes through them in order."""

    def __init__(self, tables: Mapping[Table, list[Row]], report: Report) -> None:
        self._tables = tables
        self._report = report
        self._organisations = self._records(Table.ORGANIZATIONS, making.organisation)
        self._services = self._records(Table.SERVICES, making.service)
        self._locations = self._records(Table.LOCATIONS, making.location)
        self._check_organisations(Table.SERVICES, self._services)
        self._check_organisations(Table.LOCATIONS, self._locations)
        self._links = self._linked()
        self._owners = Owners(
            known={
                Table.ORGANIZATIONS: self._organisations,
                Table.SERVICES: self._services,
                Table.LOCATIONS: self._locations,
                Table.SERVICE_AT_LOCATION: self._links,
                Table.PHONES: {as_id(row.key) for row in self._rows(Table.PHONES)},
            },
            contacts={as_id(row.key): row for row in self._rows(Table.CONTACTS)},
            report=report,
        )
        gather = self._owners.gather
        self._languages = gather(Table.LANGUAGES, self._rows(Table.LANGUAGES), parts.language)
        self._phones = gather(Table.PHONES, self._rows(Table.PHONES), self._phone)
        self._addresses = gather(Table.ADDRESSES, self._rows(Table.ADDRESSES), parts.address)
        self._schedules = gather(Table.SCHEDULES, self._rows(Table.SCHEDULES), parts.schedule)
        self._access = gather(Table.ACCESSIBILITY, self._rows(Table.ACCESSIBILITY), parts.accessibility)
        self._costs = gather(Table.COST_OPTIONS, self._rows(Table.COST_OPTIONS), parts.cost_option)
        self._documents = gather(
            Table.REQUIRED_DOCUMENTS, self._rows(Table.REQUIRED_DOCUMENTS), parts.required_document
        )
        self._areas = gather(Table.SERVICE_AREAS, self._rows(Table.SERVICE_AREAS), parts.service_area)
        self._terms = self._attached_terms()
        self._eligibility = self._eligibility_by_service()

    def whole_organisations(self) -> tuple[Organisation, ...]:
        """Return organisations with their parts."""
        return tuple(
            replace(
                organisation,
                addresses=self._addresses.of(owner),
                phones=self._phones.of(owner),
                terms=self._terms.of(owner),
            )
            for organisation in self._organisations
            for owner in [(Table.ORGANIZATIONS, organisation.id)]
        )

    def whole_services(self) -> tuple[Service, ...]:
        """Return services with their parts and needs."""
        return tuple(
            replace(service, needs=needs_of(service)) for service in map(self._service_with_parts, self._services)
        )

    def whole_locations(self) -> tuple[Location, ...]:
        """Return locations with their parts."""
        return tuple(
            replace(
                location,
                organisation_id=self._sound_organisation_id(location),
                addresses=self._addresses.of(owner),
                phones=self._phones.of(owner),
                languages=self._languages.of(owner),
                schedules=self._schedules.of(owner),
                accessibility=self._access.of(owner),
                terms=self._terms.of(owner),
            )
            for location in self._locations
            for owner in [(Table.LOCATIONS, location.id)]
        )

    def whole_links(self) -> tuple[ServiceAtLocation, ...]:
        """Return links of services to locations, with what differs there."""
        return tuple(
            replace(link, phones=self._phones.of(owner), schedules=self._schedules.of(owner))
            for link in self._links
            for owner in [(Table.SERVICE_AT_LOCATION, link.id)]
        )

    def _service_with_parts(self, service: Service) -> Service:
        owner = (Table.SERVICES, service.id)
        return replace(
            service,
            organisation_id=self._sound_organisation_id(service),
            eligibility=service.eligibility or self._eligibility.get(service.id),
            phones=self._phones.of(owner),
            languages=self._languages.of(owner),
            schedules=self._schedules.of(owner),
            cost_options=self._costs.of(owner),
            required_documents=self._documents.of(owner),
            service_areas=self._areas.of(owner),
            terms=self._terms.of(owner),
        )

    def _rows(self, table: Table) -> list[Row]:
        return self._tables.get(table, [])

    def _records(self, table: Table, made: Callable[[Cells], RecordT | None]) -> Records[RecordT]:
        records = Records[RecordT](self._report)
        for row in self._rows(table):
            record = made(Cells(row, self._report))
            if record:
                records.add(record, row)
        return records

    def _linked(self) -> Records[ServiceAtLocation]:
        links = Records[ServiceAtLocation](self._report)
        for row in self._rows(Table.SERVICE_AT_LOCATION):
            cells = Cells(row, self._report)
            location_id = cells.id("location_id")
            if location_id is None or location_id not in self._locations:
                cells.problem(MessageId.DANGLING_LINK if location_id else MessageId.NO_OWNER, "location_id")
                continue
            service_ids = self._linked_services(cells)
            for service_id in service_ids:
                link_id = cells.id() or f"{service_id}@{location_id}"
                if cells.id() and len(service_ids) > 1:
                    link_id = f"{link_id}/{service_id}"
                links.add(ServiceAtLocation(link_id, service_id, location_id, cells.text("description")), row)
        return links

    def _linked_services(self, cells: Cells) -> list[str]:
        """Return the services of a link; some directories name several in one cell, parted by commas."""
        written = cells.id("service_id")
        if written is None:
            cells.problem(MessageId.NO_OWNER, "service_id")
            return []
        named = [written] if written in self._services else [as_id(part) for part in written.split(",")]
        for service_id in named:
            if service_id not in self._services:
                cells.problem(MessageId.DANGLING_LINK, "service_id")
        return list(dict.fromkeys(service_id for service_id in named if service_id in self._services))

    def _check_organisations(self, table: Table, records: Records[Service] | Records[Location]) -> None:
        """Report, once for each record, that its organisation is not there."""
        checked: set[str] = set()
        for row in self._rows(table):
            cells = Cells(row, self._report)
            record = records.get(cells.id() or "")
            if record is None or record.id in checked:
                continue
            checked.add(record.id)
            if record.organisation_id and record.organisation_id not in self._organisations:
                cells.problem(MessageId.DANGLING_LINK, "organization_id")
            elif record.organisation_id is None and table is Table.SERVICES:
                cells.problem(MessageId.NO_ORGANISATION, "organization_id")

    def _sound_organisation_id(self, record: Service | Location) -> str | None:
        return record.organisation_id if (record.organisation_id or "") in self._organisations else None

    def _phone(self, cells: Cells) -> Phone | None:
        spoken: tuple[Language, ...] = self._languages.of((Table.PHONES, as_id(cells.row.key)))
        return parts.phone(cells, spoken or parts.spoken_on_phone(cells), self._owners.contact(cells))

    def _attached_terms(self) -> Parts[TaxonomyTerm]:
        taxonomies = {as_id(row.key): Cells(row, self._report).line("name") for row in self._rows(Table.TAXONOMIES)}
        terms = self._records(
            Table.TAXONOMY_TERMS,
            lambda cells: making.term(cells, taxonomies.get(cells.id("taxonomy_id") or "")),
        )

        def attached(cells: Cells) -> TaxonomyTerm | None:
            term = terms.get(cells.id("taxonomy_term_id") or "")
            if term is None:
                cells.problem(MessageId.DANGLING_LINK, "taxonomy_term_id")
            return term

        return self._owners.gather(Table.ATTRIBUTES, self._rows(Table.ATTRIBUTES), attached)

    def _eligibility_by_service(self) -> dict[str, str]:
        """Return the eligibility of HSDS 1, one row for each rule, as one text for each service."""
        rules: dict[str, list[str]] = defaultdict(list)
        for row in self._rows(Table.ELIGIBILITY):
            cells = Cells(row, self._report)
            rule = cells.text("eligibility")
            for _, service_id in self._owners.of(cells) if rule else []:
                rules[service_id].append(rule or "")
        return {service_id: "\n".join(found) for service_id, found in rules.items()}
