"""Her standing wish about law enforcement, and what the police asked through her advocate. Rows are only ever added."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base
from survivor_portal.security.encryption import Envelope


class LawEnforcementChoice(Base):
    """One entry in the history of her choice; the one with the highest `sequence` counts."""

    __tablename__ = "law_enforcement_choices"
    # Two presses at once cannot both be her last word.
    __table_args__ = (UniqueConstraint("survivor_id", "sequence", name="uq_law_enforcement_choices_survivor_id"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    survivor_id: Mapped[str] = mapped_column(ForeignKey("survivors.id", ondelete="CASCADE"))
    sequence: Mapped[int]
    choice: Mapped[Envelope]
    chosen_at: Mapped[datetime]


class PoliceRequest(Base):
    """What the police asked about her, as her advocate wrote it down for her to answer."""

    __tablename__ = "police_requests"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    survivor_id: Mapped[str] = mapped_column(ForeignKey("survivors.id", ondelete="CASCADE"), index=True)
    asked_by: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    words: Mapped[Envelope]
    asked_at: Mapped[datetime]
    form_token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of the form it was written on: a doubled press finds the request instead of making another."""


class PoliceAnswer(Base):
    """One answer of hers to one request; the one with the highest `sequence` counts, and none is ever a consent."""

    __tablename__ = "police_answers"
    __table_args__ = (UniqueConstraint("request_id", "sequence", name="uq_police_answers_request_id"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    request_id: Mapped[str] = mapped_column(ForeignKey("police_requests.id", ondelete="CASCADE"))
    sequence: Mapped[int]
    answer: Mapped[Envelope]
    answered_at: Mapped[datetime]
