"""What happened to the accounts of staff, kept for good, and who has not been told of it yet."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base


class StaffEvent(Base):
    """One thing that happened to a staff account or a legal hold, or that a supervisor looked at what somebody shares.

    Lines are added and never changed or deleted. `number` is the order in which they were written, whatever the clock
    said. `by` is empty for the operator, `about` for a legal hold; of a look it is the advocate whose caseload it went
    into, if there is one. Of the person whom a hold is on or a look was at, nothing is here.
    """

    __tablename__ = "staff_events"
    __table_args__ = (CheckConstraint("role IN ('advocate', 'supervisor')", name="role_is_known"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(32))
    about: Mapped[str | None] = mapped_column(ForeignKey("staff.id"), index=True)
    by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    role: Mapped[str | None] = mapped_column(String(16))
    """What the account was made for, or made."""


class StaffNotice(Base):
    """That one staff member is still to be told of one event. The row goes once they have seen it."""

    __tablename__ = "staff_notices"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(ForeignKey("staff_events.number"), primary_key=True)
