"""Tries that did not succeed, so that the next one waits."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base


class Throttle(Base):
    """How often something was tried, under a keyed digest of what; for names that nobody has, too."""

    __tablename__ = "throttles"
    __table_args__ = (CheckConstraint("attempts > 0", name="something_was_tried"),)

    key_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    attempts: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
