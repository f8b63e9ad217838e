"""What is left of what can no longer be read in full: of a consent, and of what the law compelled.

Nothing leaves under such a consent, and her stop of it counts. What it covers is lost, and so is whether its signature
was right. So nothing here ever says that it is given.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from survivor_portal.domain.consent.fold import (
    DRAFT_LENGTH,
    LATE_STOP_LENGTH,
    Ending,
    event_endings,
    first_of,
    stopped_at,
)
from survivor_portal.domain.consent.records import ConsentEvent, RecordId
from survivor_portal.domain.consent.vocabulary import EventState, LegalBasis, NoNoticeReason, State
from survivor_portal.domain.moments import Timed, require_utc
from survivor_portal.domain.people import PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class Remains(Timed):
    """What can still be read of one record and of what happened to it; `told_at` is when anything was told under it."""

    record_id: RecordId
    signed_at: datetime | None
    expires_at: datetime
    max_uses: int | None
    events: tuple[ConsentEvent, ...]
    told_at: tuple[datetime, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompelledRemains(Timed):
    """What can still be read of one compelled disclosure: not who was told what, nor who tried to tell her first."""

    legal_basis: LegalBasis
    no_notice_reason: NoNoticeReason | None
    at: datetime
    by: PersonId
    forbidden_until: datetime | None
    ban_lifted_at: datetime | None


def remains_end(remains: Remains) -> datetime | None:
    """Return the moment it ends or ended at the latest; None before there is a draft."""
    ending = _ending(remains)
    return ending.at if ending is not None else None


def remains_shown_at(remains: Remains, now: datetime) -> datetime:
    """Return the moment at which it is to be shown: ``now``, or its end where the clock was set back behind it.

    Only an end that has come counts here: one that was written down, or the last use.
    """
    come = first_of([*event_endings(remains.record_id, remains.events), *_used_up(remains)])
    return now if come is None else max(now, come.at)


def remains_state(remains: Remains, now: datetime) -> State | None:
    """Return how it ended, or that it is not signed; None while it may stand. Raises ValueError if ``now`` is not UTC.

    Never given: that cannot be told without what it covers.
    """
    require_utc(now)
    ending = _ending(remains)
    if ending is not None and ending.at <= now:
        return ending.state
    return State.DRAFT if remains.signed_at is None else None


def remains_may_be_stopped(remains: Remains, now: datetime) -> bool:
    """Say whether her stop is asked about, and offered to staff: while it may stand, and for a while after it lapsed.

    Raises ValueError if ``now`` is not UTC.
    """
    current, end = remains_state(remains, now), remains_end(remains)
    ended_lately = current is State.LAPSED and end is not None and now - end <= LATE_STOP_LENGTH
    return current is None or ended_lately


def told_after_stop(remains: Remains) -> Collection[datetime]:
    """Return when something was told although she had said stop."""
    stop = stopped_at(remains.record_id, remains.events)
    return {moment for moment in remains.told_at if stop and moment >= stop}


def _ending(remains: Remains) -> Ending | None:
    endings = list(event_endings(remains.record_id, remains.events))
    if remains.signed_at is not None:
        endings += [Ending(remains.expires_at, State.LAPSED), *_used_up(remains)]
    else:
        own = [event for event in remains.events if event.record_id == remains.record_id]
        drafts = [event.event_time for event in own if event.event_state is EventState.DRAFT]
        endings.extend(Ending(moment + DRAFT_LENGTH, State.ABANDONED) for moment in drafts)
    return first_of(endings)


def _used_up(remains: Remains) -> Iterator[Ending]:
    is_signed = remains.signed_at is not None
    if is_signed and remains.max_uses is not None and 0 < remains.max_uses <= len(remains.told_at):
        yield Ending(sorted(remains.told_at)[remains.max_uses - 1], State.LAPSED)
