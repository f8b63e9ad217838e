"""Notices about her own account: added with what they tell of, shown in the portal, cleared by who was there before."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select, update

from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.domain import notices
from survivor_portal.domain.devices import DeviceLook
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.models import Notice, SignedInSession
from survivor_portal.security.tokens import new_ref

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer
    from survivor_portal.security.tokens import Digest


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """One notice: what happened, when, and on what kind of device; None when it was done from none of hers.

    `may_be_cleared` says whether it may be in the session that it is shown to.
    """

    ref: str
    kind: NoticeKind
    added_at: "datetime"
    device: DeviceLook | None
    may_be_cleared: bool


def add_notice(
    deps: "Deps", session: "Session", survivor_id: str, kind: NoticeKind, *, except_session: "Digest | None"
) -> int:
    """Add a notice to a transaction the caller commits, and give its number; clear her old ones on the way.

    `except_session` is the digest of the session that did it: it is not shown the notice and cannot clear it. None is
    for what somebody else did, or time.
    """
    now = deps.clock()
    session.execute(delete(Notice).where(Notice.survivor_id == survivor_id, Notice.added_at <= now - notices.SHOWN_FOR))
    by = session.execute(
        select(SignedInSession.ref, SignedInSession.device).where(SignedInSession.sid_digest == except_session)
    ).one_or_none()
    notice = Notice(
        id=new_ref(deps.chance),
        survivor_id=survivor_id,
        kind=kind,
        about_session=by.ref if by else None,
        device=by.device if by else None,
        added_at=now,
        seen_at=None,
    )
    session.add(notice)
    session.flush()
    return notice.number


def notices_for(deps: "Deps", viewer: "Viewer") -> tuple[ShownNotice, ...]:
    """Give the notices that show in the viewer's session, the newest first. Costs one statement."""
    statement = (
        select(
            Notice.number,
            Notice.id,
            Notice.kind,
            Notice.added_at,
            Notice.device,
            Notice.seen_at,
            Notice.about_session,
            SignedInSession.clears_after,
        )
        .join(SignedInSession, SignedInSession.sid_digest == viewer.sid_digest)
        .where(_is_shown_to(viewer), Notice.seen_at.is_(None))
        .order_by(Notice.number.desc())
    )
    now = deps.clock()
    with deps.storage.read() as connection:
        rows = connection.execute(statement).all()
    return tuple(
        ShownNotice(
            row.id,
            NoticeKind(row.kind),
            row.added_at,
            DeviceLook.parse(row.device) if row.device else None,
            notices.may_clear(
                number=row.number,
                about=row.about_session,
                session=viewer.session_ref,
                clears_after=row.clears_after,
            ),
        )
        for row in rows
        if notices.is_shown(added_at=row.added_at, seen_at=row.seen_at, now=now)
    )


def note_seen_up_to(deps: "Deps", viewer: "Viewer", ref: str) -> None:
    """Note that she has seen one notice and those before it; twice equals once.

    What was added since her page was made stays, and so does what is not the viewer's to clear. Raises `NotFoundError`
    when the one named is not.
    """
    now = deps.clock()
    with deps.storage.write() as session:
        newest = session.scalar(select(Notice.number).where(_may_be_cleared_by(viewer), Notice.id == ref))
        if newest is None:
            raise NotFoundError
        session.execute(
            update(Notice)
            .where(_may_be_cleared_by(viewer), Notice.seen_at.is_(None), Notice.number <= newest)
            .values(seen_at=now)
        )
        session.commit()


def _is_shown_to(viewer: "Viewer") -> "ColumnElement[bool]":
    is_not_about_it = or_(Notice.about_session.is_(None), Notice.about_session != viewer.session_ref)
    return (Notice.survivor_id == viewer.id) & is_not_about_it


def _may_be_cleared_by(viewer: "Viewer") -> "ColumnElement[bool]":
    """Say in SQL what `domain.notices.may_clear` says."""
    clears_after = select(SignedInSession.clears_after).where(SignedInSession.sid_digest == viewer.sid_digest)
    return _is_shown_to(viewer) & (Notice.number > clears_after.scalar_subquery())
