"""The only key to history: the name of whoever is being erased, for the length of one transaction."""

from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base

_NOBODY: Final = ""


class ErasureUnderWay(Base):
    """That a survivor is being erased: while this stands, the database lets go of her history, and of nobody else's.

    No transaction can commit one. `nobody` points at a row that can never be, which the database looks at last.
    """

    __tablename__ = "erasures_under_way"
    __table_args__ = (CheckConstraint("nobody = '' AND survivor_id <> ''", name="never_lasts"),)

    survivor_id: Mapped[str] = mapped_column(String(26), primary_key=True)
    nobody: Mapped[str] = mapped_column(
        String(26),
        ForeignKey("erasures_under_way.survivor_id", deferrable=True, initially="DEFERRED"),
        default=_NOBODY,
    )
