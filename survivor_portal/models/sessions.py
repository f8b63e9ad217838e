"""Who is signed in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from survivor_portal.models.base import Base


class SignedInSession(Base):
    """One signed-in browser, of a survivor or of staff. Of its two tokens only the digests are here."""

    __tablename__ = "sessions"
    __table_args__ = (
        CheckConstraint("(survivor_id IS NULL) <> (staff_id IS NULL)", name="belongs_to_one_person"),
        CheckConstraint("idle_seconds > 0", name="idle_limit_is_positive"),
    )

    sid_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    k_digest: Mapped[str] = mapped_column(String(64))
    survivor_id: Mapped[str | None] = mapped_column(ForeignKey("survivors.id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    ref: Mapped[str] = mapped_column(String(26), unique=True)
    """What the session is called in an address; it stays when the tokens are drawn anew."""
    device: Mapped[str] = mapped_column(String(40))
    """A few coarse words out of a fixed list, never what the browser said."""
    is_shared: Mapped[bool]
    """Whether others use this device too. Nothing is remembered on one."""
    known_device_digest: Mapped[str | None] = mapped_column(
        ForeignKey("known_devices.token_digest", ondelete="SET NULL"), index=True
    )
    idle_seconds: Mapped[int]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    """The absolute limit; the session may end earlier, when nobody used it for `idle_seconds`."""
    clears_after: Mapped[int | None]
    """The notices that may be cleared in it have a higher number than this; none may while it is empty."""
    stepped_up_at: Mapped[datetime | None]
    """When a staff member last showed a factor in it."""
