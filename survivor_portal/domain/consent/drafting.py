"""What stands between a draft and a signature that counts."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from enum import StrEnum, unique

from survivor_portal.domain.consent.records import ConsentRecord, Recipient
from survivor_portal.domain.consent.vocabulary import CapacityBasis, ConsenterRole, Method, RecipientStanding
from survivor_portal.domain.people import PersonId

OFFERED_LENGTHS = (timedelta(days=7), timedelta(days=14), timedelta(days=30))
"""The lengths she is offered, besides "once"; the last is the usual one and the longest that needs no reason."""
USUAL_LENGTH = OFFERED_LENGTHS[-1]
LONGEST_LENGTH = timedelta(days=90)

_SURVIVOR_ALONE = frozenset({ConsenterRole.SURVIVOR})
REQUIRED_ROLES = {
    CapacityBasis.ADULT: _SURVIVOR_ALONE,
    CapacityBasis.MINOR_ALONE: _SURVIVOR_ALONE,
    CapacityBasis.MINOR_PLUS_GUARDIAN: frozenset(ConsenterRole),
    CapacityBasis.COURT_GUARDIAN: frozenset({ConsenterRole.GUARDIAN}),
}
"""Who must sign on each basis: all of them, and nobody else can."""


@unique
class Problem(StrEnum):
    """What a draft still lacks or has too much of before it can be given."""

    NO_ITEMS = "no_items"
    NO_RECIPIENT = "no_recipient"
    NO_METHODS = "no_methods"
    NO_STATEMENT = "no_statement"
    NO_USES = "no_uses"
    ENDS_BEFORE_START = "ends_before_start"
    ENDS_BEFORE_SIGNATURE = "ends_before_signature"
    TOO_LONG = "too_long"
    NO_REASON_FOR_LENGTH = "no_reason_for_length"
    WRONG_CONSENTERS = "wrong_consenters"
    RISK_NOT_ACKNOWLEDGED = "risk_not_acknowledged"
    ALTERNATIVES_NOT_ACKNOWLEDGED = "alternatives_not_acknowledged"
    NOT_SIGNED = "not_signed"
    EXCLUDED_ITEM_ASKED = "excluded_item_asked"
    RECIPIENT_BLOCKED = "recipient_blocked"
    CONSENTER_MARKED = "consenter_marked"
    NO_INTERPRETER = "no_interpreter"


HERS_TO_SOLVE = frozenset(
    {
        Problem.RISK_NOT_ACKNOWLEDGED,
        Problem.ALTERNATIVES_NOT_ACKNOWLEDGED,
        Problem.NOT_SIGNED,
        Problem.NO_REASON_FOR_LENGTH,
    }
)
"""What an unsigned draft may still lack when it is put before her: only she can supply these."""


def draft_problems(
    record: ConsentRecord, recipient: Recipient, marked: Collection[PersonId], *, statement_approved: bool
) -> frozenset[Problem]:
    """Return everything that keeps this record, as it would be signed, from being given; empty means it may be.

    ``marked`` are the people marked as abuser or suspected abuser of the survivor or of the other parent.
    ``statement_approved`` says that a qualified person approved these words in this language; otherwise an interpreter
    is needed.
    """
    problems = set(lasting_problems(record))
    if record.data_items & record.excluded_items:
        problems.add(Problem.EXCLUDED_ITEM_ASKED)
    if recipient.recipient_id != record.recipient:
        problems.add(Problem.NO_RECIPIENT)
    if recipient.standing is not RecipientStanding.ACTIVE:
        problems.add(Problem.RECIPIENT_BLOCKED)
    if any(consenter.person in marked for consenter in record.consenters):
        problems.add(Problem.CONSENTER_MARKED)
    if not statement_approved and not record.interpreter:
        problems.add(Problem.NO_INTERPRETER)
    return frozenset(problems)


def lasting_problems(record: ConsentRecord) -> frozenset[Problem]:
    """Return the problems that stand in the record itself; with any of them its signature never counts, ever."""
    return frozenset((*_scope_problems(record), *_length_problems(record), *_signature_problems(record)))


def _scope_problems(record: ConsentRecord) -> Iterator[Problem]:
    if not record.data_items:
        yield Problem.NO_ITEMS
    if not record.recipient:
        yield Problem.NO_RECIPIENT
    if not record.methods:
        yield Problem.NO_METHODS
    if not (record.statement_version and record.language):
        yield Problem.NO_STATEMENT
    if record.max_uses is not None and record.max_uses < 1:
        yield Problem.NO_USES


def _length_problems(record: ConsentRecord) -> Iterator[Problem]:
    if record.expires_at <= record.valid_from:
        yield Problem.ENDS_BEFORE_START
    if record.signed_at is not None and record.expires_at <= record.signed_at:
        yield Problem.ENDS_BEFORE_SIGNATURE
    # A late start must not stretch the time between her signature and the end.
    length = record.expires_at - min(record.valid_from, record.signed_at or record.valid_from)
    if length > LONGEST_LENGTH:
        yield Problem.TOO_LONG
    if length > USUAL_LENGTH and record.length_reason is None:
        yield Problem.NO_REASON_FOR_LENGTH


def _signature_problems(record: ConsentRecord) -> Iterator[Problem]:
    if not _has_required_consenters(record):
        yield Problem.WRONG_CONSENTERS
    if not _happened_by(record.risk_acknowledged_at, record.signed_at):
        yield Problem.RISK_NOT_ACKNOWLEDGED
    if not _happened_by(record.alternatives_acknowledged_at, record.signed_at):
        yield Problem.ALTERNATIVES_NOT_ACKNOWLEDGED
    # A paper release is only a draft here until she signs it in the portal; a spoken yes is none.
    if record.signed_at is None or record.signature_method is not Method.PORTAL:
        yield Problem.NOT_SIGNED


def _has_required_consenters(record: ConsentRecord) -> bool:
    required = REQUIRED_ROLES[record.capacity_basis]
    return (
        len(record.consenters) == len(required)
        and {consenter.role for consenter in record.consenters} == required
        and all((c.person == record.principal) == (c.role is ConsenterRole.SURVIVOR) for c in record.consenters)
    )


def _happened_by(moment: datetime | None, limit: datetime | None) -> bool:
    return moment is not None and (limit is None or moment <= limit)
