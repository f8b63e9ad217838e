"""Who was invited and has not joined yet, and who is joining right now."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base
from survivor_portal.security.encryption import Envelope


class Invite(Base):
    """A code that lets one person join, once. Of the code only a keyed digest is here.

    `id` is the reference of the survivor she becomes, so that her name is under her own key from the start: an invite
    that ends without her takes its key along.
    """

    __tablename__ = "invites"
    __table_args__ = (CheckConstraint("redeemed_at IS NULL OR ended_at IS NULL", name="ends_one_way"),)

    id: Mapped[str] = mapped_column(String(26), primary_key=True)
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    form_token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the form that made it, so that a form sent twice makes one."""
    chosen_name: Mapped[Envelope | None]
    """Taken away when she joins: from then on it stands with her."""
    invited_by: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    is_for_inviter: Mapped[bool]
    """Whether whoever invites becomes her advocate; otherwise she waits for one."""
    added_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    redeemed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """When it was cancelled or found lapsed; its key is destroyed next, and then the row."""


class Joining(Base):
    """One browser in which a right code was typed. Nothing of it counts until the end."""

    __tablename__ = "joinings"

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    invite_id: Mapped[str] = mapped_column(ForeignKey("invites.id", ondelete="CASCADE"), index=True)
    sign_in_name: Mapped[Envelope | None]
    passphrase_hash: Mapped[str | None] = mapped_column(String(255))
    began_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]
