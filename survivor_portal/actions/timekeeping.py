"""Noting how late it is, so that a clock set back brings no session and no code back to life."""

from typing import TYPE_CHECKING

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from survivor_portal.domain import sessions
from survivor_portal.models import ClockMark, Recovery, SignedInSession

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

_THE_ROW = 1


def note_moment(session: "Session", now: "datetime") -> "datetime":
    """Note that it is `now`, in the caller's transaction, and give the newest moment noted: `now`, or just ahead of it.

    When the clock was set back, every session ends, and every request to get back in.
    """
    mark = session.get(ClockMark, _THE_ROW, with_for_update=True)
    if mark is None:
        _add_mark(session, now)
        return now
    if sessions.clock_was_set_back(newest_at=mark.newest_at, now=now):
        session.execute(delete(SignedInSession))
        session.execute(update(Recovery).where(Recovery.over_at.is_(None)).values(over_at=now, code_digest=None))
        mark.newest_at = now
    else:
        mark.newest_at = max(mark.newest_at, now)
    session.flush()
    return mark.newest_at


def _add_mark(session: "Session", now: "datetime") -> None:
    try:
        with session.begin_nested():
            session.add(ClockMark(id=_THE_ROW, newest_at=now))
    except IntegrityError:
        # On PostgreSQL, somebody else noted the first moment of all at the same time.
        return
