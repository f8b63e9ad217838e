"""What supervisors did about who may be told. Rows are only ever added; the database itself sees to it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base


class RecipientEvent(Base):
    """One thing that a supervisor did about one recipient; the one with the highest `sequence` is the last.

    Where a recipient stands now, its own row says, which is changed in the transaction that adds the event.
    """

    __tablename__ = "recipient_events"
    # Two presses at once cannot both be the last word.
    __table_args__ = (UniqueConstraint("recipient", "sequence", name="uq_recipient_events_recipient"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    recipient: Mapped[str] = mapped_column(ForeignKey("recipients.id"))
    sequence: Mapped[int]
    change: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(32))
    """Of a block: one of a short list, about the place and never about whoever was told of."""
    by: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    at: Mapped[datetime]
    name_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of an added name as it is compared: two people at once add one place once."""
    form_token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of the form a place was added on: a doubled press finds the place instead of being refused."""
