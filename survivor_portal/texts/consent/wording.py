"""A statement filled in with what she picked: the whole of what she signs, as plain text."""

from typing import TYPE_CHECKING

from flask_babel import gettext

from survivor_portal.texts.consent.labels import PURPOSE_LABELS, REASON_LABELS, item_labels, method_labels
from survivor_portal.texts.consent.moments import day_and_hour

if TYPE_CHECKING:
    from collections.abc import Iterator

    from survivor_portal.domain.consent import ConsentRecord
    from survivor_portal.texts.consent.statements import PublishedWords


def statement_words(words: "PublishedWords", record: "ConsentRecord", recipient_name: str) -> str:
    """Give the statement for a record in the reader's language: a block a section, its heading on the first line.

    The interpreter is not named in it: its digest is stored in the open, and a name could be guessed from that.
    """
    picked = {
        "who": [recipient_name],
        "why": [str(PURPOSE_LABELS[record.purpose])],
        "what": item_labels(record.data_items),
        "never": item_labels(record.excluded_items),
        "how": method_labels(record.methods),
        "until": list(_end(record)),
    }
    blocks = []
    for name, section in words.sections.items():
        if name == "never" and not record.excluded_items:
            continue
        lines = [section.heading, *(f"• {line}" for line in picked.get(name, ())), *section.words]
        blocks.append("\n".join([*lines, section.agreed] if section.agreed else lines))
    return "\n\n".join(blocks)


def _end(record: "ConsentRecord") -> "Iterator[str]":
    if record.max_uses == 1:
        yield gettext("One time only")
    yield gettext("Until %(moment)s", moment=day_and_hour(record.expires_at))
    if record.length_reason is not None:
        yield gettext("My reason for more than 30 days: %(reason)s", reason=REASON_LABELS[record.length_reason])
