"""Her copy as one document: plain field names, moments in UTC, consents named as ISO/IEC TS 27560 has them."""

from typing import TYPE_CHECKING, Any

from survivor_portal.domain.consent import ban_end
from survivor_portal.texts.compelled import REASONS_FOR_HER
from survivor_portal.texts.looks import LOOK_REASONS_FOR_HER
from survivor_portal.views.survivor.receipt_file import damaged_document, moment, receipt_document

if TYPE_CHECKING:
    from survivor_portal.actions.copies import Copy
    from survivor_portal.actions.options import OptionCard
    from survivor_portal.actions.sign_in_records import KeptRequest, SignInRecords
    from survivor_portal.domain.consent import CompelledDisclosure, CompelledRemains, ContactRule
    from survivor_portal.domain.options import Answered


def document_of(copy: "Copy") -> dict[str, Any]:
    """Give all of a copy as what JSON can hold."""
    deletion = copy.standing.deletion
    return {
        "made_at": moment(copy.made_at),
        "name": copy.name,
        "language": copy.language,
        "here_since": moment(copy.here_since),
        "paused_since": moment(copy.standing.paused_at),
        "deletion_asked_at": moment(deletion.asked_at) if deletion else None,
        "deletion_due_at": moment(deletion.due_at) if deletion else None,
        "kept_by_law": [
            {
                "written_at": moment(hold.written_at),
                "from": moment(hold.starts_at),
                "until": moment(hold.until),
                "lifted_at": moment(hold.lifted_at),
            }
            for hold in copy.holds
        ],
        "team": [
            {
                "name": helper.name,
                "since": moment(helper.since),
                "until": moment(helper.until),
                "last_looked_at_your_page": moment(helper.looked_at),
            }
            for helper in copy.team
        ],
        "services": [_service(card, history, copy.offered_by.get(card.id)) for card, history in copy.answers],
        "choices": [receipt_document(page, copy.staff_names) for page in copy.consents],
        "choices_not_readable_in_full": [damaged_document(found, copy.staff_names) for found in copy.damaged],
        "told_because_of_the_law": [_compelled(disclosed, copy.staff_names) for disclosed in copy.compelled.whole],
        "told_because_of_the_law_not_readable_in_full": [
            _compelled_left(disclosed, copy.staff_names) for disclosed in copy.compelled.damaged
        ],
        "supervisors_who_looked": [
            {"name": look.staff_name, "reason": str(LOOK_REASONS_FOR_HER[look.reason]), "looked_at": moment(look.at)}
            for look in copy.looks
        ],
        "police": _police(copy),
        "ways_to_reach_you": [_way(rule) for rule in copy.contact.values()],
        "messages": [
            {"written_by": line.author_name, "sent_at": moment(line.sent_at), "words": line.body}
            for line in copy.messages
        ],
        "not_sent_yet": [
            {
                "typed_at": moment(draft.saved_at),
                "lines": [{"line": name, "typed": value} for name, value in draft.typed],
            }
            for draft in copy.not_sent
        ],
        "signed_in_devices": [
            {
                "device": str(device.look),
                "signed_in_at": moment(device.signed_in_at),
                "last_used_at": moment(device.last_used_at),
                "others_may_use_it": device.is_shared,
            }
            for device in copy.devices
        ],
        "leaving": {
            "page_that_exit_opens": copy.leaving.destination,
            "exit_by_three_presses_of_shift": copy.leaving.by_keyboard,
            "exit_by_three_taps_on_the_name": copy.leaving.by_taps,
            "few_traces": copy.leaving.few_traces,
            "minutes_without_use": copy.leaving.hides_after,
        },
        "sign_in": _sign_in(copy.sign_in),
    }


def _compelled(disclosed: "CompelledDisclosure", names: dict[str, str]) -> dict[str, Any]:
    return {
        "recipient": disclosed.recipient,
        "items": sorted(disclosed.items),
        "at": moment(disclosed.at),
        "legal_basis": disclosed.legal_basis,
        "legal_reference": disclosed.legal_reference,
        "tried_to_tell_you": [
            {"at": moment(attempt.at), "tried_by": names[attempt.by]} for attempt in disclosed.notice_attempts
        ],
        "no_notice_reason": disclosed.no_notice_reason and str(REASONS_FOR_HER[disclosed.no_notice_reason]),
        "court_let_us_tell_you_from": moment(ban_end(disclosed)),
        "protective_steps": disclosed.protective_steps,
        "recorded_by": names[disclosed.by],
    }


def _compelled_left(disclosed: "CompelledRemains", names: dict[str, str]) -> dict[str, Any]:
    return {
        "is_damaged": True,
        "at": moment(disclosed.at),
        "legal_basis": disclosed.legal_basis,
        "no_notice_reason": disclosed.no_notice_reason and str(REASONS_FOR_HER[disclosed.no_notice_reason]),
        "court_let_us_tell_you_from": moment(ban_end(disclosed)),
        "recorded_by": names[disclosed.by],
    }


def _service(card: "OptionCard", history: "tuple[Answered, ...]", offered_by: str | None) -> dict[str, Any]:
    return {
        "service": card.name,
        "given_by": card.provider_name,
        "how_it_came_to_you": card.origin,
        "offered_by": offered_by,
        "place_on_your_list": card.place,
        "on_your_list_since": moment(card.created_at),
        "answers": [{"answer": entry.answer, "given_at": moment(entry.answered_at)} for entry in history],
    }


def _police(copy: "Copy") -> dict[str, Any]:
    return {
        "choice": copy.police.choice,
        "choices": [{"choice": entry.choice, "chosen_at": moment(entry.chosen_at)} for entry in copy.police.history],
        "requests": [
            {
                "asker": request.asker,
                "asked": request.asked,
                "asked_at": moment(request.asked_at),
                "written_by": copy.staff_names[request.written_by],
                "answers": [
                    {"answer": given.answer, "answered_at": moment(given.answered_at)} for given in request.answers
                ],
            }
            for request in copy.police.requests
        ],
    }


def _sign_in(records: "SignInRecords") -> dict[str, Any]:
    invite = records.invite
    return {
        "invited": {
            "by": invite.inviter_name,
            "at": moment(invite.invited_at),
            "joined_at": moment(invite.joined_at),
        }
        if invite
        else None,
        "words_for_your_team_set_at": moment(records.words_set_at),
        "phones_only_yours": [
            {"known_since": moment(phone.known_since), "last_signed_in_at": moment(phone.used_at)}
            for phone in records.phones
        ],
        "requests_to_get_in": [_request(request) for request in records.requests],
        "notices": [
            {
                "what": notice.kind,
                "at": moment(notice.added_at),
                "seen_at": moment(notice.seen_at),
                "device": str(notice.device) if notice.device else None,
            }
            for notice in records.notices
        ],
        "history": [{"what": line.kind, "by": line.staff_name, "at": moment(line.at)} for line in records.history],
    }


def _request(request: "KeptRequest") -> dict[str, Any]:
    return {
        "asked_at": moment(request.asked_at),
        "helped_by": request.helper_name,
        "helper_saw_you": request.is_together,
        "second_person_asked_at": moment(request.second_asked_at),
        "second_person": request.second_name,
        "second_person_agreed_at": moment(request.agreed_at),
        "code_given_at": moment(request.code_given_at),
        "code_typed_at": moment(request.code_taken_at),
        "wrong_codes": request.wrong_codes,
        "over_at": moment(request.over_at),
        "closed_at": moment(request.closed_at),
        "got_in_at": moment(request.recovered_at),
    }


def _way(rule: "ContactRule") -> dict[str, Any]:
    return {
        "channel": rule.channel,
        "is_damaged": rule.is_damaged,
        "hours": [{"weekday": at.weekday, "hour": at.hour} for at in sorted(rule.safe_hours)],
        "voicemail_allowed": rule.voicemail_allowed,
        "name_to_ask_for": rule.name_to_ask_for,
        "last_confirmed_at": moment(rule.last_confirmed_at),
    }
