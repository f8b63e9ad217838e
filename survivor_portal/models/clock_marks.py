"""How late it was known to be."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base


class ClockMark(Base):
    """The newest moment at which somebody was signed in, in the one row there is: a clock behind it was set back."""

    __tablename__ = "clock_marks"
    __table_args__ = (CheckConstraint("id = 1", name="there_is_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    newest_at: Mapped[datetime]
