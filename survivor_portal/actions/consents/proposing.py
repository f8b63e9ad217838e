"""A draft that her advocate writes down for her, of their own or from a paper she signed: it authorises nothing."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from survivor_portal.actions.consents.recipients import recipient_called
from survivor_portal.actions.consents.recorders import require_case
from survivor_portal.actions.consents.sealing import sealed_scope
from survivor_portal.actions.consents.signing import SCHEMA_VERSION, MadeOtherwise, made_before, sent_again, tried_again
from survivor_portal.actions.drafts import forget_sent
from survivor_portal.actions.lookups import PausedError
from survivor_portal.actions.pausing import is_paused
from survivor_portal.domain.consent import (
    HERS_TO_SOLVE,
    CapacityBasis,
    Consenter,
    ConsenterRole,
    ConsentRecord,
    DataItem,
    EventState,
    Method,
    Problem,
    Purpose,
    RecordId,
    SharingMethod,
    draft_problems,
)
from survivor_portal.domain.people import PersonId
from survivor_portal.models import Consent, ConsentEvent
from survivor_portal.security.tokens import digest, new_ref

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from survivor_portal.actions.consents.recipients import NamedRecipient
    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.drafts import DraftPage

HERS_TO_BEGIN: Final = frozenset({Purpose.TALK_WITH_POLICE, Purpose.TELL_OF_STOP})
"""Purposes that nobody proposes to her: each belongs to a question of its own."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Proposal:
    """What she is to be asked. `length` is from her signature to the end; `once` ends it after the first use too.

    `recipient` is the reference of a recipient, or of a provider that becomes one. `is_from_paper` says that she has
    signed it on paper: here that is a draft like any other. `language` and `statement_version` name the words she would
    read as it stands now; what she signs, she reads when she signs it. `token` is the form's own.
    """

    token: str
    recipient: str
    purpose: Purpose
    data_items: frozenset[DataItem]
    methods: frozenset[SharingMethod]
    length: timedelta
    once: bool
    is_from_paper: bool
    language: str
    statement_version: str


@dataclass(frozen=True, slots=True)
class ProposalRefusal:
    """Why there is no draft: what it lacks or has too much of; and whether only she could begin it."""

    problems: frozenset[Problem]
    is_hers_to_begin: bool = False


def propose_consent(
    deps: "Deps", staff_id: str, survivor_id: str, proposal: Proposal, *, sent_from: "DraftPage | None" = None
) -> RecordId | MadeOtherwise | ProposalRefusal:
    """Put a draft before her to answer, or say why there is none.

    What had been typed on the page it was `sent_from` goes in the same transaction. A doubled form gives the draft it
    made, or says that it made another one. Nothing may leave under it. Raises
    `NotFoundError` when the survivor is not on this member's caseload, and `PausedError` while she wants to be left
    alone.
    """
    if proposal.purpose in HERS_TO_BEGIN or DataItem.CONSENT_STOPPED in proposal.data_items:
        return ProposalRefusal(frozenset(), is_hers_to_begin=True)
    return tried_again(lambda: _propose_once(deps, staff_id, survivor_id, proposal, sent_from))


def _propose_once(
    deps: "Deps", staff_id: str, survivor_id: str, proposal: Proposal, sent_from: "DraftPage | None"
) -> RecordId | MadeOtherwise | ProposalRefusal:
    opener = deps.vault.opener(survivor_id)
    with deps.storage.write() as session:
        require_case(session, staff_id, survivor_id)
        named = recipient_called(deps, session, proposal.recipient)
        already = made_before(
            session, opener, survivor_id, proposal.token, lambda made: _asks_the_same(made, named, proposal)
        )
        if already is not None:
            return sent_again(deps, session, already, sent_from)
        if is_paused(session, survivor_id):
            raise PausedError
        if named is None:
            return ProposalRefusal(frozenset({Problem.NO_RECIPIENT}))
        record = _record(deps, survivor_id, proposal, named)
        # Whether she needs an interpreter shows when she signs, and in which language.
        problems = draft_problems(record, named.recipient, (), statement_approved=True) - HERS_TO_SOLVE
        if problems:
            return ProposalRefusal(problems)
        _add(deps, session, record, proposal, staff_id)
        forget_sent(deps, session, sent_from)
        session.commit()
    return record.record_id


def _asks_the_same(made: ConsentRecord, named: "NamedRecipient | None", proposal: Proposal) -> bool:
    asked = (named and named.recipient.recipient_id, proposal.purpose, proposal.data_items, proposal.methods)
    # Once she has answered, what she left out is what she never wants told, and how long it lasts is her own word.
    if (made.recipient, made.purpose, made.data_items | made.excluded_items, made.methods) != asked:
        return False
    lasts = (made.expires_at - made.valid_from, made.max_uses)
    return made.signed_at is not None or lasts == (proposal.length, 1 if proposal.once else None)


def _record(deps: "Deps", survivor_id: str, proposal: Proposal, named: "NamedRecipient") -> ConsentRecord:
    now, her = deps.clock(), PersonId(survivor_id)
    return ConsentRecord(
        record_id=RecordId(new_ref(deps.chance)),
        schema_version=SCHEMA_VERSION,
        principal=her,
        recipient=named.recipient.recipient_id,
        purpose=proposal.purpose,
        data_items=proposal.data_items,
        # What is never to be told is hers alone to say.
        excluded_items=frozenset(),
        methods=proposal.methods,
        valid_from=now,
        expires_at=now + proposal.length,
        max_uses=1 if proposal.once else None,
        statement_version=proposal.statement_version,
        language=proposal.language,
        consenters=frozenset({Consenter(her, ConsenterRole.SURVIVOR)}),
        capacity_basis=CapacityBasis.ADULT,
    )


def _add(deps: "Deps", session: "Session", record: ConsentRecord, proposal: Proposal, staff_id: str) -> None:
    session.add(
        Consent(
            record_id=record.record_id,
            schema_version=record.schema_version,
            principal=record.principal,
            recipient=record.recipient,
            purpose=record.purpose,
            # Of no words yet: she has signed none.
            scope=sealed_scope(deps, record, digest("")),
            valid_from=record.valid_from,
            expires_at=record.expires_at,
            max_uses=record.max_uses,
            statement_version=record.statement_version,
            language=record.language,
            form_token_digest=digest(proposal.token),
        )
    )
    # The record stands before its event, whose row points at it.
    session.flush()
    session.add(
        ConsentEvent(
            id=new_ref(deps.chance),
            record_id=record.record_id,
            event_state=EventState.DRAFT,
            event_time=record.valid_from,
            effective_time=record.valid_from,
            entity=staff_id,
            method=Method.PAPER if proposal.is_from_paper else Method.PORTAL,
            recorded_by=staff_id,
            reason=None,
        )
    )
