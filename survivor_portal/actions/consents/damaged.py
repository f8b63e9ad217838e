"""A consent with a cell that no longer opens: what is left of it is shown, and nothing may be told under it."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from survivor_portal.actions.consents.history import disclosure_from, event_from, recipient_name
from survivor_portal.domain.consent import (
    END_STATES,
    Acknowledgement,
    ConsentEvent,
    DataItem,
    EventState,
    RecordId,
    Remains,
    SharingMethod,
    State,
    remains_end,
    remains_may_be_stopped,
    remains_shown_at,
    remains_state,
    told_after_stop,
)
from survivor_portal.domain.people import PersonId
from survivor_portal.security.encryption import CannotOpenError

if TYPE_CHECKING:
    from sqlalchemy import Row

    from survivor_portal.security.encryption import Opener


@dataclass(frozen=True, slots=True, repr=False)
class Happened:
    """What happened to one record, as its rows lie there, oldest first."""

    events: "list[Row[*tuple[Any, ...]]]" = field(default_factory=list)
    disclosures: "list[Row[*tuple[Any, ...]]]" = field(default_factory=list)
    acknowledgements: list[Acknowledgement] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DamagedTold:
    """What was told once under a damaged consent; `items` and `method` are empty where they can no longer be read."""

    at: datetime
    by: PersonId
    items: frozenset[DataItem]
    method: SharingMethod | None
    is_incident: bool


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DamagedConsent:
    """What is left to read of one consent.

    `recipient_name` is None where that is what no longer opens. `events` leave their reasons closed. `state` is None
    while it may stand: whether it is given, nobody can tell any more. `ends_at` is when it ends or ended at the latest.
    """

    record_id: RecordId
    principal: PersonId
    recipient_name: str | None
    signed_at: datetime | None
    expires_at: datetime
    events: tuple[ConsentEvent, ...]
    told: tuple[DamagedTold, ...]
    acknowledgements: tuple[Acknowledgement, ...]
    state: State | None
    ends_at: datetime | None
    may_have_been_stopped: bool
    """Whether staff are offered to write down that she said stop to it."""

    @property
    def may_stand(self) -> bool:
        """Whether she is asked to stop it: she signed it, and no end of it is known."""
        return self.state is None

    @property
    def has_ended(self) -> bool:
        """Whether it is over for good."""
        return self.state in END_STATES

    @property
    def is_unseen_stop(self) -> bool:
        """Whether she said stop and nobody of the staff has said yet that they saw it."""
        is_stopped = any(event.event_state is EventState.WITHDRAWN for event in self.events)
        return is_stopped and not self.acknowledgements


def damaged_consent(
    row: "Row[*tuple[Any, ...]]", happened: Happened, opener: "Opener", now: datetime
) -> DamagedConsent:
    """Read what can be read of a record and of what happened to it, with her key."""
    remains = Remains(
        record_id=RecordId(row.record_id),
        signed_at=row.signed_at,
        expires_at=row.expires_at,
        max_uses=row.max_uses,
        events=tuple(event_from(event) for event in happened.events),
        told_at=tuple(told.at for told in happened.disclosures),
    )
    incidents, now = told_after_stop(remains), remains_shown_at(remains, now)
    return DamagedConsent(
        record_id=remains.record_id,
        principal=PersonId(row.principal),
        recipient_name=_readable_name(row, opener),
        signed_at=remains.signed_at,
        expires_at=remains.expires_at,
        events=remains.events,
        told=tuple(_told(told, opener, is_incident=told.at in incidents) for told in happened.disclosures),
        acknowledgements=tuple(happened.acknowledgements),
        state=remains_state(remains, now),
        ends_at=remains_end(remains),
        may_have_been_stopped=remains_may_be_stopped(remains, now),
    )


def _readable_name(row: "Row[*tuple[Any, ...]]", opener: "Opener") -> str | None:
    with suppress(CannotOpenError):
        return recipient_name(row, opener)
    return None


def _told(row: "Row[*tuple[Any, ...]]", opener: "Opener", *, is_incident: bool) -> DamagedTold:
    items, method = frozenset[DataItem](), None
    with suppress(CannotOpenError):
        told = disclosure_from(row, opener)
        items, method = told.items, told.method
    return DamagedTold(at=row.at, by=PersonId(row.by), items=items, method=method, is_incident=is_incident)
