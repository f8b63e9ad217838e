"""The only question to ask before anything about her leaves, and the separate one for what the law compels.

Neither takes an override, a role or a law-enforcement choice: there is nothing to pass that could open them.
"""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum, unique

from survivor_portal.domain.consent.fold import END_STATES, has_ending_event, remaining_uses, state
from survivor_portal.domain.consent.records import (
    CompelledDisclosure,
    ConsentEvent,
    ConsentRecord,
    Disclosure,
    Recipient,
)
from survivor_portal.domain.consent.remains import CompelledRemains
from survivor_portal.domain.consent.vocabulary import (
    DataItem,
    LegalBasis,
    NoNoticeReason,
    RecipientStanding,
    State,
)
from survivor_portal.domain.moments import require_utc


@unique
class Refusal(StrEnum):
    """Why a proposed disclosure may not happen."""

    OTHER_CONSENT = "other_consent"
    ENDED = "ended"
    NOT_GIVEN = "not_given"
    OTHER_RECIPIENT = "other_recipient"
    RECIPIENT_BLOCKED = "recipient_blocked"
    OTHER_PURPOSE = "other_purpose"
    OTHER_METHOD = "other_method"
    NO_ITEMS = "no_items"
    ITEMS_NOT_COVERED = "items_not_covered"


@unique
class CompelledRefusal(StrEnum):
    """Why a compelled disclosure may not happen as proposed."""

    NO_ITEMS = "no_items"
    NO_RECIPIENT = "no_recipient"
    BARE_SUBPOENA = "bare_subpoena"
    NO_LEGAL_REFERENCE = "no_legal_reference"
    NO_NOTICE = "no_notice"
    NO_PROTECTIVE_STEPS = "no_protective_steps"


def refusal(
    proposed: Disclosure,
    recipient: Recipient,
    record: ConsentRecord,
    events: Collection[ConsentEvent],
    disclosures: Collection[Disclosure],
) -> Refusal | None:
    """Return the first reason why ``record`` does not authorise ``proposed``, or None when it does.

    ``events`` and ``disclosures`` are all that is stored when it is asked. An end that has been written down refuses
    even a disclosure dated before it: after her stop nothing more is recorded under the consent.
    """
    current = state(record, events, disclosures, proposed.at)
    ended = current in END_STATES or has_ending_event(record, events) or remaining_uses(record, disclosures) == 0
    reasons = (
        (proposed.consent != record.record_id, Refusal.OTHER_CONSENT),
        (ended, Refusal.ENDED),
        (current is not State.GIVEN, Refusal.NOT_GIVEN),
        (not proposed.recipient == record.recipient == recipient.recipient_id, Refusal.OTHER_RECIPIENT),
        (recipient.standing is not RecipientStanding.ACTIVE, Refusal.RECIPIENT_BLOCKED),
        (proposed.purpose is not record.purpose, Refusal.OTHER_PURPOSE),
        (proposed.method not in record.methods, Refusal.OTHER_METHOD),
        (not proposed.items, Refusal.NO_ITEMS),
        (not proposed.items <= covered_items(record), Refusal.ITEMS_NOT_COVERED),
    )
    return next((why for applies, why in reasons if applies), None)


def covered_items(record: ConsentRecord) -> frozenset[DataItem]:
    """Return what the record covers once given; what she said never to share is out, whatever else she ticked."""
    return record.data_items - record.excluded_items


def compelled_refusal(proposed: CompelledDisclosure) -> CompelledRefusal | None:
    """Return the first reason why a compelled disclosure may not happen, or None when basis and notice are in order.

    An attempt to tell her counts only if it was made by the time of the disclosure (34 U.S.C. 12291(b)(2)).
    """
    return next(iter(compelled_refusals(proposed)), None)


def compelled_refusals(proposed: CompelledDisclosure) -> tuple[CompelledRefusal, ...]:
    """Return every reason why a compelled disclosure may not happen, what it rests on first; none when it may."""
    tried_to_tell_her = any(attempt.at <= proposed.at for attempt in proposed.notice_attempts)
    # A court's ban that was over by then was none.
    was_banned = not is_hers_to_know(proposed, proposed.at)
    has_reason = was_banned or proposed.no_notice_reason not in {None, NoNoticeReason.COURT_FORBIDS}
    reasons = (
        (proposed.legal_basis is LegalBasis.BARE_SUBPOENA, CompelledRefusal.BARE_SUBPOENA),
        (not proposed.items, CompelledRefusal.NO_ITEMS),
        (not proposed.recipient.strip(), CompelledRefusal.NO_RECIPIENT),
        (not proposed.legal_reference.strip(), CompelledRefusal.NO_LEGAL_REFERENCE),
        (not tried_to_tell_her and not has_reason, CompelledRefusal.NO_NOTICE),
        (not proposed.protective_steps.strip(), CompelledRefusal.NO_PROTECTIVE_STEPS),
    )
    return tuple(why for applies, why in reasons if applies)


def is_hers_to_know(disclosed: CompelledDisclosure | CompelledRemains, now: datetime) -> bool:
    """Say whether she is shown a compelled disclosure at ``now``, or what is left of it: unless a court forbids it.

    A ban is over when its end has come, or once a court has lifted it.

    Raises ValueError if ``now`` is not UTC.
    """
    require_utc(now)
    is_forbidden = disclosed.no_notice_reason is NoNoticeReason.COURT_FORBIDS
    is_lifted = disclosed.ban_lifted_at is not None
    return not is_forbidden or is_lifted or (disclosed.forbidden_until is not None and disclosed.forbidden_until <= now)


def ban_end(disclosed: CompelledDisclosure | CompelledRemains) -> datetime | None:
    """Return when a court's ban on telling her ends or ended: by its own date, or lifted before.

    None where there was none, or while it has no end.
    """
    if disclosed.no_notice_reason is not NoNoticeReason.COURT_FORBIDS:
        return None
    ends = (disclosed.forbidden_until, disclosed.ban_lifted_at)
    # One that was over when it was told kept nothing from her.
    return min((end for end in ends if end is not None and end > disclosed.at), default=None)
