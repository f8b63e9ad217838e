"""Phones she said are hers."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base


class KnownDevice(Base):
    """A browser that signs her in without waiting for what others try. Of its token only the digest is here."""

    __tablename__ = "known_devices"

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    survivor_id: Mapped[str] = mapped_column(ForeignKey("survivors.id", ondelete="CASCADE"), index=True)
    added_at: Mapped[datetime]
    used_at: Mapped[datetime]
    """When she last signed in with it."""
    clears_after: Mapped[int | None]
    """The number of the last notice of the sign-in it became known by: from it, later ones may be cleared."""
