"""Who is away for a while, who asked to be deleted, what the law keeps, and that somebody has left."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base
from survivor_portal.security.encryption import Envelope


class Pause(Base):
    """That a survivor wants to be left alone for now. The row is gone once she ends it."""

    __tablename__ = "pauses"

    survivor_id: Mapped[str] = mapped_column(ForeignKey("survivors.id", ondelete="CASCADE"), primary_key=True)
    paused_at: Mapped[datetime]


class AskedDeletion(Base):
    """That a survivor asked to be deleted. The row is gone once she stops it."""

    __tablename__ = "asked_deletions"

    survivor_id: Mapped[str] = mapped_column(ForeignKey("survivors.id", ondelete="CASCADE"), primary_key=True)
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)


class LegalHold(Base):
    """A written order to keep what there is about one survivor. `basis` and who asked are sealed with her key."""

    __tablename__ = "legal_holds"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    survivor_id: Mapped[str] = mapped_column(ForeignKey("survivors.id", ondelete="CASCADE"), index=True)
    basis: Mapped[Envelope]
    asked_by: Mapped[Envelope]
    starts_at: Mapped[datetime]
    until: Mapped[datetime | None]
    forbids_notice: Mapped[bool]
    set_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    set_at: Mapped[datetime]
    lifted_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    lifted_at: Mapped[datetime | None]


class Departure(Base):
    """That somebody of an advocate's caseload has left for good. Nothing here says who."""

    __tablename__ = "departures"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    left_at: Mapped[datetime] = mapped_column(index=True)
