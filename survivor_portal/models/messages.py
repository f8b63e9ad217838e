"""The conversation of a survivor and whoever has her case."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base
from survivor_portal.security.encryption import Envelope


class Message(Base):
    """One message in her thread. Written by her when `staff_id` is empty, else by that staff member."""

    __tablename__ = "messages"
    __table_args__ = (
        # One press, one message: a token counts once for each author.
        UniqueConstraint("author", "token_digest", name="uq_messages_author"),
        Index("ix_messages_thread", "survivor_id", "sent_at", "id"),
        CheckConstraint("(staff_id IS NULL) = (author = survivor_id)", name="author_is_hers_or_staff"),
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    survivor_id: Mapped[str] = mapped_column(ForeignKey("survivors.id", ondelete="CASCADE"))
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), index=True)
    author: Mapped[str] = mapped_column(String(26))
    token_digest: Mapped[str] = mapped_column(String(64))
    body: Mapped[Envelope]
    sent_at: Mapped[datetime]
