"""One consent of which all can be read, as it stands now."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from survivor_portal.actions.consents.history import disclosure_from, event_from, recipient_name, record_from
from survivor_portal.domain.consent import (
    END_STATES,
    WRITTEN_METHODS,
    Acknowledgement,
    ConsentEvent,
    ConsentRecord,
    DataItem,
    Disclosure,
    EventState,
    Method,
    RecipientStanding,
    RecordId,
    SharingMethod,
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
    shown_at,
    state,
)
from survivor_portal.domain.people import Actor, PersonId

if TYPE_CHECKING:
    from sqlalchemy import Row

    from survivor_portal.actions.consents.damaged import Happened
    from survivor_portal.security.encryption import Opener

_STEPS_IN_ORDER = tuple(EventState)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ConsentCard:
    """One consent as it stands now, with all that happened to it; `state` and what follows are never stored.

    `record.interpreter` is left closed. `ends_at` is when it ends or ended; of a draft that waits, when it goes away.
    """

    record: ConsentRecord
    recipient_name: str
    recipient_is_blocked: bool
    """Whether nothing may go to the place now, whatever she agreed to; why is for the office alone."""
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
    def principal(self) -> PersonId:
        """Whose consent it is."""
        return self.record.principal

    @property
    def signed_at(self) -> datetime | None:
        """When she signed it; None while it is a draft."""
        return self.record.signed_at

    @property
    def expires_at(self) -> datetime:
        """When it ends at the latest."""
        return self.record.expires_at

    @property
    def is_given(self) -> bool:
        """Whether she says yes to it now."""
        return self.state is State.GIVEN

    @property
    def is_told_now(self) -> bool:
        """Whether anything may leave under it now."""
        return self.is_given and not self.recipient_is_blocked

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
    def written_methods(self) -> frozenset[SharingMethod]:
        """The ways it allows that a sheet can go by; none when all may be told by word of mouth only."""
        return self.record.methods & WRITTEN_METHODS

    @property
    def incidents(self) -> tuple[Disclosure, ...]:
        """What was told after she had said stop, before anybody had written that down."""
        return incidents(self.record, self.events, self.disclosures)

    @property
    def covered_items(self) -> frozenset[DataItem]:
        """What may be told under it while it is given."""
        return covered_items(self.record)


def consent_card(row: "Row[*tuple[Any, ...]]", happened: "Happened", opener: "Opener", now: datetime) -> ConsentCard:
    """Read one record and all that happened to it with her key. Raises `CannotOpenError` when not all can be read."""
    record = record_from(row, opener)
    events = tuple(sorted((event_from(event, opener) for event in happened.events), key=_order))
    shared = shared_under(record, [disclosure_from(told, opener) for told in happened.disclosures])
    now = shown_at(record, events, shared, now)
    return ConsentCard(
        record=record,
        recipient_name=recipient_name(row, opener),
        recipient_is_blocked=row.standing == RecipientStanding.BLOCKED,
        events=events,
        disclosures=shared,
        acknowledgements=tuple(happened.acknowledgements),
        state=state(record, events, shared, now),
        ends_at=ends_at(record, events, shared),
        ends_soon=ends_soon(record, events, shared, now),
        remaining_uses=remaining_uses(record, shared),
        waits_for_her=EventState.GIVEN in allowed_next(record, events, shared, now, Actor.SURVIVOR),
        may_renew=may_renew(record, events, shared, now),
        may_tell_of_stop=may_tell_of_stop(record, events, shared, now),
        may_have_been_stopped=may_have_been_stopped(record, events, shared, now),
    )


def _order(event: ConsentEvent) -> tuple[datetime, int]:
    # What she writes down and signs at one moment was written down first.
    return event.event_time, _STEPS_IN_ORDER.index(event.event_state)
