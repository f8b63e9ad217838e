"""What was over stays over when the clock is set back: consents, drafts and confirmations of how she is reached."""

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from survivor_portal.domain.consent import CONFIRMATION_LENGTH, DRAFT_LENGTH, END_STATES, EventState, Method
from survivor_portal.models import Consent, ConsentEvent, ContactRule
from survivor_portal.security.tokens import new_ref

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from survivor_portal.security.tokens import Chance


def write_down_ends(session: "Session", newest_at: "datetime", now: "datetime", *, chance: "Chance") -> None:
    """Write down each end that had come by itself by the newest moment noted, in a transaction the caller commits.

    Else a clock set back to before it would make what has ended count again.
    """
    has_ended = select(ConsentEvent.id).where(
        ConsentEvent.record_id == Consent.record_id, ConsentEvent.event_state.in_(END_STATES)
    )
    drafted = select(ConsentEvent.id).where(
        ConsentEvent.record_id == Consent.record_id,
        ConsentEvent.event_state == EventState.DRAFT,
        ConsentEvent.event_time <= newest_at - DRAFT_LENGTH,
    )
    lapsed = Consent.signed_at.is_not(None) & (Consent.expires_at <= newest_at)
    abandoned = Consent.signed_at.is_(None) & drafted.correlate(Consent).exists()
    over = select(Consent.record_id, Consent.principal, Consent.signed_at).where(
        lapsed | abandoned, ~has_ended.correlate(Consent).exists()
    )
    for row in session.execute(over).all():
        session.add(
            ConsentEvent(
                id=new_ref(chance),
                record_id=row.record_id,
                event_state=EventState.ABANDONED if row.signed_at is None else EventState.LAPSED,
                event_time=newest_at,
                effective_time=now,
                entity=row.principal,
                method=Method.PORTAL,
                recorded_by=row.principal,
                reason=None,
            )
        )
    session.execute(
        update(ContactRule)
        .where(ContactRule.last_confirmed_at <= newest_at - CONFIRMATION_LENGTH)
        .values(last_confirmed_at=now - CONFIRMATION_LENGTH)
    )
