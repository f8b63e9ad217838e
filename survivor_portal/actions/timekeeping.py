"""Noting how late it is, so that a clock set back brings no session and no code back to life."""

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from survivor_portal.domain import sessions
from survivor_portal.models import (
    ClockMark,
    Invite,
    Joining,
    PasskeyChallenge,
    Recovery,
    SignedInSession,
    StaffSetUp,
)
from survivor_portal.storage import WHEN_SET_BACK

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Label
    from sqlalchemy.orm import Session

_THE_ROW = 1


def note_moment(session: "Session", now: "datetime") -> "datetime":
    """Note that it is `now`, in the caller's transaction, and give the newest moment noted: `now`, or just ahead of it.

    When the clock was set back, everything ends that works for a while only: sessions and what was stepped up in them,
    requests to get back in, invites and joinings, set-up codes, challenges. Else what had run out without anybody
    looking might work again. For the same reason whoever is named in the session's `WHEN_SET_BACK`
    writes down there what was over by the newest moment.
    """
    mark = session.get(ClockMark, _THE_ROW, with_for_update=True)
    if mark is None:
        _add_mark(session, now)
        return now
    if sessions.clock_was_set_back(newest_at=mark.newest_at, now=now):
        session.execute(delete(SignedInSession))
        session.execute(update(Recovery).where(Recovery.over_at.is_(None)).values(over_at=now, code_digest=None))
        session.execute(delete(Joining).where(Joining.finished_at.is_(None)))
        session.execute(
            update(Invite).where(Invite.redeemed_at.is_(None), Invite.ended_at.is_(None)).values(ended_at=now)
        )
        session.execute(delete(StaffSetUp).where(StaffSetUp.used_at.is_(None)))
        session.execute(delete(PasskeyChallenge))
        for write_down in session.info.get(WHEN_SET_BACK, ()):
            write_down(session, mark.newest_at, now)
        mark.newest_at = now
    else:
        mark.newest_at = max(mark.newest_at, now)
    session.flush()
    return mark.newest_at


def newest_noted() -> "Label[datetime]":
    """Give the newest moment noted as a column of a statement, `newest_at`, NULL before the first: for looking only."""
    return select(ClockMark.newest_at).scalar_subquery().label("newest_at")


def moment_beside(newest_at: "datetime | None", now: "datetime") -> "datetime | None":
    """Give the later of the clock and the newest moment noted; None when the clock was set back, and so all is over."""
    if newest_at is None:
        return now
    return None if sessions.clock_was_set_back(newest_at=newest_at, now=now) else max(newest_at, now)


def _add_mark(session: "Session", now: "datetime") -> None:
    try:
        with session.begin_nested():
            session.add(ClockMark(id=_THE_ROW, newest_at=now))
    except IntegrityError:
        # On PostgreSQL, somebody else noted the first moment of all at the same time.
        return
