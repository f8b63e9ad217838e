"""One part of a record from one row; a part with no id of its own has the empty id here."""

from survivor_portal.directory.cells import MAX_INTERVAL, Cells
from survivor_portal.directory.problems import MessageId
from survivor_portal.directory.records import (
    Accessibility,
    Address,
    CostOption,
    Language,
    Phone,
    RequiredDocument,
    Schedule,
    ServiceArea,
)

_FREQUENCIES = frozenset(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
_YES = frozenset(["1", "true", "yes", "y"])
_LONGEST_CODE = 3


def phone(cells: Cells, languages: tuple[Language, ...], contact: Cells | None) -> Phone | None:
    """Make a phone, or None where there is no number; the post of its contact, never the name, tells what it is for."""
    if not cells.line("number"):
        cells.problem(MessageId.EMPTY_RECORD, "number")
        return None
    number = cells.phone_number("number")
    if number is None:
        return None
    post = (contact.line("title") or contact.line("department")) if contact else None
    return Phone(
        id=cells.id() or "",
        number=number,
        extension=cells.digits("extension"),
        kind=cells.line("type"),
        description=cells.text("description") or post,
        languages=languages,
    )


def spoken_on_phone(cells: Cells) -> tuple[Language, ...]:
    """Make the languages of HSDS 1, where a phone names them in one cell."""
    return tuple(
        _language("", part.strip(), None, None) for part in (cells.line("language") or "").split(",") if part.strip()
    )


def language(cells: Cells) -> Language:
    """Make a language; a name of two or three letters is a code."""
    return _language(cells.id() or "", cells.line("name"), cells.line("code"), cells.text("note"))


def address(cells: Cells) -> Address:
    """Make an address as far as it is given."""
    return Address(
        id=cells.id() or "",
        attention=cells.line("attention"),
        address_1=cells.line("address_1"),
        address_2=cells.line("address_2"),
        city=cells.line("city"),
        region=cells.line("region"),
        state_province=cells.line("state_province"),
        postal_code=cells.digits("postal_code"),
        country=cells.line("country"),
        kind=cells.line("address_type"),
    )


def schedule(cells: Cells) -> Schedule:
    """Make hours, from a schedule of HSDS 3 or from a regular or holiday schedule of HSDS 1."""
    frequency = (cells.line("freq") or "").upper()
    if frequency and frequency not in _FREQUENCIES:
        cells.problem(MessageId.UNKNOWN_VALUE, "freq")
    return Schedule(
        id=cells.id() or "",
        days=cells.days(),
        opens_at=cells.time("opens_at"),
        closes_at=cells.time("closes_at"),
        frequency=frequency if frequency in _FREQUENCIES else None,
        interval=cells.whole_number("interval", MAX_INTERVAL),
        valid_from=cells.date("valid_from"),
        valid_until=cells.date("valid_to"),
        description=cells.text("description"),
        notes=cells.text("notes"),
        attending=cells.text("attending_type"),
        url=cells.url("schedule_link"),
        closed=(cells.line("closed") or "").lower() in _YES,
    )


def accessibility(cells: Cells) -> Accessibility:
    """Make the access for disabled people."""
    return Accessibility(
        id=cells.id() or "",
        description=cells.text("description"),
        details=cells.text("details"),
        url=cells.url("url"),
    )


def cost_option(cells: Cells) -> CostOption:
    """Make one price."""
    return CostOption(
        id=cells.id() or "",
        option=cells.line("option"),
        amount=cells.amount("amount"),
        currency=cells.currency("currency"),
        description=cells.text("amount_description"),
        valid_from=cells.date("valid_from"),
        valid_until=cells.date("valid_to"),
    )


def required_document(cells: Cells) -> RequiredDocument:
    """Make something to bring."""
    return RequiredDocument(id=cells.id() or "", document=cells.text("document"), url=cells.url("uri"))


def service_area(cells: Cells) -> ServiceArea:
    """Make an area that is served; its outline on a map is not kept."""
    return ServiceArea(id=cells.id() or "", name=cells.line("name"), description=cells.text("description"))


def _language(language_id: str, name: str | None, code: str | None, note: str | None) -> Language:
    if name and not code and name.isalpha() and len(name) <= _LONGEST_CODE:
        name, code = None, name
    return Language(id=language_id, name=name, code=code.lower() if code else None, note=note)
