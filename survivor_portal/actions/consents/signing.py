"""Her written yes: what the form she signs says, what the record of it would be, and what keeps it from being made."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from survivor_portal.actions.consents.history import record_from, records
from survivor_portal.actions.drafts import forget_sent_again
from survivor_portal.actions.throttling import ThrottleKind, Wait, check_passphrase, clear, throttle_key
from survivor_portal.domain.consent import (
    CapacityBasis,
    Consenter,
    ConsenterRole,
    ConsentRecord,
    DataItem,
    LengthReason,
    Method,
    Problem,
    Purpose,
    Recipient,
    RecipientId,
    RecordId,
    SharingMethod,
    draft_problems,
)
from survivor_portal.domain.people import PersonId
from survivor_portal.models import Consent, Survivor
from survivor_portal.security.passphrases import PassphraseHash
from survivor_portal.security.tokens import Token, digest, new_ref, new_token

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.drafts import DraftPage
    from survivor_portal.domain.consent import Asked
    from survivor_portal.security.encryption import Opener

Outcome = TypeVar("Outcome")

SCHEMA_VERSION: Final = "1"
"""Of the records made now, as their receipts name it."""


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
class Signature:
    """What every signature says, whatever it is under. `length` is from her signature to the end.

    `once` ends it after the first use too. `token` is the form's own, drawn by `new_form_token`, so that a doubled
    press makes one record.
    """

    token: str
    passphrase: str
    length: timedelta
    once: bool
    length_reason: LengthReason | None
    risk_acknowledged: bool
    alternatives_acknowledged: bool
    interpreter: str | None
    statement: Statement


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SignedForm(Signature):
    """The form on which she picks everything herself.

    `recipient` is the reference of a recipient, or of a provider that becomes one.
    """

    recipient: str
    purpose: Purpose
    data_items: frozenset[DataItem]
    excluded_items: frozenset[DataItem]
    methods: frozenset[SharingMethod]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SignedAnswer(Signature):
    """Her yes to what was asked of her, or to less: `left_out` stays out of it."""

    left_out: frozenset[DataItem]

    def on(self, asked: "Asked") -> SignedForm:
        """Give the form she would have sent, had she picked all of it herself."""
        kept, never = asked.without(self.left_out)
        said = {field.name: getattr(self, field.name) for field in fields(Signature)}
        if asked.has_fixed_length:
            said |= {"length": asked.length, "once": asked.once, "length_reason": None}
        return SignedForm(
            recipient=asked.recipient,
            purpose=asked.purpose,
            data_items=kept,
            excluded_items=never,
            methods=asked.methods,
            **said,
        )


@dataclass(frozen=True, slots=True)
class SigningRefusal:
    """Why there is no record: what the form still lacks, and whether the passphrase was not hers."""

    problems: frozenset[Problem]
    passphrase_is_wrong: bool


@dataclass(frozen=True, slots=True)
class NoLongerAsked:
    """What was to be signed has been answered or has ended since she opened it, so nothing was made."""


@dataclass(frozen=True, slots=True)
class MadeOtherwise:
    """This form has made a record before, and of something else: that one stands, and nothing was made now."""

    record_id: RecordId


def new_form_token(deps: "Deps") -> Token:
    """Draw the token of a fresh form."""
    return new_token(deps.chance)


def passphrase_is_hers(deps: "Deps", survivor_id: str, passphrase: str) -> bool | Wait:
    """Say whether it is the one she signs in with, or that this try has to wait and was not looked at.

    Raises `HashingBusyError` when no turn to hash came free.
    """
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


def tried_again(sign: Callable[[], Outcome]) -> Outcome:
    """Sign, and once more where another press of the form, or another person naming the same place, came first."""
    try:
        return sign()
    except IntegrityError:
        # That has committed, so now it is found.
        return sign()


def made_before(
    session: "Session", opener: "Opener", survivor_id: str, token: str, is_the_same: Callable[[ConsentRecord], bool]
) -> RecordId | MadeOtherwise | None:
    """Find the record of hers that this form has made before, and say whether it is what is sent now."""
    hers = (Consent.principal == survivor_id) & (Consent.form_token_digest == digest(token))
    row = session.execute(records().where(hers)).one_or_none()
    if row is None:
        return None
    made = record_from(row, opener)
    return made.record_id if is_the_same(made) else MadeOtherwise(made.record_id)


def sent_again(
    deps: "Deps", session: "Session", already: RecordId | MadeOtherwise, sent_from: "DraftPage | None"
) -> RecordId | MadeOtherwise:
    """Answer a doubled form with what it made; the draft it was `sent_from` goes, unless that was something else."""
    if not isinstance(already, MadeOtherwise):
        forget_sent_again(deps, session, sent_from)
    return already


def says_the_same(
    made: ConsentRecord, signed: SignedForm, recipient: RecipientId | None, supersedes: RecordId | None = None
) -> bool:
    """Say whether a record is what her signature on this form would make; the words she read are not asked."""
    return (made.recipient, made.purpose, made.supersedes) == (recipient, signed.purpose, supersedes) and (
        (made.data_items, made.excluded_items, made.methods, made.expires_at, made.max_uses, made.length_reason)
        == (
            signed.data_items,
            signed.excluded_items,
            signed.methods,
            _end_of(made.valid_from, signed.length),
            1 if signed.once else None,
            signed.length_reason,
        )
    )


def record_of(
    deps: "Deps", survivor_id: str, signed: SignedForm, recipient: RecipientId, now: "datetime"
) -> ConsentRecord:
    """Give the record that her signature would make at `now`; whether it may stand, `why_not` says."""
    her = PersonId(survivor_id)
    return ConsentRecord(
        record_id=RecordId(new_ref(deps.chance)),
        schema_version=SCHEMA_VERSION,
        principal=her,
        recipient=recipient,
        purpose=signed.purpose,
        data_items=signed.data_items,
        excluded_items=signed.excluded_items,
        methods=signed.methods,
        valid_from=now,
        expires_at=_end_of(now, signed.length),
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


def why_not(
    record: ConsentRecord, recipient: Recipient, signed: SignedForm, *, passphrase_is_hers: bool
) -> SigningRefusal | None:
    """Give all that keeps this record from being given, or None when nothing does."""
    # Nobody is marked yet: the survivor is the only consenter there is.
    problems = draft_problems(record, recipient, (), statement_approved=signed.statement.is_approved)
    return None if passphrase_is_hers and not problems else SigningRefusal(problems, not passphrase_is_hers)


def _end_of(start: "datetime", length: timedelta) -> "datetime":
    # Her words tell the end to the minute: with seconds, the record would outlast them.
    return (start + length).replace(second=0, microsecond=0)
