"""Her spoken stop, written down by whoever heard it. A spoken yes is nowhere to be written down."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, unique
from typing import TYPE_CHECKING

from survivor_portal.actions.consents.acknowledging import add_acknowledgement
from survivor_portal.actions.consents.locking import lock_to_stop, opener_to_stop
from survivor_portal.actions.consents.recorders import recorder_of
from survivor_portal.domain.consent import EventState, Method
from survivor_portal.domain.people import Actor
from survivor_portal.models import ConsentEvent
from survivor_portal.security.tokens import new_ref

if TYPE_CHECKING:
    from collections.abc import Iterable

    from survivor_portal.actions.deps import Deps
    from survivor_portal.domain.consent import ConsentEvent as RecordedEvent


@dataclass(frozen=True, slots=True)
class SpokenStop:
    """What she said stop to, and when she said it."""

    record_ids: frozenset[str]
    said_at: datetime


@unique
class SpokenStopRefusal(StrEnum):
    """Why not all of it is written down as it was sent."""

    NOTHING_PICKED = "nothing_picked"
    NOT_YET = "not_yet"
    ALL_HAD_ENDED = "all_had_ended"
    """All that was picked had ended in another way, so nothing is written down."""
    SOME_HAD_ENDED = "some_had_ended"
    """Some of it had; the rest is stopped."""


def record_spoken_stop(deps: "Deps", staff_id: str, survivor_id: str, spoken: SpokenStop) -> SpokenStopRefusal | None:
    """Stop what she said stop to, from the moment she said it; what had ended stays as it is, and that is told.

    What was told from that moment on becomes an incident, even where it used the consent up. Where a stop was written
    down before, twice equals once. Her advocate has seen it by writing it down; after a supervisor did, the advocate
    still has to. Raises `NotFoundError` when whoever writes is neither, or one of the consents is not hers: then
    nothing is stopped.
    """
    if not spoken.record_ids:
        return SpokenStopRefusal.NOTHING_PICKED
    if spoken.said_at > deps.clock():
        return SpokenStopRefusal.NOT_YET
    opener = opener_to_stop(deps, survivor_id)
    with deps.storage.write() as session:
        recorder = recorder_of(session, staff_id, survivor_id)
        stopped, had_ended = 0, 0
        # In one order, so that two who stop the same take turns.
        for record_id in sorted(spoken.record_ids):
            found = lock_to_stop(session, survivor_id, record_id, opener)
            now = found.not_before(deps.clock())
            # Nobody stops what is not signed yet; a wrong date must not keep her stop from being written down.
            said_at = max(spoken.said_at, found.signed_at or now)
            if not found.counts_as_stop(said_at, recorder):
                had_ended += not _is_stopped(found.events)
                continue
            stopped += 1
            session.add(
                ConsentEvent(
                    id=new_ref(deps.chance),
                    record_id=record_id,
                    event_state=EventState.WITHDRAWN,
                    event_time=now,
                    effective_time=said_at,
                    entity=survivor_id,
                    method=Method.ORAL,
                    recorded_by=staff_id,
                    reason=None,
                )
            )
            if recorder is Actor.ADVOCATE:
                add_acknowledgement(deps, session, record_id, staff_id, now)
        session.commit()
    if not had_ended:
        return None
    return SpokenStopRefusal.SOME_HAD_ENDED if stopped else SpokenStopRefusal.ALL_HAD_ENDED


def _is_stopped(events: "Iterable[RecordedEvent]") -> bool:
    return any(event.event_state is EventState.WITHDRAWN for event in events)
