"""Services as they stand for one survivor, with the whole history of her answers."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base


class Option(Base):
    """One service on one survivor's list: offered by her advocate or picked by her. `place` is where she put it."""

    __tablename__ = "options"
    __table_args__ = (UniqueConstraint("survivor_id", "service_id", name="uq_options_survivor_id"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    survivor_id: Mapped[str] = mapped_column(ForeignKey("survivors.id", ondelete="CASCADE"))
    service_id: Mapped[str] = mapped_column(ForeignKey("services.id"), index=True)
    origin: Mapped[str] = mapped_column(String(16))
    offered_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    place: Mapped[int]
    created_at: Mapped[datetime]


class OptionAnswer(Base):
    """One entry in the history of her answers. Rows are only ever added."""

    __tablename__ = "option_answers"
    __table_args__ = (UniqueConstraint("option_id", "sequence", name="uq_option_answers_option_id"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    option_id: Mapped[str] = mapped_column(ForeignKey("options.id", ondelete="CASCADE"))
    sequence: Mapped[int]
    answer: Mapped[str] = mapped_column(String(16))
    answered_at: Mapped[datetime]
