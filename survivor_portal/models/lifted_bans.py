"""Courts that let her know after all. Rows are only ever added; the database itself sees to it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base


class LiftedBan(Base):
    """That a court no longer forbids to tell her of one compelled disclosure."""

    __tablename__ = "lifted_bans"

    disclosure: Mapped[str] = mapped_column(
        String(26), ForeignKey("compelled_disclosures.id", ondelete="CASCADE"), primary_key=True
    )
    lifted_by: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    """Who wrote it down."""
    lifted_at: Mapped[datetime]
