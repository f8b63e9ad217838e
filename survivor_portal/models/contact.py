"""How she may be reached outside the portal."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base
from survivor_portal.security.encryption import Envelope


class ContactRule(Base):
    """One channel that she marked safe, as she last set it: her word of now, not a history."""

    __tablename__ = "contact_rules"
    __table_args__ = (UniqueConstraint("survivor_id", "channel", name="uq_contact_rules_survivor_id"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    survivor_id: Mapped[str] = mapped_column(ForeignKey("survivors.id", ondelete="CASCADE"))
    channel: Mapped[str] = mapped_column(String(16))
    details: Mapped[Envelope]
    """Her safe hours, whether a voicemail may be left, and the name to ask for."""
    last_confirmed_at: Mapped[datetime]
