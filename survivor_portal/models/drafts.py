"""What was typed and not sent yet."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base
from survivor_portal.security.encryption import Envelope


class Draft(Base):
    """What one person has typed into one form on one open page.

    `survivor_id` is whose it is, or whom a staff member writes about: it is sealed under her key and goes with her. It
    is empty for what staff write about nobody.
    """

    __tablename__ = "drafts"
    __table_args__ = (
        UniqueConstraint("author", "form_digest", "page_digest", name="uq_drafts_author"),
        CheckConstraint("author = COALESCE(staff_id, survivor_id)", name="author_is_hers_or_staff"),
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    """Drawn anew each time it is saved."""
    author: Mapped[str] = mapped_column(String(26))
    survivor_id: Mapped[str | None] = mapped_column(ForeignKey("survivors.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    form_digest: Mapped[str] = mapped_column(String(64))
    page_digest: Mapped[str] = mapped_column(String(64))
    content: Mapped[Envelope]
    """At which address the form stands, and what was typed into which field."""
    saved_at: Mapped[datetime] = mapped_column(index=True)
