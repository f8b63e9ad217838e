"""Requests to get back in as they are stored: read into the domain's, and closed."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, update

from survivor_portal.domain.recovery import REQUEST_LASTS, Request
from survivor_portal.models import Recovery

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import Session


def request_from(row: "Recovery | Row[*tuple[Any, ...]]") -> Request:
    """Give a stored request as the rules read it."""
    return Request(
        row.asked_at, row.code_given_at, row.code_taken_at, row.wrong_codes, row.over_at, closed_at=row.closed_at
    )


def is_open(survivor_id: str, now: "datetime") -> "ColumnElement[bool]":
    """Select her requests that are not over at `now`; of each, `domain.recovery.stage` says more."""
    return and_(Recovery.survivor_id == survivor_id, is_under_way(now))


def is_under_way(now: "datetime") -> "ColumnElement[bool]":
    """Select requests, whoever's, that are not over at `now`."""
    return and_(
        Recovery.over_at.is_(None),
        Recovery.closed_at.is_(None),
        Recovery.asked_at <= now,
        Recovery.asked_at > now - REQUEST_LASTS,
    )


def end_open_requests(session: "Session", survivor_id: str, now: "datetime") -> int:
    """Close all her requests in the caller's transaction, with whatever code was given, and say how many there were.

    The browsers that made them are not told: else they could tell that somebody has the name, and what she does.
    """
    closed = session.scalars(
        update(Recovery)
        .where(Recovery.survivor_id == survivor_id, Recovery.over_at.is_(None), Recovery.closed_at.is_(None))
        .values(closed_at=now, code_digest=None, words_hash=None)
        .returning(Recovery.id)
    )
    return len(closed.all())


def take_codes_back(session: "Session", which: "ColumnElement[bool]", now: "datetime") -> None:
    """Make codes that were given worthless in the caller's transaction; where one was typed already, begin anew."""
    standing = Recovery.over_at.is_(None) & Recovery.closed_at.is_(None) & which
    session.execute(
        update(Recovery)
        .where(standing, Recovery.code_taken_at.is_not(None))
        .values(closed_at=now, code_digest=None, words_hash=None)
    )
    session.execute(
        update(Recovery)
        .where(standing, Recovery.code_given_at.is_not(None))
        .values(code_digest=None, code_given_at=None)
    )
