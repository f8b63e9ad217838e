"""What can be wrong with a directory file, said so that the person holding the file can mend it."""

from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """An error refuses the whole import; a warning says what was left out or assumed."""

    ERROR = "error"
    WARNING = "warning"


class MessageId(StrEnum):
    """One stable name for each thing that can be wrong; its sentence is in `ERRORS` or in `WARNINGS`."""

    MISSING_PATH = "missing_path"
    UNREADABLE_FILE = "unreadable_file"
    FILE_TOO_LARGE = "file_too_large"
    NOT_UTF8 = "not_utf8"
    BROKEN_JSON = "broken_json"
    BROKEN_CSV = "broken_csv"
    NO_TABLES = "no_tables"
    NO_HEADER = "no_header"
    NO_RECORDS = "no_records"
    REPEATED_COLUMN = "repeated_column"
    TOO_MANY_CELLS = "too_many_cells"
    CELL_TOO_LONG = "cell_too_long"
    NUL_CHARACTER = "nul_character"
    WRONG_SHAPE = "wrong_shape"
    TOO_DEEP = "too_deep"
    UNKNOWN_RECORD = "unknown_record"
    MISSING_ID = "missing_id"
    MISSING_NAME = "missing_name"
    SAME_ID_TWO_NAMES = "same_id_two_names"

    UNUSED_FILE = "unused_file"
    PAGES_MISSING = "pages_missing"
    TOO_FEW_CELLS = "too_few_cells"
    STRANGE_CHARACTERS = "strange_characters"
    REPEATED_ID = "repeated_id"
    DIFFERENT_VALUES = "different_values"
    EMPTY_RECORD = "empty_record"
    NO_ORGANISATION = "no_organisation"
    NO_OWNER = "no_owner"
    DANGLING_LINK = "dangling_link"
    UNSAFE_ADDRESS = "unsafe_address"
    ASSUMED_HTTPS = "assumed_https"
    NOT_AN_EMAIL = "not_an_email"
    NOT_A_PHONE_NUMBER = "not_a_phone_number"
    NOT_A_DATE = "not_a_date"
    NOT_A_TIME = "not_a_time"
    TIME_ZONE_LEFT_OUT = "time_zone_left_out"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_DAY = "not_a_day"
    NOT_A_CURRENCY = "not_a_currency"
    UNKNOWN_VALUE = "unknown_value"


ERRORS: dict[MessageId, str] = {
    MessageId.MISSING_PATH: "There is no file or folder with this name.",
    MessageId.UNREADABLE_FILE: "The file cannot be opened. Check that it is a plain file and that you may read it.",
    MessageId.FILE_TOO_LARGE: "The file is larger than 200 MB. Split it, or leave out what is not needed.",
    MessageId.NOT_UTF8: "The file is not UTF-8 text from this row on. Save it again as UTF-8.",
    MessageId.BROKEN_JSON: "The file is not valid JSON. It may have been cut off.",
    MessageId.BROKEN_CSV: "The row is not valid CSV: a quote mark is missing or misplaced. The file may be cut off.",
    MessageId.NO_TABLES: "No file here has a name or content that belongs to the HSDS format.",
    MessageId.NO_HEADER: "The first row does not name the columns of this table, separated by commas.",
    MessageId.NO_RECORDS: "The files hold no organisation, no service and no location.",
    MessageId.REPEATED_COLUMN: "Two columns have the same name.",
    MessageId.TOO_MANY_CELLS: "The row has more cells than the first row has columns.",
    MessageId.CELL_TOO_LONG: "The cell holds more than 100,000 characters.",
    MessageId.NUL_CHARACTER: "The cell holds a NUL character. The file may be damaged.",
    MessageId.WRONG_SHAPE: "The value has another shape here: a list, an object or plain text was expected.",
    MessageId.TOO_DEEP: "The records are nested more deeply than the format allows.",
    MessageId.UNKNOWN_RECORD: "The record is not recognised as an organisation, a service or a location.",
    MessageId.MISSING_ID: "The record has no id.",
    MessageId.MISSING_NAME: "The record has no name.",
    MessageId.SAME_ID_TWO_NAMES: "Another record has the same id and a different name.",
}

WARNINGS: dict[MessageId, str] = {
    MessageId.UNUSED_FILE: "The file does not belong to the HSDS format and was not read.",
    MessageId.PAGES_MISSING: "The list says that it has more records than were found. Other pages may be missing.",
    MessageId.TOO_FEW_CELLS: "The row has fewer cells than the first row has columns. The rest was taken as empty.",
    MessageId.STRANGE_CHARACTERS: "The cell holds characters that cannot be shown. They were left out or replaced.",
    MessageId.REPEATED_ID: "Another row has the same id. The two were read as one.",
    MessageId.DIFFERENT_VALUES: "Another record with the same id has a different value here. The first was kept.",
    MessageId.EMPTY_RECORD: "The record has nothing to show and was left out.",
    MessageId.NO_ORGANISATION: "The service names no organisation.",
    MessageId.NO_OWNER: "The record belongs to nothing and was left out.",
    MessageId.DANGLING_LINK: "The id leads to no record in these files. The link was left out.",
    MessageId.UNSAFE_ADDRESS: "The web address is not a plain http or https address and was left out.",
    MessageId.ASSUMED_HTTPS: "The web address has no http or https in front. https was put there.",
    MessageId.NOT_AN_EMAIL: "The value is not an e-mail address and was left out.",
    MessageId.NOT_A_PHONE_NUMBER: "The value is not a phone number. The phone was left out.",
    MessageId.NOT_A_DATE: "The value is not a date like 2026-01-31 and was left out.",
    MessageId.NOT_A_TIME: "The value is not a time like 09:30 and was left out.",
    MessageId.TIME_ZONE_LEFT_OUT: "The time names a time zone. It was read as local time.",
    MessageId.NOT_A_NUMBER: "The value is not a number that fits here and was left out.",
    MessageId.NOT_A_DAY: "The value is not a day of the week and was left out.",
    MessageId.NOT_A_CURRENCY: "The value is not a currency code of three letters and was left out.",
    MessageId.UNKNOWN_VALUE: "The value is not one that the format knows and was left out.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, by file, row and field; it never repeats what the cell says.

    `row` counts as a spreadsheet does: in CSV the first row names the columns and is row 1. In JSON it is the place
    of the record in its list, from 1. `field` is a column name or, in JSON, the way to the value.
    """

    file: str
    row: int | None
    field: str | None
    message_id: MessageId

    @property
    def severity(self) -> Severity:
        """Whether this refuses the import."""
        return Severity.ERROR if self.message_id in ERRORS else Severity.WARNING

    @property
    def explanation(self) -> str:
        """One English sentence or two, the same for every problem of this kind."""
        return ERRORS.get(self.message_id) or WARNINGS[self.message_id]


class UnreadableDirectory(Exception):  # noqa: N818 - the name says what is true of the directory
    """Nothing at all could be read; `problems` says why, and is never empty."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep the problems; the message holds only their count."""
        super().__init__(f"directory unreadable, {len(problems)} problem(s)")
        self.problems = problems


@dataclass(slots=True)
class Report:
    """Collects problems while files are read."""

    problems: list[Problem] = field(default_factory=list)

    def add(self, message_id: MessageId, file: str, row: int | None = None, field: str | None = None) -> None:
        """Note one problem."""
        self.problems.append(Problem(file, row, field, message_id))
