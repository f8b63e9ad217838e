"""Her copy as one document: plain field names, moments in UTC, consents named as ISO/IEC TS 27560 has them."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from survivor_portal.actions.consents import ConsentPage
    from survivor_portal.actions.copies import Copy
    from survivor_portal.actions.options import OptionCard
    from survivor_portal.domain.options import Answered


def document_of(copy: "Copy") -> dict[str, Any]:
    """Give all of a copy as what JSON can hold."""
    deletion = copy.standing.deletion
    return {
        "made_at": _moment(copy.made_at),
        "name": copy.name,
        "language": copy.language,
        "here_since": _moment(copy.here_since),
        "paused_since": _moment(copy.standing.paused_at),
        "deletion_asked_at": _moment(deletion.asked_at) if deletion else None,
        "deletion_due_at": _moment(deletion.due_at) if deletion else None,
        "kept_by_law_until": [_moment(hold.until) for hold in copy.standing.holds],
        "team": [
            {
                "name": helper.name,
                "since": _moment(helper.since),
                "until": _moment(helper.until),
                "last_looked_at_your_page": _moment(helper.looked_at),
            }
            for helper in copy.team
        ],
        "services": [_service(card, history) for card, history in copy.answers],
        "choices": [_choice(page, copy.teller_names) for page in copy.consents],
        "messages": [
            {"written_by": line.author_name, "sent_at": _moment(line.sent_at), "words": line.body}
            for line in copy.messages
        ],
        "signed_in_devices": [
            {
                "device": str(device.look),
                "signed_in_at": _moment(device.signed_in_at),
                "last_used_at": _moment(device.last_used_at),
            }
            for device in copy.devices
        ],
    }


def _service(card: "OptionCard", history: "tuple[Answered, ...]") -> dict[str, Any]:
    return {
        "service": card.name,
        "given_by": card.provider_name,
        "how_it_came_to_you": card.origin,
        "on_your_list_since": _moment(card.created_at),
        "answers": [{"answer": entry.answer, "given_at": _moment(entry.answered_at)} for entry in history],
    }


def _choice(page: "ConsentPage", teller_names: dict[str, str]) -> dict[str, Any]:
    record = page.card.record
    return {
        "schema_version": record.schema_version,
        "receipt_id": record.record_id,
        "recipient": page.card.recipient_name,
        "purpose": record.purpose,
        "data_items": sorted(record.data_items),
        "excluded_items": sorted(record.excluded_items),
        "methods": sorted(record.methods),
        "valid_from": _moment(record.valid_from),
        "expires_at": _moment(record.expires_at),
        "max_uses": record.max_uses,
        "length_reason": record.length_reason,
        "state": page.card.state,
        "ended_or_ends_at": _moment(page.card.ends_at),
        "statement_version": record.statement_version,
        "language": record.language,
        "interpreter": page.interpreter,
        "signed_at": _moment(record.signed_at),
        "words": page.words,
        "events": [
            {
                "event_state": event.event_state,
                "event_time": _moment(event.event_time),
                "effective_time": _moment(event.effective_time),
            }
            for event in page.card.events
        ],
        "told": [
            {
                "at": _moment(told.at),
                "items": sorted(told.items),
                "method": told.method,
                "told_by": teller_names[told.by],
            }
            for told in page.card.disclosures
        ],
    }


def _moment(moment: "datetime | None") -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
