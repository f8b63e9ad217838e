"""Who helps whom."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base


class Assignment(Base):
    """One advocate's time with one survivor. At most one is open for a survivor; ended ones stay as history."""

    __tablename__ = "assignments"
    __table_args__ = (
        Index(
            "ix_assignments_open",
            "survivor_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    survivor_id: Mapped[str] = mapped_column(ForeignKey("survivors.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class CaseView(Base):
    """When a staff member last opened a survivor's page, so that the desk can show what changed since."""

    __tablename__ = "case_views"

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    survivor_id: Mapped[str] = mapped_column(ForeignKey("survivors.id", ondelete="CASCADE"), primary_key=True)
    seen_at: Mapped[datetime]
