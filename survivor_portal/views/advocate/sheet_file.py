"""A sheet as a plain text: the same words as on the page, and nothing else."""

from typing import TYPE_CHECKING

from flask_babel import gettext

from survivor_portal.texts.consent.moments import day, day_and_hour
from survivor_portal.texts.desk import ITEMS_AT_DESK, PURPOSES_AT_DESK

if TYPE_CHECKING:
    from survivor_portal.actions.consents import Sheet


def sheet_text(sheet: "Sheet") -> str:
    """Give all of a sheet, a line for each fact of its head and a block for each item, in the reader's language."""
    head = (
        (gettext("For"), sheet.recipient_name),
        (gettext("What it is for"), PURPOSES_AT_DESK[sheet.purpose]),
        (gettext("Date"), day(sheet.made_at)),
        (gettext("Under a consent that ends"), day_and_hour(sheet.consent_ends_at)),
        (gettext("Made by"), sheet.made_by),
    )
    blocks = ["\n".join(f"{label}: {words}" for label, words in head)]
    blocks += [f"{ITEMS_AT_DESK[item]}:\n{words}" for item, words in sheet.lines]
    return "\n\n".join([*blocks, gettext("Use this for nothing else. Pass it on to nobody.")]) + "\n"
