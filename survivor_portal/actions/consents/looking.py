"""Looking at her consents: always all of their history, and always through her."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from survivor_portal.actions.consents.history import (
    disclosures_where,
    events_where,
    recipient_name,
    record_from,
    records,
)
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.places import place_of
from survivor_portal.domain.consent import (
    END_STATES,
    Acknowledgement,
    ConsentEvent,
    ConsentRecord,
    DataItem,
    Disclosure,
    EventState,
    Method,
    Purpose,
    RecordId,
    State,
    allowed_next,
    covered_items,
    ends_at,
    ends_soon,
    incidents,
    may_have_been_stopped,
    may_renew,
    may_tell_of_stop,
    remaining_uses,
    shared_under,
    state,
)
from survivor_portal.domain.people import Actor, PersonId
from survivor_portal.models import Acknowledgement as AcknowledgementRow
from survivor_portal.models import Consent

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Row

    from survivor_portal.actions.deps import Deps
    from survivor_portal.security.encryption import Opener


_STEPS_IN_ORDER = tuple(EventState)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ConsentCard:
    """One consent as it stands now, with all that happened to it; `state` and what follows are never stored.

    `record.interpreter` is left closed. `ends_at` is when it ends or ended; of a draft that waits, when it goes away.
    """

    record: ConsentRecord
    recipient_name: str
    events: tuple[ConsentEvent, ...]
    disclosures: tuple[Disclosure, ...]
    acknowledgements: tuple[Acknowledgement, ...]
    state: State
    ends_at: datetime | None
    ends_soon: bool
    remaining_uses: int | None
    waits_for_her: bool
    """Whether it is a draft that she can sign or say no to."""
    may_renew: bool
    """Whether she can sign the same once more."""
    may_tell_of_stop: bool
    """Whether she can let the recipient know that she stopped it."""
    may_have_been_stopped: bool
    """Whether staff are offered to write down that she said stop to it."""

    @property
    def record_id(self) -> RecordId:
        """The reference it is looked up by."""
        return self.record.record_id

    @property
    def is_given(self) -> bool:
        """Whether anything may leave under it now."""
        return self.state is State.GIVEN

    @property
    def has_ended(self) -> bool:
        """Whether it is over for good."""
        return self.state in END_STATES

    @property
    def drafted_by(self) -> PersonId | None:
        """Who wrote it down for her; None when she did so herself."""
        drafts = [event.recorded_by for event in self.events if event.event_state is EventState.DRAFT]
        return next((person for person in drafts if person != self.record.principal), None)

    @property
    def is_from_paper(self) -> bool:
        """Whether it was written down from a paper she signed."""
        return any(e.event_state is EventState.DRAFT and e.method is Method.PAPER for e in self.events)

    @property
    def incidents(self) -> tuple[Disclosure, ...]:
        """What was told after she had said stop, before anybody had written that down."""
        return incidents(self.record, self.events, self.disclosures)

    @property
    def covered_items(self) -> frozenset[DataItem]:
        """What may be told under it while it is given."""
        return covered_items(self.record)


@dataclass(frozen=True, slots=True, repr=False)
class ConsentPage:
    """One consent with the very words she signed, none for a draft, and who interpreted them."""

    card: ConsentCard
    words: str
    interpreter: str | None


@dataclass(frozen=True, slots=True)
class Followers:
    """What she signed because of another consent: the same once more, and that its stop may be told."""

    renewal: RecordId | None
    word_of_stop: RecordId | None


def consents_of(deps: "Deps", survivor_id: str) -> list[ConsentCard]:
    """Give all her consents: those not ended first, the one that ends next first; then the ended, newest end first."""
    hers = Consent.principal == survivor_id
    opener = deps.vault.opener(survivor_id)
    with deps.storage.read() as connection:
        rows = connection.execute(records().where(hers)).all()
        events = events_where(connection, hers, opener)
        disclosures = disclosures_where(connection, hers, opener)
        seen = _acknowledgements_where(connection, hers)
    now = deps.clock()
    cards = sorted(
        (
            _card(record_from(row, opener), recipient_name(row, opener), (events, disclosures, seen), now)
            for row in rows
        ),
        key=_end,
    )
    standing = [card for card in cards if not card.has_ended]
    ended = [card for card in reversed(cards) if card.has_ended]
    return standing + ended


def consent_pages_of(deps: "Deps", survivor_id: str) -> list[ConsentPage]:
    """Give all her consents as `consents_of` does, each with the very words she signed."""
    statement = select(Consent.record_id, Consent.words, Consent.interpreter).where(Consent.principal == survivor_id)
    with deps.storage.read() as connection:
        sealed = {row.record_id: row for row in connection.execute(statement)}
    opener = deps.vault.opener(survivor_id)
    return [_page(opener, card, sealed[card.record_id]) for card in consents_of(deps, survivor_id)]


def consent_for(deps: "Deps", survivor_id: str, record_id: str) -> ConsentPage:
    """Give one consent of hers. Raises `NotFoundError` when it is not hers or does not exist."""
    this = (Consent.principal == survivor_id) & (Consent.record_id == record_id)
    opener = deps.vault.opener(survivor_id)
    with deps.storage.read() as connection:
        row = connection.execute(records().where(this)).one_or_none()
        if row is None:
            raise NotFoundError
        events = events_where(connection, this, opener)
        disclosures = disclosures_where(connection, this, opener)
        seen = _acknowledgements_where(connection, this)
    named = recipient_name(row, opener)
    return _page(opener, _card(record_from(row, opener), named, (events, disclosures, seen), deps.clock()), row)


def followers_of(deps: "Deps", survivor_id: str, card: ConsentCard) -> Followers:
    """Find what she signed because of this consent of hers, the newest of each kind."""
    word_of_stop = (
        (Consent.purpose == Purpose.TELL_OF_STOP)
        & (Consent.recipient == card.record.recipient)
        & (Consent.signed_at >= (card.ends_at or card.record.expires_at))
    )
    statement = (
        select(Consent.record_id, Consent.purpose)
        .where(Consent.principal == survivor_id, word_of_stop | (Consent.supersedes == card.record_id))
        .order_by(Consent.signed_at.desc(), Consent.record_id)
    )
    with deps.storage.read() as connection:
        rows = connection.execute(statement).all()
    words = [RecordId(row.record_id) for row in rows if row.purpose == Purpose.TELL_OF_STOP]
    renewals = [RecordId(row.record_id) for row in rows if row.purpose != Purpose.TELL_OF_STOP]
    return Followers(next(iter(renewals), None), next(iter(words), None) if card.may_tell_of_stop else None)


def _acknowledgements_where(source: "Connection", whose: "ColumnElement[bool]") -> list[Acknowledgement]:
    statement = (
        select(AcknowledgementRow.record_id, AcknowledgementRow.seen_by, AcknowledgementRow.seen_at)
        .join(Consent, Consent.record_id == AcknowledgementRow.record_id)
        .where(whose)
        .order_by(AcknowledgementRow.seen_at, AcknowledgementRow.id)
    )
    return [
        Acknowledgement(RecordId(row.record_id), PersonId(row.seen_by), row.seen_at)
        for row in source.execute(statement)
    ]


def _page(opener: "Opener", card: ConsentCard, row: "Row[*tuple[Any, ...]]") -> ConsentPage:
    her, ref = card.record.principal, card.record_id
    words = opener.open(place_of(Consent.words, ref, her), row.words) if row.words else ""
    interpreter = row.interpreter and opener.open(place_of(Consent.interpreter, ref, her), row.interpreter)
    return ConsentPage(card, words, interpreter)


def _card(
    record: ConsentRecord,
    named: str,
    history: tuple[list[ConsentEvent], list[Disclosure], list[Acknowledgement]],
    now: datetime,
) -> ConsentCard:
    events, disclosures, seen = history
    own_events = tuple(sorted((event for event in events if event.record_id == record.record_id), key=_order))
    shared = shared_under(record, disclosures)
    return ConsentCard(
        record=record,
        recipient_name=named,
        events=own_events,
        disclosures=shared,
        acknowledgements=tuple(found for found in seen if found.record_id == record.record_id),
        state=state(record, own_events, shared, now),
        ends_at=ends_at(record, own_events, shared),
        ends_soon=ends_soon(record, own_events, shared, now),
        remaining_uses=remaining_uses(record, shared),
        waits_for_her=EventState.GIVEN in allowed_next(record, own_events, shared, now, Actor.SURVIVOR),
        may_renew=may_renew(record, own_events, shared, now),
        may_tell_of_stop=may_tell_of_stop(record, own_events, shared, now),
        may_have_been_stopped=may_have_been_stopped(record, own_events, shared, now),
    )


def _order(event: ConsentEvent) -> tuple[datetime, int]:
    # What she writes down and signs at one moment was written down first.
    return event.event_time, _STEPS_IN_ORDER.index(event.event_state)


def _end(card: ConsentCard) -> tuple[datetime, str]:
    return card.ends_at or card.record.expires_at, card.record_id
