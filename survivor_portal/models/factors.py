"""What staff prove themselves with, beside a passphrase, and how an account is set up."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base
from survivor_portal.security.encryption import Envelope


class StaffSetUp(Base):
    """A code with which a staff member sets up their account, once. What they chose so far waits here to be confirmed.

    One at a time for an account: a new code takes the place of the one before.
    """

    __tablename__ = "staff_set_ups"
    __table_args__ = (CheckConstraint("(passphrase_hash IS NULL) = (totp_secret IS NULL)", name="is_begun_with_both"),)

    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True)
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    ref: Mapped[str] = mapped_column(String(26), unique=True)
    """By which whoever confirms names this set-up, and no other of the same account."""
    made_by: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    """The supervisor who was shown the code; empty for the operator."""
    made_at: Mapped[datetime]
    usable_until: Mapped[datetime]
    used_at: Mapped[datetime | None]
    passphrase_hash: Mapped[str | None] = mapped_column(String(255))
    totp_secret: Mapped[Envelope | None]


class RecoveryCode(Base):
    """A code that stands in once for the second factor. Of the code only a keyed digest is here."""

    __tablename__ = "recovery_codes"

    code_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Passkey(Base):
    """A public key whose private half a staff member's own device keeps."""

    __tablename__ = "passkeys"

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    """How often the device says it was used; one that does not go up may be a copy."""
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    doubted_at: Mapped[datetime | None]
    """When its count last did not go up. It has opened nothing since."""


class PasskeyChallenge(Base):
    """A challenge a passkey is to answer, once. Of the challenge only a digest is here."""

    __tablename__ = "passkey_challenges"

    challenge_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    asked_of: Mapped[str] = mapped_column(String(64))
    """For what and in which session it was asked; an answer counts for nothing else."""
    made_at: Mapped[datetime]
    usable_until: Mapped[datetime] = mapped_column(index=True)
