"""Looking at her consents: always all of their history, and always through her."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from survivor_portal.actions.consents.history import disclosures_where, events_where, record_from, records
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.places import place_of
from survivor_portal.domain.consent import (
    END_STATES,
    ConsentEvent,
    ConsentRecord,
    DataItem,
    Disclosure,
    RecordId,
    State,
    covered_items,
    ends_at,
    ends_soon,
    remaining_uses,
    shared_under,
    state,
)
from survivor_portal.models import Consent

if TYPE_CHECKING:
    from sqlalchemy import Row

    from survivor_portal.actions.deps import Deps
    from survivor_portal.security.encryption import Opener


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ConsentCard:
    """One consent as it stands now, with all that happened to it; `state` and what follows are never stored.

    `record.interpreter` is left closed. `ends_at` is when it ends or ended.
    """

    record: ConsentRecord
    recipient_name: str
    events: tuple[ConsentEvent, ...]
    disclosures: tuple[Disclosure, ...]
    state: State
    ends_at: datetime | None
    ends_soon: bool
    remaining_uses: int | None

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
    def covered_items(self) -> frozenset[DataItem]:
        """What may be told under it while it is given."""
        return covered_items(self.record)


@dataclass(frozen=True, slots=True, repr=False)
class ConsentPage:
    """One consent with the very words she signed, and who interpreted them."""

    card: ConsentCard
    words: str
    interpreter: str | None


def consents_of(deps: "Deps", survivor_id: str) -> list[ConsentCard]:
    """Give all her consents: those not ended first, the one that ends next first; then the ended, newest end first."""
    hers = Consent.principal == survivor_id
    opener = deps.vault.opener(survivor_id)
    with deps.storage.read() as connection:
        rows = connection.execute(records().where(hers)).all()
        events = events_where(connection, hers)
        disclosures = disclosures_where(connection, hers, opener)
    now = deps.clock()
    cards = sorted((_card(record_from(row, opener), row.name, events, disclosures, now) for row in rows), key=_end)
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
        events = events_where(connection, this)
        disclosures = disclosures_where(connection, this, opener)
    return _page(opener, _card(record_from(row, opener), row.name, events, disclosures, deps.clock()), row)


def _page(opener: "Opener", card: ConsentCard, row: "Row[*tuple[Any, ...]]") -> ConsentPage:
    her, ref = card.record.principal, card.record_id
    words = opener.open(place_of(Consent.words, ref, her), row.words)
    interpreter = row.interpreter and opener.open(place_of(Consent.interpreter, ref, her), row.interpreter)
    return ConsentPage(card, words, interpreter)


def _card(
    record: ConsentRecord,
    recipient_name: str,
    events: list[ConsentEvent],
    disclosures: list[Disclosure],
    now: datetime,
) -> ConsentCard:
    own_events = tuple(event for event in events if event.record_id == record.record_id)
    shared = shared_under(record, disclosures)
    return ConsentCard(
        record=record,
        recipient_name=recipient_name,
        events=own_events,
        disclosures=shared,
        state=state(record, own_events, shared, now),
        ends_at=ends_at(record, own_events, shared),
        ends_soon=ends_soon(record, own_events, shared, now),
        remaining_uses=remaining_uses(record, shared),
    )


def _end(card: ConsentCard) -> tuple[datetime, str]:
    return card.ends_at or card.record.expires_at, card.record_id
