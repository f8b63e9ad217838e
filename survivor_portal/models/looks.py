"""Who of the office looked at what she shares. Rows are only ever added; the database itself sees to it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base
from survivor_portal.security.encryption import Envelope


class Look(Base):
    """That a supervisor opened her consents, and why."""

    __tablename__ = "looks"
    __table_args__ = (Index("ix_looks_hers", "survivor_id", "at"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    survivor_id: Mapped[str] = mapped_column(ForeignKey("survivors.id", ondelete="CASCADE"))
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    session_ref: Mapped[str] = mapped_column(String(26))
    """The one session that sees anything by it; the row outlasts that."""
    reason: Mapped[Envelope]
    at: Mapped[datetime]
