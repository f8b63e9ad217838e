"""One consent of hers, held still while something is decided about it."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from survivor_portal.actions.consents.history import (
    disclosures_where,
    events_where,
    recipient_name,
    record_from,
    records,
)
from survivor_portal.actions.consents.recipients import is_blocked_name
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.domain.consent import (
    END_STATES,
    ConsentEvent,
    ConsentRecord,
    Disclosure,
    EventState,
    Recipient,
    RecipientId,
    RecipientStanding,
    RecordId,
    State,
    allowed_next,
    counts_as_stop,
    state,
)
from survivor_portal.domain.people import Actor, PersonId
from survivor_portal.models import Consent, Survivor
from survivor_portal.models import Recipient as RecipientRow
from survivor_portal.security.encryption import CannotOpenError, Opener
from survivor_portal.security.keyring import KeyGoneError

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps


@dataclass(frozen=True, slots=True, repr=False)
class LockedConsent:
    """A record with all that happened, as it stays until the transaction ends."""

    record: ConsentRecord
    events: tuple[ConsentEvent, ...]
    disclosures: tuple[Disclosure, ...]
    recipient: Recipient
    recipient_name: str

    @property
    def signed_at(self) -> "datetime | None":
        """When she signed it; None while it is a draft."""
        return self.record.signed_at

    def steps(self, now: "datetime") -> frozenset[EventState]:
        """Give what she herself may do about it now."""
        return allowed_next(self.record, self.events, self.disclosures, now, Actor.SURVIVOR)

    def counts_as_stop(self, said_at: "datetime", actor: Actor) -> bool:
        """Say whether a stop she spoke then is for this actor to write down."""
        return counts_as_stop(self.record, self.events, self.disclosures, said_at, actor)

    def is_stopped(self, now: "datetime") -> bool:
        """Say whether her stop is what ended it."""
        return state(self.record, self.events, self.disclosures, now) is State.WITHDRAWN

    def not_before(self, now: "datetime") -> "datetime":
        """Give now, or the moment of its last event where the clock was set back: no step may seem to precede it."""
        return _not_before(self.events, now)


@dataclass(frozen=True, slots=True, repr=False)
class UnreadableConsent:
    """What is left to read of a record with a damaged cell: nothing may be told under it, and her stop still counts."""

    record_id: RecordId
    principal: PersonId
    signed_at: "datetime | None"
    events: tuple[ConsentEvent, ...]

    def steps(self, _now: "datetime") -> frozenset[EventState]:
        """Give what she herself may do about it: stop what she signed, even where it may have ended by itself."""
        has_ended = any(State(event.event_state) in END_STATES for event in self.events)
        return frozenset() if has_ended or self.signed_at is None else frozenset({EventState.WITHDRAWN})

    def counts_as_stop(self, said_at: "datetime", _actor: Actor) -> bool:
        """Say whether a stop she spoke then is to be written down, by whoever of the staff heard it."""
        return EventState.WITHDRAWN in self.steps(said_at)

    def is_stopped(self, _now: "datetime") -> bool:
        """Say whether she stopped it, whatever else may have ended it."""
        return any(event.event_state is EventState.WITHDRAWN for event in self.events)

    def not_before(self, now: "datetime") -> "datetime":
        """Give now, or the moment of its last event where the clock was set back: no step may seem to precede it."""
        return _not_before(self.events, now)


def lock_consent(session: "Session", survivor_id: str, record_id: str, opener: "Opener") -> LockedConsent:
    """Read one consent of hers for a transaction the caller commits; whoever else decides about it waits.

    Raises `NotFoundError` when it is not hers or does not exist, and `CannotOpenError` when a cell of it is damaged.
    """
    this = _this(survivor_id, record_id)
    row = _locked_row(session, this)
    return LockedConsent(
        record=record_from(row, opener),
        events=tuple(events_where(session, this)),
        disclosures=tuple(disclosures_where(session, this, opener)),
        recipient=Recipient(RecipientId(row.recipient), RecipientStanding(row.standing)),
        recipient_name=recipient_name(row, opener),
    )


def lock_her(session: "Session", survivor_id: str) -> None:
    """Lock her before her consent, as whoever erases her goes, so that neither waits for the other."""
    session.execute(select(Survivor.id).where(Survivor.id == survivor_id).with_for_update(read=True, key_share=True))


def lock_to_tell(session: "Session", survivor_id: str, record_id: str, opener: "Opener") -> LockedConsent:
    """Lock one consent of hers as `lock_consent` does, and with it where its recipient stands.

    Raises what `lock_consent` raises.
    """
    found = lock_consent(session, survivor_id, record_id, opener)
    # Last of all that is locked, and one at a time: of many who shared it, there could always be one, and whoever
    # blocks the place would never have it. Read anew, since a block may have committed while her consent was read.
    standing = select(RecipientRow.standing).where(RecipientRow.id == found.record.recipient)
    now = RecipientStanding(session.execute(standing.with_for_update(key_share=True)).scalar_one())
    if is_blocked_name(session, found.recipient_name):
        now = RecipientStanding.BLOCKED
    return replace(found, recipient=replace(found.recipient, standing=now))


def opener_to_stop(deps: "Deps", survivor_id: str) -> Opener:
    """Fetch her key, or none where that cannot be done now: her stop does not wait for it."""
    try:
        return deps.vault.opener(survivor_id)
    except SQLAlchemyError:
        return Opener({})


def lock_to_stop(
    session: "Session", survivor_id: str, record_id: str, opener: "Opener"
) -> LockedConsent | UnreadableConsent:
    """Lock one consent of hers as `lock_consent` does; a cell that no longer opens must not keep her stop out.

    Raises `NotFoundError` when it is not hers or does not exist.
    """
    try:
        return lock_consent(session, survivor_id, record_id, opener)
    except (CannotOpenError, KeyGoneError):
        this = _this(survivor_id, record_id)
        row = _locked_row(session, this)
        events = tuple(events_where(session, this))
        return UnreadableConsent(RecordId(row.record_id), PersonId(row.principal), row.signed_at, events)


def _this(survivor_id: str, record_id: str) -> "ColumnElement[bool]":
    return (Consent.principal == survivor_id) & (Consent.record_id == record_id)


def _locked_row(session: "Session", this: "ColumnElement[bool]") -> "Row[*tuple[Any, ...]]":
    # Locked where the database locks rows.
    row = session.execute(records().where(this).with_for_update(of=Consent)).one_or_none()
    if row is None:
        raise NotFoundError
    return row


def _not_before(events: tuple[ConsentEvent, ...], now: "datetime") -> "datetime":
    return max(now, *(event.event_time for event in events))
