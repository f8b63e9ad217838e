"""The people who sign in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base
from survivor_portal.security.encryption import Envelope


class Survivor(Base):
    """A person the portal serves. Her names are sealed; only a keyed digest of her sign-in name is readable."""

    __tablename__ = "survivors"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    sign_in_digest: Mapped[str] = mapped_column(String(64), unique=True)
    passphrase_hash: Mapped[str] = mapped_column(String(255))
    chosen_name: Mapped[Envelope]
    language: Mapped[str | None] = mapped_column(String(16))
    created_at: Mapped[datetime]
    frozen_at: Mapped[datetime | None]
    """Since when nothing signs in with her name; empty again once she was helped back in."""


class Staff(Base):
    """An advocate or a supervisor. Passphrase and second factor come together, when both are confirmed."""

    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint("role IN ('advocate', 'supervisor')", name="role_is_known"),
        CheckConstraint("(passphrase_hash IS NULL) = (totp_secret IS NULL)", name="factors_come_together"),
    )

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    sign_in_digest: Mapped[str] = mapped_column(String(64), unique=True)
    passphrase_hash: Mapped[str | None] = mapped_column(String(255))
    name: Mapped[Envelope]
    role: Mapped[str] = mapped_column(String(16))
    totp_secret: Mapped[Envelope | None]
    totp_used_step: Mapped[int]
    """The time step of the last code used, so that no code works twice."""
    language: Mapped[str | None] = mapped_column(String(16))
    created_at: Mapped[datetime]
    last_signed_in_at: Mapped[datetime | None]
    introduced_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    """The supervisor with whose code it was set up, until a third person has confirmed who did; then empty.

    Until then the account opens nothing but its own page.
    """
    left_at: Mapped[datetime | None]
    """When the account was ended, for good. The row stays, because what this person wrote and recorded names it."""
