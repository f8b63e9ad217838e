"""What she agreed to, what happened to it, and what was shared under it.

Rows are only ever added, but for one step: a draft becomes what she signed. The database itself sees to it.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base
from survivor_portal.security.encryption import Envelope


class Recipient(Base):
    """One named agency or person that may learn something under a consent.

    Its name is public, as the directory has it or as a supervisor wrote it. `standing` is where it stands now: changed
    together with an event alone, and locked while something is told.

    An office that asked about one survivor shares the reference of that request and has an empty name here: what it is
    called lies sealed in the request, and goes with her.
    """

    __tablename__ = "recipients"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    provider_id: Mapped[str | None] = mapped_column(ForeignKey("providers.id"), unique=True)
    name: Mapped[str] = mapped_column(Text)
    standing: Mapped[str] = mapped_column(String(16))


class Consent(Base):
    """One record: a draft while `signed_at` is empty, immutable from her signature on.

    Field names as ISO/IEC TS 27560 has them; `words` are the very words she saw when she signed. Who drafted it, and
    whether on paper, its first event says. Of a draft everything may change as it is signed, but for whose it is, for
    whom, what for, and what it takes the place of.
    """

    __tablename__ = "consents"
    __table_args__ = (
        CheckConstraint("(signed_at IS NULL) = (words IS NULL)", name="words_come_with_the_signature"),
        CheckConstraint("(signed_at IS NULL) = (signature_method IS NULL)", name="signature_is_whole"),
    )

    record_id: Mapped[str] = mapped_column(String(26), primary_key=True)
    schema_version: Mapped[str] = mapped_column(String(16))
    principal: Mapped[str] = mapped_column(ForeignKey("survivors.id", ondelete="CASCADE"), index=True)
    recipient: Mapped[str] = mapped_column(ForeignKey("recipients.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(32))
    scope: Mapped[Envelope]
    """What it covers, how, on what ground and for how long she asked: all that is not a time or the purpose itself."""
    valid_from: Mapped[datetime]
    expires_at: Mapped[datetime]
    max_uses: Mapped[int | None]
    statement_version: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(16))
    words: Mapped[Envelope | None]
    interpreter: Mapped[Envelope | None]
    risk_acknowledged_at: Mapped[datetime | None]
    alternatives_acknowledged_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]
    signature_method: Mapped[str | None] = mapped_column(String(16))
    supersedes: Mapped[str | None] = mapped_column(ForeignKey("consents.record_id"))
    form_token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of the form it was signed or proposed on: a doubled press finds the record instead of making another."""


class ConsentEvent(Base):
    """One thing that happened to one record."""

    __tablename__ = "consent_events"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("consents.record_id", ondelete="CASCADE"), index=True)
    event_state: Mapped[str] = mapped_column(String(16))
    event_time: Mapped[datetime]
    effective_time: Mapped[datetime]
    entity: Mapped[str] = mapped_column(String(26))
    method: Mapped[str] = mapped_column(String(16))
    recorded_by: Mapped[str] = mapped_column(String(26))
    reason: Mapped[Envelope | None]


class Disclosure(Base):
    """Her information reaching a recipient under one consent."""

    __tablename__ = "disclosures"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    consent: Mapped[str] = mapped_column(ForeignKey("consents.record_id", ondelete="CASCADE"), index=True)
    recipient: Mapped[str] = mapped_column(ForeignKey("recipients.id"))
    purpose: Mapped[str] = mapped_column(String(32))
    details: Mapped[Envelope]
    """What was told, and how."""
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    form_token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of the form it was recorded on: a doubled press finds the record instead of making another."""


class Acknowledgement(Base):
    """That a member of staff has seen where a record stands. It changes nothing."""

    __tablename__ = "acknowledgements"
    # Seen twice by one person equals once.
    __table_args__ = (UniqueConstraint("record_id", "seen_by", name="uq_acknowledgements_record_id"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("consents.record_id", ondelete="CASCADE"))
    seen_by: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    seen_at: Mapped[datetime]
