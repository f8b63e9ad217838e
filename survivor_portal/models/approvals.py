"""Who found the words of a statement good. Rows are only ever added; the database itself sees to it."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base
from survivor_portal.security.encryption import Envelope


class StatementApproval(Base):
    """That a qualified person approved one version in one language, as a supervisor wrote it down."""

    __tablename__ = "statement_approvals"
    __table_args__ = (Index("ix_statement_approvals_words", "version", "language"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    version: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(16))
    words_digest: Mapped[str] = mapped_column(String(64))
    """Of the published file, so that an approval is of these words and no others."""
    approved_by: Mapped[Envelope]
    """The qualified person's name and profession, sealed with the key of whoever wrote it down."""
    approved_on: Mapped[date]
    recorded_by: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    recorded_at: Mapped[datetime]
    form_token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of the form it was written on: a doubled press finds the approval instead of making another."""


class EndedApproval(Base):
    """That one approval does not count any more, for instance because a mistake was found in the words."""

    __tablename__ = "ended_approvals"

    approval: Mapped[str] = mapped_column(String(26), ForeignKey("statement_approvals.id"), primary_key=True)
    ended_by: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    """Who wrote it down."""
    ended_at: Mapped[datetime]
