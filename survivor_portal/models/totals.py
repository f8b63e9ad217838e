"""Totals as they were told to the world. Rows are only ever added; the database itself sees to it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base


class Totals(Base):
    """The numbers of one quarter, as they were told: what was withheld then is nowhere in them."""

    __tablename__ = "totals"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    first_day: Mapped[date] = mapped_column(unique=True)
    numbers: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_by: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    made_at: Mapped[datetime]
