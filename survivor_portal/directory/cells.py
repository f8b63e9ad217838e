"""Typed values out of a row's cells; what does not fit is reported and left out."""

import re
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from urllib.parse import urlsplit

from survivor_portal.directory.problems import MessageId, Report
from survivor_portal.directory.records import ServiceStatus
from survivor_portal.directory.rows import Row
from survivor_portal.directory.text import one_line, plain

MAX_AGE = 150
MAX_INTERVAL = 999
_MAX_AMOUNT = Decimal(10) ** 9

_SPREADSHEET_INTEGER = re.compile(r"[0-9]+(?=\.0+\Z)")
_TIME = re.compile(
    r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::[0-9]{2}(?:\.[0-9]+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\.?)?(?P<zone>Z|[+-][0-9]{2}(?::?[0-9]{2})?)?",
    re.IGNORECASE,
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=[T ]|\Z)")
_EMAIL = re.compile(r"[^\s@<>\"(),:;\\\[\]]+@[^\s@<>\"(),:;\\\[\]]+")
_BARE_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#].*)?", re.IGNORECASE)
_ICAL_DAY = re.compile(r"[+-]?[0-9]{0,2}(?:MO|TU|WE|TH|FR|SA|SU)")
_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAYS = {
    **{str(number): day for number, day in enumerate(_WEEK, start=1)},
    **{
        name[:length]: name[:2].upper()
        for length in (2, 3)
        for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    },
    **{
        name: name[:2].upper()
        for name in (
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "tues",
            "thur",
            "thurs",
        )
    },
}
_NOON = 12
_QUOTE_MARKS = "\"' \N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"


def as_id(raw: str) -> str:
    """Return an id as text; a spreadsheet's "123.0" is "123", so that links between files hold."""
    written = " ".join(raw.split())
    whole = _SPREADSHEET_INTEGER.match(written)
    return whole[0] if whole else written


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one row, read by type."""

    row: Row
    report: Report

    def problem(self, message_id: MessageId, column: str | None = None) -> None:
        """Note a problem at this row."""
        field = self.row.field(column) if column else self.row.path or None
        self.report.add(message_id, self.row.file, self.row.number, field)

    def text(self, column: str) -> str | None:
        """Read plain text that may have paragraphs."""
        return plain(self.row.cells.get(column, "")) or None

    def line(self, column: str) -> str | None:
        """Read plain text on one line."""
        return one_line(self.row.cells.get(column, "")) or None

    def id(self, column: str = "id") -> str | None:
        """Read an id, as text."""
        return as_id(self.row.cells.get(column, "")) or None

    def digits(self, column: str) -> str | None:
        """Read text that a spreadsheet may have taken for a number, such as an extension or a postal code."""
        return self.id(column)

    def url(self, column: str) -> str | None:
        """Read an http or https address with a host and without a sign-in, or None."""
        raw = self.row.cells.get(column, "").strip()
        if not raw:
            return None
        if _BARE_HOST.fullmatch(raw):
            raw = f"https://{raw}"
            self.problem(MessageId.ASSUMED_HTTPS, column)
        if _is_plain_web_address(raw):
            return raw
        self.problem(MessageId.UNSAFE_ADDRESS, column)
        return None

    def email(self, column: str) -> str | None:
        """Read an e-mail address, or None."""
        raw = self.row.cells.get(column, "").strip()
        if not raw:
            return None
        if _EMAIL.fullmatch(raw):
            return raw
        self.problem(MessageId.NOT_AN_EMAIL, column)
        return None

    def phone_number(self, column: str) -> str | None:
        """Read a number as written, without quote marks around it, or None where there is no digit in it."""
        written = (self.line(column) or "").strip(_QUOTE_MARKS)
        if any(character.isdigit() for character in written):
            return written
        self.problem(MessageId.NOT_A_PHONE_NUMBER, column)
        return None

    def date(self, column: str) -> date | None:
        """Read the day of an ISO date or moment, or None."""
        raw = self.row.cells.get(column, "").strip()
        if not raw:
            return None
        found = _DATE.match(raw)
        try:
            if found:
                return date.fromisoformat(found[0])
        except ValueError:
            pass
        self.problem(MessageId.NOT_A_DATE, column)
        return None

    def time(self, column: str) -> time | None:
        """Read a time of the day, local, with or without seconds, am or pm; 24:00 is 00:00."""
        raw = self.row.cells.get(column, "").strip()
        if not raw:
            return None
        found = _TIME.fullmatch(raw)
        read = _time_of_day(found) if found else None
        if read is None or found is None:
            self.problem(MessageId.NOT_A_TIME, column)
            return None
        if found["zone"]:
            self.problem(MessageId.TIME_ZONE_LEFT_OUT, column)
        return read

    def whole_number(self, column: str, most: int) -> int | None:
        """Read a number from 0 to `most`, or None; "12.0" is 12."""
        written = as_id(self.row.cells.get(column, ""))
        if not written:
            return None
        if written.isascii() and written.isdigit() and len(written) <= len(str(most)) and int(written) <= most:
            return int(written)
        self.problem(MessageId.NOT_A_NUMBER, column)
        return None

    def amount(self, column: str) -> Decimal | None:
        """Read a sum of money from 0 up, or None."""
        raw = self.row.cells.get(column, "").strip()
        if not raw:
            return None
        try:
            amount = Decimal(raw)
        except InvalidOperation:
            amount = Decimal("NaN")
        if amount.is_finite() and 0 <= amount < _MAX_AMOUNT:
            return amount
        self.problem(MessageId.NOT_A_NUMBER, column)
        return None

    def currency(self, column: str) -> str | None:
        """Read an upper-case code of three letters, or None."""
        code = self.row.cells.get(column, "").strip().upper()
        if not code or re.fullmatch("[A-Z]{3}", code):
            return code or None
        self.problem(MessageId.NOT_A_CURRENCY, column)
        return None

    def status(self, column: str) -> ServiceStatus | None:
        """Read one of the four states, or None."""
        written = (self.line(column) or "").lower().replace("_", " ")
        if not written:
            return None
        if written in list(ServiceStatus):
            return ServiceStatus(written)
        self.problem(MessageId.UNKNOWN_VALUE, column)
        return None

    def days(self) -> tuple[str, ...]:
        """Read the days of a schedule: iCal days of HSDS 3, or the name or number of one weekday of HSDS 1."""
        days = []
        for column, found in (("byday", _ical_day), ("weekday", _weekday)):
            for part in (self.line(column) or "").split(","):
                day = found(part.strip())
                if day:
                    days.append(day)
                elif part.strip():
                    self.problem(MessageId.NOT_A_DAY, column)
        return tuple(dict.fromkeys(days))


def _is_plain_web_address(raw: str) -> bool:
    if not raw.isprintable() or any(character in raw for character in ' "<>\\^`{|}'):
        return False
    try:
        parts = urlsplit(raw)
        port_is_sound = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc and port_is_sound


def _time_of_day(found: re.Match[str]) -> time | None:
    hour, minute = int(found["hour"]), int(found["minute"])
    half = (found["half"] or "").lower()
    if half and not 1 <= hour <= _NOON:
        return None
    if half:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    if (hour, minute) == (24, 0):
        hour = 0
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _ical_day(written: str) -> str | None:
    return written.upper() if _ICAL_DAY.fullmatch(written.upper()) else None


def _weekday(written: str) -> str | None:
    return _WEEKDAYS.get(as_id(written).lower())
