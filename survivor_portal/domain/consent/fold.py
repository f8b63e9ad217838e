"""Where a consent stands: an append-only history and a moment, folded into a state.

Giving is read strictly and ending generously. A signature counts only if everything about it is right; an end counts
whoever wrote it, in whatever order, and the earliest one stands. So a broken history can only ever share less. Nothing
here depends on the order of the lists, save that things of one moment are shown as listed.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from survivor_portal.domain.consent.drafting import REQUIRED_ROLES, lasting_problems
from survivor_portal.domain.consent.records import ConsentEvent, ConsentRecord, Disclosure, RecordId
from survivor_portal.domain.consent.vocabulary import ConsenterRole, EventState, Method, State
from survivor_portal.domain.moments import require_utc
from survivor_portal.domain.people import Actor, PersonId

DRAFT_LENGTH = timedelta(days=7)
"""How long a draft waits for her before it is abandoned."""
NOTICE_LENGTH = timedelta(days=3)
"""How long before the end she is told, in the portal only."""
LATE_STOP_LENGTH = timedelta(days=30)
"""How long after a consent ended by itself staff are still offered to write down that she had said stop to it."""

END_STATES = frozenset(State) - {State.DRAFT, State.GIVEN}
_PRECEDENCE = tuple(State)

_STEPS: dict[tuple[State, Actor], frozenset[EventState]] = {
    (State.DRAFT, Actor.SURVIVOR): frozenset({EventState.GIVEN, EventState.REFUSED, EventState.ABANDONED}),
    (State.DRAFT, Actor.GUARDIAN): frozenset({EventState.GIVEN}),
    (State.DRAFT, Actor.CLOCK): frozenset({EventState.ABANDONED}),
    (State.GIVEN, Actor.SURVIVOR): frozenset({EventState.WITHDRAWN, EventState.SUPERSEDED}),
    # The law asks for both consents, so either one may be taken back.
    (State.GIVEN, Actor.GUARDIAN): frozenset({EventState.WITHDRAWN}),
    # Staff write down her spoken stop; her spoken yes they cannot.
    (State.GIVEN, Actor.ADVOCATE): frozenset({EventState.WITHDRAWN}),
    (State.GIVEN, Actor.SUPERVISOR): frozenset({EventState.WITHDRAWN, EventState.INVALIDATED}),
    (State.GIVEN, Actor.CLOCK): frozenset({EventState.LAPSED}),
}


class Ending(NamedTuple):
    """How a record ends, and when."""

    at: datetime
    state: State


def is_given(
    record: ConsentRecord, events: Collection[ConsentEvent], disclosures: Collection[Disclosure], now: datetime
) -> bool:
    """Say whether the consent authorises anything at ``now``; raises ValueError if ``now`` is not UTC."""
    return state(record, events, disclosures, now) is State.GIVEN


def ends_soon(
    record: ConsentRecord, events: Collection[ConsentEvent], disclosures: Collection[Disclosure], now: datetime
) -> bool:
    """Say whether a given consent ends within three days; raises ValueError if ``now`` is not UTC."""
    end = ends_at(record, events, disclosures)
    return is_given(record, events, disclosures, now) and end is not None and end - now <= NOTICE_LENGTH


def allowed_next(
    record: ConsentRecord,
    events: Collection[ConsentEvent],
    disclosures: Collection[Disclosure],
    now: datetime,
    actor: Actor,
) -> frozenset[EventState]:
    """Return the events ``actor`` may append at ``now``; none after an end. Raises ValueError if ``now`` is not UTC."""
    current = state(record, events, disclosures, now)
    if current in END_STATES:
        return frozenset()
    if _drafted_at(record, events) is None:
        return frozenset({EventState.DRAFT}) if actor in {Actor.SURVIVOR, Actor.ADVOCATE} else frozenset()
    signed_at = _given_at(record, events)
    if signed_at is not None and signed_at <= now:
        # Signed for a later start: not yet in force, and already hers to stop.
        current = State.GIVEN
    steps = _STEPS.get((current, actor), frozenset())
    signers = REQUIRED_ROLES[record.capacity_basis]
    if actor is Actor.GUARDIAN and ConsenterRole.GUARDIAN not in signers:
        return frozenset()
    if actor is Actor.SURVIVOR and ConsenterRole.SURVIVOR not in signers:
        return steps - {EventState.GIVEN}
    return steps


def counts_as_stop(
    record: ConsentRecord,
    events: Collection[ConsentEvent],
    disclosures: Collection[Disclosure],
    said_at: datetime,
    actor: Actor,
) -> bool:
    """Say whether a stop she spoke at ``said_at`` is for ``actor`` to write down, however late: was it given then?

    What was shared from that moment on keeps no stop out: it is what the stop turns into incidents. Once an end is
    written down, a stop of an earlier moment counts only if it makes more of them. Raises ValueError if ``said_at`` is
    not UTC.
    """
    since = [shared for shared in shared_under(record, disclosures) if shared.at >= said_at]
    known = incidents(record, events, disclosures)
    if has_ending_event(record, events) and all(shared in known for shared in since):
        return False
    before = [shared for shared in disclosures if shared not in since]
    return EventState.WITHDRAWN in allowed_next(record, events, before, said_at, actor)


def may_have_been_stopped(
    record: ConsentRecord, events: Collection[ConsentEvent], disclosures: Collection[Disclosure], now: datetime
) -> bool:
    """Say whether a spoken stop is asked about: while it is given, and for a while after it ended by itself.

    Raises ValueError if ``now`` is not UTC.
    """
    current, end = state(record, events, disclosures, now), ends_at(record, events, disclosures)
    ended_lately = current is State.LAPSED and end is not None and now - end <= LATE_STOP_LENGTH
    return current is State.GIVEN or ended_lately


def state(
    record: ConsentRecord, events: Collection[ConsentEvent], disclosures: Collection[Disclosure], now: datetime
) -> State:
    """Return where the record stands at ``now``; events and disclosures of other records change nothing.

    A record that is signed for a later start is a draft until ``valid_from``. Raises ValueError if ``now`` is not UTC.
    """
    require_utc(now)
    ending = _ending(record, events, disclosures)
    if ending is not None and ending.at <= now:
        return ending.state
    given_at = _given_at(record, events)
    if given_at is None or now < max(given_at, record.valid_from):
        return State.DRAFT
    return State.GIVEN


def ends_at(
    record: ConsentRecord, events: Collection[ConsentEvent], disclosures: Collection[Disclosure]
) -> datetime | None:
    """Return the moment the draft or consent ends or ended, as far as is known now; None before there is a draft."""
    ending = _ending(record, events, disclosures)
    return ending.at if ending is not None else None


def shown_at(
    record: ConsentRecord, events: Collection[ConsentEvent], disclosures: Collection[Disclosure], now: datetime
) -> datetime:
    """Return the moment at which the record is to be shown: ``now``, or its end where the clock was set back behind it.

    Else what she stopped would look given until the clock has caught up. Only an end that has come counts here: one
    that was written down, or the last use.
    """
    come = first_of([*event_endings(record.record_id, events), *_used_up(record, events, disclosures)])
    return now if come is None else max(now, come.at)


def has_ending_event(record: ConsentRecord, events: Collection[ConsentEvent]) -> bool:
    """Say whether any end has been written down for this record, whenever it takes effect."""
    return any(event_endings(record.record_id, events))


def remaining_uses(record: ConsentRecord, disclosures: Collection[Disclosure]) -> int | None:
    """Return how many disclosures the record still allows by number, never below 0; None when they are not counted."""
    if record.max_uses is None:
        return None
    return max(0, record.max_uses - len(shared_under(record, disclosures)))


def incidents(
    record: ConsentRecord, events: Collection[ConsentEvent], disclosures: Collection[Disclosure]
) -> tuple[Disclosure, ...]:
    """Return what was shared from the moment she said stop, oldest first: made before the stop was written down.

    A spoken stop takes effect when she says it, so these disclosures had no consent although nobody at the desk knew.
    """
    stop = stopped_at(record.record_id, events)
    return tuple(shared for shared in shared_under(record, disclosures) if stop and shared.at >= stop)


def stopped_at(record_id: RecordId, events: Collection[ConsentEvent]) -> datetime | None:
    """Return the moment she said stop to this record, the first where she did so more than once; None if never."""
    return min((end.at for end in event_endings(record_id, events) if end.state is State.WITHDRAWN), default=None)


def shared_under(record: ConsentRecord, disclosures: Collection[Disclosure]) -> tuple[Disclosure, ...]:
    """Return what was shared under this record, oldest first; no events are asked, so no end can hide any of it."""
    return tuple(sorted((d for d in disclosures if d.consent == record.record_id), key=lambda d: d.at))


def invalidation(record: ConsentRecord, marked: PersonId, by: PersonId, at: datetime) -> ConsentEvent | None:
    """Return the event that must follow when ``marked`` is marked as abuser or suspected abuser, if it concerns this.

    Raises ValueError if ``at`` is not UTC.
    """
    require_utc(at)
    if all(consenter.person != marked for consenter in record.consenters):
        return None
    return ConsentEvent(
        record_id=record.record_id,
        event_state=EventState.INVALIDATED,
        event_time=at,
        effective_time=at,
        entity=by,
        method=Method.PORTAL,
        recorded_by=by,
        reason="consenter_marked",
    )


def _ending(
    record: ConsentRecord, events: Collection[ConsentEvent], disclosures: Collection[Disclosure]
) -> Ending | None:
    endings = [*event_endings(record.record_id, events), *_clock_endings(record, events, disclosures)]
    return first_of(endings)


def first_of(endings: Iterable[Ending]) -> Ending | None:
    """Give the end that stands: the earliest."""
    return min(endings, key=lambda end: (end.at, _PRECEDENCE.index(end.state)), default=None)


def event_endings(record_id: RecordId, events: Collection[ConsentEvent]) -> Iterator[Ending]:
    """Give every end that was written down for this record, in the order of the events."""
    for event in events:
        named = State(event.event_state)
        if event.record_id == record_id and named in END_STATES:
            # An end is never later than its writing: nobody can postpone her stop.
            yield Ending(min(event.effective_time, event.event_time), named)


def _clock_endings(
    record: ConsentRecord, events: Collection[ConsentEvent], disclosures: Collection[Disclosure]
) -> Iterator[Ending]:
    drafted_at = _drafted_at(record, events)
    if _given_at(record, events) is not None:
        yield Ending(record.expires_at, State.LAPSED)
        yield from _used_up(record, events, disclosures)
    elif drafted_at is not None:
        yield Ending(drafted_at + DRAFT_LENGTH, State.ABANDONED)


def _used_up(
    record: ConsentRecord, events: Collection[ConsentEvent], disclosures: Collection[Disclosure]
) -> Iterator[Ending]:
    shared = shared_under(record, disclosures)
    if record.max_uses is not None and len(shared) >= record.max_uses and _given_at(record, events) is not None:
        yield Ending(shared[record.max_uses - 1].at, State.LAPSED)


def _given_at(record: ConsentRecord, events: Collection[ConsentEvent]) -> datetime | None:
    """Return when the last required signature was made, or None while any is missing, late or not their own."""
    drafted_at = _drafted_at(record, events)
    if drafted_at is None or record.signed_at is None or lasting_problems(record):
        return None
    signatures: dict[PersonId, datetime] = {}
    for event in events:
        made_at = max(event.event_time, event.effective_time)
        if drafted_at <= made_at and _is_signature(record, event):
            signatures[event.entity] = min(made_at, signatures.get(event.entity, made_at))
    if signatures.keys() != {consenter.person for consenter in record.consenters}:
        return None
    given_at = max(record.signed_at, *signatures.values())
    return given_at if given_at < min(drafted_at + DRAFT_LENGTH, record.expires_at) else None


def _is_signature(record: ConsentRecord, event: ConsentEvent) -> bool:
    return (
        event.record_id == record.record_id
        and event.event_state is EventState.GIVEN
        and event.method is Method.PORTAL
        and event.recorded_by == event.entity
        and any(consenter.person == event.entity for consenter in record.consenters)
    )


def _drafted_at(record: ConsentRecord, events: Collection[ConsentEvent]) -> datetime | None:
    return min(
        (e.event_time for e in events if e.record_id == record.record_id and e.event_state is EventState.DRAFT),
        default=None,
    )
