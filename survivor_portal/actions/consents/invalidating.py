"""Ending a consent whose signature never counted: a supervisor's, with a reason, and never undone."""

from contextlib import suppress
from enum import StrEnum, unique
from typing import TYPE_CHECKING

from sqlalchemy import select

from survivor_portal.actions.consents.locking import lock_consent, lock_her
from survivor_portal.actions.consents.recorders import require_supervisor
from survivor_portal.actions.notices import add_notice
from survivor_portal.actions.places import place_of
from survivor_portal.domain.consent import EventState, Method, RecordId, allowed_next
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.domain.people import Actor
from survivor_portal.models import Consent, ConsentEvent
from survivor_portal.security.encryption import CannotOpenError
from survivor_portal.security.tokens import new_ref

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps


@unique
class InvalidationReason(StrEnum):
    """Why a signature does not count; stored sealed, so its meaning never changes."""

    SIGNED_BY_OTHER = "signed_by_other"
    UNDER_PRESSURE = "under_pressure"
    NOT_UNDERSTOOD = "not_understood"
    CONSENTER_MARKED = "consenter_marked"


def invalidate_consent(
    deps: "Deps", supervisor_id: str, survivor_id: str, record_id: str, reason: InvalidationReason
) -> None:
    """End a given consent at once because its signature does not count, and leave her word of it.

    After it has ended nothing changes.

    Raises `NotFoundError` when whoever does it is no supervisor, or the consent is not hers.
    """
    opener = deps.vault.opener(survivor_id)
    with deps.storage.write() as session:
        require_supervisor(session, supervisor_id)
        lock_her(session, survivor_id)
        # A disclosure commits before this or meets it, nothing between.
        found = lock_consent(session, survivor_id, record_id, opener)
        now = found.not_before(deps.clock())
        steps = allowed_next(found.record, found.events, found.disclosures, now, Actor.SUPERVISOR)
        if EventState.INVALIDATED not in steps:
            return
        event_id = new_ref(deps.chance)
        session.add(
            ConsentEvent(
                id=event_id,
                record_id=record_id,
                event_state=EventState.INVALIDATED,
                event_time=now,
                effective_time=now,
                entity=supervisor_id,
                method=Method.PORTAL,
                recorded_by=supervisor_id,
                reason=deps.vault.seal(place_of(ConsentEvent.reason, event_id, survivor_id), reason),
            )
        )
        add_notice(deps, session, survivor_id, NoticeKind.CONSENT_VOID, except_session=None)
        session.commit()


def reasons_of(deps: "Deps", survivor_id: str) -> dict[RecordId, InvalidationReason]:
    """Give, for each consent of hers whose signature did not count, why; without those that can no longer be read.

    One statement and one for her key.
    """
    statement = (
        select(ConsentEvent.id, ConsentEvent.record_id, ConsentEvent.reason)
        .join(Consent, Consent.record_id == ConsentEvent.record_id)
        .where(Consent.principal == survivor_id, ConsentEvent.event_state == EventState.INVALIDATED)
    )
    with deps.storage.read() as connection:
        rows = connection.execute(statement).all()
    opener = deps.vault.opener(survivor_id)
    reasons = {}
    for row in rows:
        with suppress(CannotOpenError):
            reason = opener.open(place_of(ConsentEvent.reason, row.id, survivor_id), row.reason)
            reasons[RecordId(row.record_id)] = InvalidationReason(reason)
    return reasons
