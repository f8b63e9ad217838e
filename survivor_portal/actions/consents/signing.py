"""Her written yes: one form, signed with her passphrase, or no record at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from survivor_portal.actions.consents.recipients import NamedRecipient, recipient_called
from survivor_portal.actions.consents.sealing import sealed_scope
from survivor_portal.actions.places import place_of
from survivor_portal.actions.throttling import ThrottleKind, Wait, check_passphrase, clear, throttle_key
from survivor_portal.domain.consent import (
    CapacityBasis,
    Consenter,
    ConsenterRole,
    ConsentRecord,
    DataItem,
    EventState,
    LengthReason,
    Method,
    Problem,
    Purpose,
    RecordId,
    SharingMethod,
    draft_problems,
)
from survivor_portal.domain.people import PersonId
from survivor_portal.models import Consent, ConsentEvent, Survivor
from survivor_portal.security.passphrases import PassphraseHash
from survivor_portal.security.tokens import Token, digest, new_ref, new_token

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps

_SCHEMA_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Statement:
    """The words she is asked to agree to: which version, in which language, and whether someone qualified approved it.

    `words` renders them for a record and the recipient's name, as she reads them.
    """

    version: str
    language: str
    is_approved: bool
    words: Callable[[ConsentRecord, str], str]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SignedForm:
    """The form as she sent it. `length` is from her signature to the end; `once` ends it after the first use too.

    `recipient` is the reference of a recipient, or of a provider that becomes one. `token` is the form's own, drawn by
    `new_form_token`, so that a doubled press makes one record.
    """

    token: str
    passphrase: str
    recipient: str
    purpose: Purpose
    data_items: frozenset[DataItem]
    excluded_items: frozenset[DataItem]
    methods: frozenset[SharingMethod]
    length: timedelta
    once: bool
    length_reason: LengthReason | None
    risk_acknowledged: bool
    alternatives_acknowledged: bool
    interpreter: str | None
    statement: Statement


@dataclass(frozen=True, slots=True)
class SigningRefusal:
    """Why there is no record: what the form still lacks, and whether the passphrase was not hers."""

    problems: frozenset[Problem]
    passphrase_is_wrong: bool


def new_form_token(deps: "Deps") -> Token:
    """Draw the token of a fresh form."""
    return new_token(deps.chance)


def give_consent(deps: "Deps", survivor_id: str, signed: SignedForm) -> RecordId | SigningRefusal | Wait:
    """Make one given record of a signed form, or none and say why; a doubled form gives the record it made.

    Tries with a wrong passphrase count, since somebody else may hold her phone. Raises `HashingBusyError` when no turn
    to hash came free.
    """
    passphrase_is_hers = _passphrase_is_hers(deps, survivor_id, signed.passphrase)
    if isinstance(passphrase_is_hers, Wait):
        return passphrase_is_hers
    try:
        return _give_once(deps, survivor_id, signed, passphrase_is_hers=passphrase_is_hers)
    except IntegrityError:
        # Another press of this form, or another person naming the same provider, has just committed: now it is found.
        return _give_once(deps, survivor_id, signed, passphrase_is_hers=passphrase_is_hers)


def _passphrase_is_hers(deps: "Deps", survivor_id: str, passphrase: str) -> bool | Wait:
    with deps.storage.read() as connection:
        stored = connection.scalar(select(Survivor.passphrase_hash).where(Survivor.id == survivor_id))
    key = throttle_key(deps, ThrottleKind.SIGNATURE, survivor_id)
    outcome = check_passphrase(deps, key, None if stored is None else PassphraseHash(stored), passphrase)
    if outcome is True:
        # Here already: what else the form may lack is no guess at her passphrase.
        with deps.storage.write() as session:
            clear(session, key)
            session.commit()
    return outcome


def _give_once(
    deps: "Deps", survivor_id: str, signed: SignedForm, *, passphrase_is_hers: bool
) -> RecordId | SigningRefusal:
    with deps.storage.write() as session:
        already = session.scalar(
            select(Consent.record_id).where(
                Consent.principal == survivor_id, Consent.form_token_digest == digest(signed.token)
            )
        )
        if already is not None and passphrase_is_hers:
            return RecordId(already)
        named = recipient_called(deps, session, signed.recipient)
        if named is None:
            return SigningRefusal(frozenset({Problem.NO_RECIPIENT}), not passphrase_is_hers)
        record = _record(deps, survivor_id, signed, named)
        # Nobody is marked yet: the survivor is the only consenter there is.
        problems = draft_problems(record, named.recipient, (), statement_approved=signed.statement.is_approved)
        if problems or not passphrase_is_hers:
            return SigningRefusal(problems, not passphrase_is_hers)
        _add(deps, session, record, signed, named.name)
        session.commit()
    return record.record_id


def _record(deps: "Deps", survivor_id: str, signed: SignedForm, named: NamedRecipient) -> ConsentRecord:
    now = deps.clock()
    her = PersonId(survivor_id)
    return ConsentRecord(
        record_id=RecordId(new_ref(deps.chance)),
        schema_version=_SCHEMA_VERSION,
        principal=her,
        recipient=named.recipient.recipient_id,
        purpose=signed.purpose,
        data_items=signed.data_items,
        excluded_items=signed.excluded_items,
        methods=signed.methods,
        valid_from=now,
        # Her words tell the end to the minute: with seconds, the record would outlast them.
        expires_at=(now + signed.length).replace(second=0, microsecond=0),
        max_uses=1 if signed.once else None,
        length_reason=signed.length_reason,
        statement_version=signed.statement.version,
        language=signed.statement.language,
        consenters=frozenset({Consenter(her, ConsenterRole.SURVIVOR)}),
        capacity_basis=CapacityBasis.ADULT,
        interpreter=signed.interpreter,
        risk_acknowledged_at=now if signed.risk_acknowledged else None,
        alternatives_acknowledged_at=now if signed.alternatives_acknowledged else None,
        signed_at=now,
        signature_method=Method.PORTAL,
    )


def _add(deps: "Deps", session: "Session", record: ConsentRecord, signed: SignedForm, recipient_name: str) -> None:
    words = signed.statement.words(record, recipient_name)
    session.add(
        Consent(
            record_id=record.record_id,
            schema_version=record.schema_version,
            principal=record.principal,
            recipient=record.recipient,
            purpose=record.purpose,
            scope=sealed_scope(deps, record, digest(words)),
            valid_from=record.valid_from,
            expires_at=record.expires_at,
            max_uses=record.max_uses,
            statement_version=record.statement_version,
            language=record.language,
            words=deps.vault.seal(place_of(Consent.words, record.record_id, record.principal), words),
            interpreter=None
            if record.interpreter is None
            else deps.vault.seal(place_of(Consent.interpreter, record.record_id, record.principal), record.interpreter),
            risk_acknowledged_at=record.risk_acknowledged_at,
            alternatives_acknowledged_at=record.alternatives_acknowledged_at,
            signed_at=record.signed_at,
            signature_method=record.signature_method,
            supersedes=record.supersedes,
            form_token_digest=digest(signed.token),
        )
    )
    # The record stands before its events: their rows point at it.
    session.flush()
    for event_state in (EventState.DRAFT, EventState.GIVEN):
        session.add(
            ConsentEvent(
                id=new_ref(deps.chance),
                record_id=record.record_id,
                event_state=event_state,
                event_time=record.signed_at,
                effective_time=record.signed_at,
                entity=record.principal,
                method=Method.PORTAL,
                recorded_by=record.principal,
                reason=None,
            )
        )
