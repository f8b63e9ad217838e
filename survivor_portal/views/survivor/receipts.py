"""The receipt of one choice: on the screen, for paper, and as a file on her press alone."""

import json
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response

from survivor_portal.actions.consents import receipt_for
from survivor_portal.texts.consent.labels import item_labels, method_labels
from survivor_portal.texts.consent.moments import day_and_hour
from survivor_portal.views.survivor.receipt_file import receipt_document
from survivor_portal.views.survivor.words import words_for_her
from survivor_portal.web.deps import current_deps
from survivor_portal.web.htmx import render_page
from survivor_portal.web.sessions import current_viewer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

receipts = Blueprint("receipts", __name__)

_FILE_NAME: Final = "receipt.json"


@receipts.get("/choices/<ref>/receipt")
def receipt(ref: str) -> "ResponseReturnValue":
    """Show everything about one choice, to read or print, and offer it as a file."""
    found = receipt_for(current_deps(), current_viewer().id, ref)
    return render_page(
        "survivor/choices_receipt.html",
        receipt=found,
        page=found.page,
        card=found.page.card,
        words=words_for_her(),
        item_labels=item_labels,
        method_labels=method_labels,
        day_and_hour=day_and_hour,
    )


@receipts.post("/choices/<ref>/receipt/file")
def receipt_file(ref: str) -> "ResponseReturnValue":
    """Give it as one file, because she asked for it."""
    found = receipt_for(current_deps(), current_viewer().id, ref)
    document = json.dumps(receipt_document(found.page, found.names), ensure_ascii=False, indent=2)
    response = Response(document, mimetype="application/json")
    response.headers.set("Content-Disposition", "attachment", filename=_FILE_NAME)
    return response
