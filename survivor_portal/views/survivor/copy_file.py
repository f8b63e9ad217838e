"""Her copy as one document: plain field names, moments in UTC, consents named as ISO/IEC TS 27560 has them."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from survivor_portal.actions.consents import ConsentPage
    from survivor_portal.actions.copies import Copy
    from survivor_portal.actions.options import OptionCard
    from survivor_portal.actions.sign_in_records import KeptRequest, SignInRecords
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
        "kept_by_law": [
            {
                "written_at": _moment(hold.written_at),
                "from": _moment(hold.starts_at),
                "until": _moment(hold.until),
                "lifted_at": _moment(hold.lifted_at),
            }
            for hold in copy.holds
        ],
        "team": [
            {
                "name": helper.name,
                "since": _moment(helper.since),
                "until": _moment(helper.until),
                "last_looked_at_your_page": _moment(helper.looked_at),
            }
            for helper in copy.team
        ],
        "services": [_service(card, history, copy.offered_by.get(card.id)) for card, history in copy.answers],
        "choices": [_choice(page, copy.recorder_names) for page in copy.consents],
        "messages": [
            {"written_by": line.author_name, "sent_at": _moment(line.sent_at), "words": line.body}
            for line in copy.messages
        ],
        "signed_in_devices": [
            {
                "device": str(device.look),
                "signed_in_at": _moment(device.signed_in_at),
                "last_used_at": _moment(device.last_used_at),
                "others_may_use_it": device.is_shared,
            }
            for device in copy.devices
        ],
        "sign_in": _sign_in(copy.sign_in),
    }


def _service(card: "OptionCard", history: "tuple[Answered, ...]", offered_by: str | None) -> dict[str, Any]:
    return {
        "service": card.name,
        "given_by": card.provider_name,
        "how_it_came_to_you": card.origin,
        "offered_by": offered_by,
        "place_on_your_list": card.place,
        "on_your_list_since": _moment(card.created_at),
        "answers": [{"answer": entry.answer, "given_at": _moment(entry.answered_at)} for entry in history],
    }


def _choice(page: "ConsentPage", recorder_names: dict[str, str]) -> dict[str, Any]:
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
        "risk_acknowledged_at": _moment(record.risk_acknowledged_at),
        "alternatives_acknowledged_at": _moment(record.alternatives_acknowledged_at),
        "signed_at": _moment(record.signed_at),
        "signature_method": record.signature_method,
        "in_place_of": record.supersedes,
        "words": page.words,
        "events": [
            {
                "event_state": event.event_state,
                "event_time": _moment(event.event_time),
                "effective_time": _moment(event.effective_time),
                "method": event.method,
                "recorded_by": recorder_names[event.recorded_by],
            }
            for event in page.card.events
        ],
        "told": [
            {
                "at": _moment(told.at),
                "items": sorted(told.items),
                "method": told.method,
                "told_by": recorder_names[told.by],
            }
            for told in page.card.disclosures
        ],
    }


def _sign_in(records: "SignInRecords") -> dict[str, Any]:
    invite = records.invite
    return {
        "invited": {
            "by": invite.inviter_name,
            "at": _moment(invite.invited_at),
            "joined_at": _moment(invite.joined_at),
        }
        if invite
        else None,
        "words_for_your_team_set_at": _moment(records.words_set_at),
        "phones_only_yours": [
            {"known_since": _moment(phone.known_since), "last_signed_in_at": _moment(phone.used_at)}
            for phone in records.phones
        ],
        "requests_to_get_in": [_request(request) for request in records.requests],
        "notices": [
            {
                "what": notice.kind,
                "at": _moment(notice.added_at),
                "seen_at": _moment(notice.seen_at),
                "device": str(notice.device) if notice.device else None,
            }
            for notice in records.notices
        ],
        "history": [{"what": line.kind, "by": line.staff_name, "at": _moment(line.at)} for line in records.history],
    }


def _request(request: "KeptRequest") -> dict[str, Any]:
    return {
        "asked_at": _moment(request.asked_at),
        "helped_by": request.helper_name,
        "helper_saw_you": request.is_together,
        "second_person_asked_at": _moment(request.second_asked_at),
        "second_person": request.second_name,
        "second_person_agreed_at": _moment(request.agreed_at),
        "code_given_at": _moment(request.code_given_at),
        "code_typed_at": _moment(request.code_taken_at),
        "wrong_codes": request.wrong_codes,
        "over_at": _moment(request.over_at),
        "closed_at": _moment(request.closed_at),
        "got_in_at": _moment(request.recovered_at),
    }


def _moment(moment: "datetime | None") -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None
