"""What her portal tells her about her own account."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base


class Notice(Base):
    """One thing that happened to her account. `about_session` names the session it was done from, which may be over.

    `number` orders what happened to all accounts, whatever the clock says; no number is given twice.
    """

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_hers", "survivor_id", "added_at"), {"sqlite_autoincrement": True})

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(26), unique=True)
    survivor_id: Mapped[str] = mapped_column(ForeignKey("survivors.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(32))
    about_session: Mapped[str | None] = mapped_column(String(26))
    device: Mapped[str | None] = mapped_column(String(40))
    added_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
