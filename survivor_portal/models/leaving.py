"""How people leave, and what stays behind in the browser, where they have set something about it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base


class LeavingChoice(Base):
    """What a survivor set; without a row, nothing. Readable: every page needs it, and it says nothing of her."""

    __tablename__ = "leaving_choices"
    __table_args__ = (CheckConstraint("hides_after > 0", name="hides_after_some_time"),)

    survivor_id: Mapped[str] = mapped_column(ForeignKey("survivors.id", ondelete="CASCADE"), primary_key=True)
    destination: Mapped[str | None] = mapped_column(String(8))
    """Which of the operator's pages Exit now opens, by a checksum of its address."""
    by_keyboard: Mapped[bool]
    by_taps: Mapped[bool]
    few_traces: Mapped[bool]
    hides_after: Mapped[int]
    """Minutes."""


class DeskCover(Base):
    """That a staff member wants pages covered while hidden. The row is gone once that is switched off."""

    __tablename__ = "desk_covers"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    set_at: Mapped[datetime]
