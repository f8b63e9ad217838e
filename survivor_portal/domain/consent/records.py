"""What is written down about consent; every record is immutable and every list of them only grows.

Field names follow ISO/IEC TS 27560 and HL7 FHIR R5 Consent. Ids are opaque; every datetime is UTC.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from survivor_portal.domain.consent.vocabulary import (
    CapacityBasis,
    ConsenterRole,
    DataItem,
    EventState,
    LawEnforcementChoice,
    LegalBasis,
    LengthReason,
    Method,
    NoNoticeReason,
    Purpose,
    RecipientStanding,
    SharingMethod,
)
from survivor_portal.domain.moments import Timed
from survivor_portal.domain.people import PersonId

RecordId = NewType("RecordId", str)
RecipientId = NewType("RecipientId", str)


@dataclass(frozen=True, slots=True)
class Consenter:
    """A person whose signature a record needs, and as whom."""

    person: PersonId
    role: ConsenterRole


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRecord(Timed):
    """What she is asked to agree to and, once signed, what she agreed to: one recipient, one purpose, one end.

    ``valid_from`` is included, ``expires_at`` is not. ``max_uses`` of 1 means once, None means until the end.
    ``statement_version`` and ``language`` name the exact words she saw. A draft has neither acknowledgements nor
    signature yet. ``length_reason`` is hers, for more than 30 days; ``interpreter`` names who made the words clear.
    """

    record_id: RecordId
    schema_version: str
    principal: PersonId
    recipient: RecipientId
    purpose: Purpose
    data_items: frozenset[DataItem]
    excluded_items: frozenset[DataItem]
    methods: frozenset[SharingMethod]
    valid_from: datetime
    expires_at: datetime
    statement_version: str
    language: str
    consenters: frozenset[Consenter]
    capacity_basis: CapacityBasis
    max_uses: int | None = None
    length_reason: LengthReason | None = None
    interpreter: str | None = None
    risk_acknowledged_at: datetime | None = None
    alternatives_acknowledged_at: datetime | None = None
    signed_at: datetime | None = None
    signature_method: Method | None = None
    supersedes: RecordId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentEvent(Timed):
    """One thing that happened to one record.

    ``entity`` is whose will it is, ``recorded_by`` whose hand wrote it down. ``event_time`` is when it was written
    down, ``effective_time`` when it takes effect: for her spoken stop, the moment she said it.
    """

    record_id: RecordId
    event_state: EventState
    event_time: datetime
    effective_time: datetime
    entity: PersonId
    method: Method
    recorded_by: PersonId
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure(Timed):
    """Her information reaching a recipient under one consent; proposed first, recorded once nothing refuses it."""

    consent: RecordId
    recipient: RecipientId
    purpose: Purpose
    items: frozenset[DataItem]
    method: SharingMethod
    at: datetime
    by: PersonId


@dataclass(frozen=True, slots=True)
class NoticeAttempt(Timed):
    """One try to tell her before a compelled disclosure."""

    at: datetime
    by: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class CompelledDisclosure(Timed):
    """Her information leaving because the law demands it: no consent, no kin of one, and its own requirements.

    ``recipient`` says who demanded it: a court or an agency need be no recipient of any consent. ``legal_reference``
    says which order or statute; ``protective_steps`` what was done to protect her and others. ``forbidden_until`` is
    until when a court forbids to tell her, None where it named no end or forbids nothing; ``ban_lifted_at`` is when we
    learned that it no longer does.
    """

    principal: PersonId
    recipient: str
    items: frozenset[DataItem]
    legal_basis: LegalBasis
    legal_reference: str
    notice_attempts: tuple[NoticeAttempt, ...]
    no_notice_reason: NoNoticeReason | None
    protective_steps: str
    at: datetime
    by: PersonId
    forbidden_until: datetime | None = None
    ban_lifted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Acknowledgement(Timed):
    """A member of staff has seen where a record stands; it changes nothing."""

    record_id: RecordId
    seen_by: PersonId
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class LawEnforcementAnswer(Timed):
    """One entry in the history of her wish about law enforcement; ``sequence`` counts her entries upwards.

    ``choice`` is None where it can no longer be read.
    """

    sequence: int
    choice: LawEnforcementChoice | None
    chosen_at: datetime


@dataclass(frozen=True, slots=True)
class Recipient:
    """One named agency or person who may learn something under a consent."""

    recipient_id: RecipientId
    standing: RecipientStanding
