"""Getting back in with her team's help, and what was done for her sign-in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base


class AgreedWords(Base):
    """A few words by which her team knows her. One code uses them up; only their hash is here."""

    __tablename__ = "agreed_words"

    survivor_id: Mapped[str] = mapped_column(ForeignKey("survivors.id", ondelete="CASCADE"), primary_key=True)
    words_hash: Mapped[str] = mapped_column(String(255))
    set_at: Mapped[datetime]


class Recovery(Base):
    """One browser's request to get back in. Of its token and of the code only digests are here.

    `survivor_id` is empty for a sign-in name that nobody has: such a request looks like any other and leads nowhere.
    """

    __tablename__ = "recoveries"
    __table_args__ = (
        # What she reads out tells her requests apart, and nobody else's matter.
        UniqueConstraint("survivor_id", "number", name="uq_recoveries_survivor_id"),
        CheckConstraint("wrong_codes >= 0", name="codes_are_counted"),
        CheckConstraint("recovered_at IS NULL OR over_at IS NOT NULL", name="is_over_once_done"),
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    survivor_id: Mapped[str | None] = mapped_column(ForeignKey("survivors.id", ondelete="CASCADE"))
    number: Mapped[str] = mapped_column(String(6))
    asked_at: Mapped[datetime] = mapped_column(index=True)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), index=True)
    """Who helps."""
    is_together: Mapped[bool | None]
    """Whether the helper says that they are together in person."""
    second_asked_at: Mapped[datetime | None]
    """When the helper was told that a second person agrees first."""
    agreed_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    agreed_at: Mapped[datetime | None]
    words_hash: Mapped[str | None] = mapped_column(String(255))
    """The agreed words that the helper heard and a code has used up; for this helper and request they stay good."""
    code_digest: Mapped[str | None] = mapped_column(String(64))
    code_given_at: Mapped[datetime | None]
    code_taken_at: Mapped[datetime | None]
    wrong_codes: Mapped[int]
    over_at: Mapped[datetime | None]
    """When the browser that asked ended it, by what it did."""
    closed_at: Mapped[datetime | None]
    """When somebody else ended it. That browser is not told."""
    recovered_at: Mapped[datetime | None]


class AccountEvent(Base):
    """One thing that was done for her sign-in, for her to read, and never changed. `staff_id` is empty for herself."""

    __tablename__ = "account_events"
    __table_args__ = (Index("ix_account_events_hers", "survivor_id", "at"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    survivor_id: Mapped[str] = mapped_column(ForeignKey("survivors.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(32))
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), index=True)
    at: Mapped[datetime]
