"""What left because the law demanded it. Rows are only ever added; the database itself sees to it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base
from survivor_portal.security.encryption import Envelope


class CompelledDisclosure(Base):
    """Her information leaving without her consent, under an order or a statute.

    A court or an agency need not be anyone the directory lists, so who it went to is sealed with the other details.
    """

    __tablename__ = "compelled_disclosures"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    survivor_id: Mapped[str] = mapped_column(ForeignKey("survivors.id", ondelete="CASCADE"), index=True)
    legal_basis: Mapped[str] = mapped_column(String(32))
    no_notice_reason: Mapped[str | None] = mapped_column(String(32))
    forbidden_until: Mapped[datetime | None]
    """Until when a court forbids to tell her; empty where it named no end, or forbids nothing."""
    details: Mapped[Envelope]
    """Who was told what, on which order or statute, how we tried to tell her, and what was done to protect her."""
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    form_token_digest: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of the form it was recorded on: a doubled press finds the record instead of making another."""
