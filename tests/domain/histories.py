"""Generated consent histories: whole ones, broken ones, and the steps that turn one into the other.

Moments lie on a six-hour grid, so that things often happen at the same moment, where rules go wrong first.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

from hypothesis import strategies as st

from survivor_portal.domain.consent import (
    REQUIRED_ROLES,
    CapacityBasis,
    Consenter,
    ConsenterRole,
    ConsentEvent,
    ConsentRecord,
    DataItem,
    Disclosure,
    EventState,
    LengthReason,
    Method,
    Purpose,
    Recipient,
    RecipientId,
    RecipientStanding,
    RecordId,
    SharingMethod,
)
from survivor_portal.domain.people import PersonId

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
TICK = timedelta(hours=6)
DAY = timedelta(days=1)

AMARA = PersonId("amara")
PARENT = PersonId("parent")
RUTH = PersonId("ruth")
IMANI = PersonId("imani")
PEOPLE = (AMARA, PARENT, RUTH, IMANI)

SHELTER = Recipient(RecipientId("shelter"), RecipientStanding.ACTIVE)
CLINIC = Recipient(RecipientId("clinic"), RecipientStanding.ACTIVE)

THIS = RecordId("this")
OTHER = RecordId("other")

ENDING_EVENTS = tuple(each for each in EventState if each not in {EventState.DRAFT, EventState.GIVEN})


class History(NamedTuple):
    """One record and all that happened, in the order in which the domain takes them: ``state(*history, now)``."""

    record: ConsentRecord
    events: tuple[ConsentEvent, ...]
    disclosures: tuple[Disclosure, ...] = ()

    def then(self, *events: ConsentEvent) -> "History":
        """Return the history with more events."""
        return self._replace(events=(*self.events, *events))

    def having(self, **fields: object) -> "History":
        """Return the history with another record in its place: the same but for ``fields``."""
        # Generated and broken on purpose, so the types of the fields are the caller's.
        return self._replace(record=replace(self.record, **fields))  # type: ignore[arg-type]

    def with_shared(self, *disclosures: Disclosure) -> "History":
        """Return the history with more disclosures."""
        return self._replace(disclosures=(*self.disclosures, *disclosures))


class Standing(NamedTuple):
    """A whole history, and a moment at which its consent is given."""

    history: History
    now: datetime


def consenters_for(basis: CapacityBasis) -> frozenset[Consenter]:
    """Return exactly those who must sign on a basis."""
    people = {ConsenterRole.SURVIVOR: AMARA, ConsenterRole.GUARDIAN: PARENT}
    return frozenset(Consenter(people[role], role) for role in REQUIRED_ROLES[basis])


def event(  # noqa: PLR0913 (what an event is made of)
    state: EventState,
    at: datetime,
    entity: PersonId = AMARA,
    *,
    effective: datetime | None = None,
    method: Method = Method.PORTAL,
    recorded_by: PersonId | None = None,
    record_id: RecordId = THIS,
) -> ConsentEvent:
    """Return an event as the portal would write it, unless told otherwise."""
    return ConsentEvent(
        record_id=record_id,
        event_state=state,
        event_time=at,
        effective_time=effective or at,
        entity=entity,
        method=method,
        recorded_by=recorded_by or entity,
    )


def disclosure(record: ConsentRecord, at: datetime) -> Disclosure:
    """Return a disclosure of all that a record covers, by one of its methods."""
    return Disclosure(
        consent=record.record_id,
        recipient=record.recipient,
        purpose=record.purpose,
        items=record.data_items - record.excluded_items,
        method=min(record.methods, default=SharingMethod.PHONE),
        at=at,
        by=RUTH,
    )


def signed(
    *,
    basis: CapacityBasis = CapacityBasis.ADULT,
    signed_at: datetime = START,
    length: timedelta = 30 * DAY,
    drafted_at: datetime | None = None,
    drafted_by: PersonId = RUTH,
) -> History:
    """Return the plain example: drafted and signed properly, two items for the shelter by phone, 30 days."""
    record = ConsentRecord(
        record_id=THIS,
        schema_version="1",
        principal=AMARA,
        recipient=SHELTER.recipient_id,
        purpose=Purpose.ARRANGE_SHELTER,
        data_items=frozenset({DataItem.CHOSEN_NAME, DataItem.LANGUAGE}),
        excluded_items=frozenset({DataItem.LEGAL_NAME}),
        methods=frozenset({SharingMethod.PHONE}),
        valid_from=signed_at,
        expires_at=signed_at + length,
        statement_version="1",
        language="en",
        consenters=consenters_for(basis),
        capacity_basis=basis,
        risk_acknowledged_at=signed_at,
        alternatives_acknowledged_at=signed_at,
        signed_at=signed_at,
        signature_method=Method.PORTAL,
    )
    signatures = [event(EventState.GIVEN, signed_at, each.person) for each in sorted(record.consenters, key=str)]
    return History(record, (event(EventState.DRAFT, drafted_at or signed_at, drafted_by), *signatures))


@cache
def moments(first: datetime = START - 2 * DAY, ticks: int = 400) -> st.SearchStrategy[datetime]:
    """Draw a moment on the grid, by default from a little before everything to after every possible end."""
    return st.integers(0, ticks).map(lambda tick: first + tick * TICK)


@st.composite
def given_histories(draw: st.DrawFn, bases: tuple[CapacityBasis, ...] = tuple(CapacityBasis)) -> History:
    """Draw a properly drafted and signed history of any scope, length and basis; nothing has been shared yet."""
    drafted_at = START
    signed_at = drafted_at + draw(st.integers(0, 27)) * TICK
    starts_at = signed_at + draw(st.integers(0, 8)) * TICK
    whole = signed(
        basis=draw(st.sampled_from(bases)),
        signed_at=signed_at,
        drafted_at=drafted_at,
        drafted_by=draw(st.sampled_from((RUTH, AMARA))),
    )
    longest = int((signed_at + 90 * DAY - starts_at) / TICK)
    return whole.having(
        valid_from=starts_at,
        expires_at=starts_at + draw(st.integers(1, longest)) * TICK,
        excluded_items=frozenset(),
        **draw(_SCOPES),
    )


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    """Draw a moment at which a consent is given, with some of its uses already spent."""
    history = draw(given_histories())
    record = history.record
    last = int((record.expires_at - record.valid_from) / TICK) - 1
    now = record.valid_from + draw(st.integers(0, last)) * TICK
    most = 3 if record.max_uses is None else record.max_uses - 1
    shared = draw(st.lists(moments(record.valid_from, last).filter(lambda at: at <= now), max_size=most))
    return Standing(history.with_shared(*(disclosure(record, at) for at in shared)), now)


@cache
def arbitrary_events(states: tuple[EventState, ...] = tuple(EventState)) -> st.SearchStrategy[ConsentEvent]:
    """Draw any event at all, by anybody, sensible or not, sometimes of another record."""
    return st.builds(
        ConsentEvent,
        record_id=st.sampled_from((THIS, THIS, THIS, OTHER)),
        event_state=st.sampled_from(states),
        event_time=moments(),
        effective_time=moments(),
        entity=st.sampled_from(PEOPLE),
        method=st.sampled_from(Method),
        recorded_by=st.sampled_from(PEOPLE),
        reason=st.none(),
    )


@cache
def arbitrary_disclosures() -> st.SearchStrategy[Disclosure]:
    """Draw any disclosure at all, proposed or recorded, of this record or another."""
    return st.builds(
        Disclosure,
        consent=st.sampled_from((THIS, THIS, THIS, OTHER)),
        recipient=st.sampled_from((SHELTER.recipient_id, SHELTER.recipient_id, CLINIC.recipient_id)),
        purpose=st.sampled_from(Purpose),
        items=st.frozensets(st.sampled_from(DataItem), max_size=3),
        method=st.sampled_from(SharingMethod),
        at=moments(),
        by=st.sampled_from(PEOPLE),
    )


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Draw any history: a whole one with anything added, and often with something broken in its record."""
    history = draw(given_histories())
    kept = draw(st.lists(st.sampled_from(history.events), unique=True, min_size=len(history.events) - 1))
    added = draw(_ADDED)
    shared = draw(_SHARED)
    broken = draw(_WHETHER_BROKEN)
    if broken is not None:
        history = history.having(**{broken: draw(_BROKEN[broken])})
    return History(history.record, tuple(draw(st.permutations([*kept, *added]))), tuple(shared))


_SCOPES = st.fixed_dictionaries(
    {
        "data_items": st.frozensets(st.sampled_from(DataItem), min_size=1, max_size=5),
        "purpose": st.sampled_from(Purpose),
        "methods": st.frozensets(st.sampled_from(SharingMethod), min_size=1),
        "max_uses": st.none() | st.integers(1, 3),
        "length_reason": st.sampled_from(LengthReason),
    }
)
_BROKEN: dict[str, st.SearchStrategy[object]] = {
    "data_items": st.just(frozenset()),
    "excluded_items": st.frozensets(st.sampled_from(DataItem)),
    "methods": st.just(frozenset()),
    "valid_from": moments(),
    "expires_at": moments(),
    "max_uses": st.integers(-1, 3),
    "length_reason": st.none(),
    "consenters": st.frozensets(
        st.builds(Consenter, st.sampled_from(PEOPLE), st.sampled_from(ConsenterRole)), max_size=3
    ),
    "capacity_basis": st.sampled_from(CapacityBasis),
    "risk_acknowledged_at": st.none() | moments(),
    "alternatives_acknowledged_at": st.none() | moments(),
    "signed_at": st.none() | moments(),
    "signature_method": st.none() | st.sampled_from(Method),
    "statement_version": st.just(""),
    "language": st.just(""),
    "recipient": st.just(RecipientId("")),
}
_WHETHER_BROKEN = st.none() | st.sampled_from(sorted(_BROKEN))
_ADDED = st.lists(arbitrary_events(), max_size=3)
_SHARED = st.lists(arbitrary_disclosures(), max_size=4)
