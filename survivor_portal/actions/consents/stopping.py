"""Her stop: no reason, no passphrase, nobody to ask."""

from typing import TYPE_CHECKING

from survivor_portal.actions.consents.history import disclosures_where, events_where, record_from, records
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.domain.consent import EventState, Method, allowed_next
from survivor_portal.domain.people import Actor
from survivor_portal.models import Consent, ConsentEvent
from survivor_portal.security.tokens import new_ref

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps


def withdraw_consent(deps: "Deps", survivor_id: str, record_id: str) -> None:
    """Stop one consent of hers at once; stopping it twice, or after it ended, equals once.

    Raises `NotFoundError` when it is not hers or does not exist.
    """
    this = (Consent.principal == survivor_id) & (Consent.record_id == record_id)
    opener = deps.vault.opener(survivor_id)
    with deps.storage.write() as session:
        # Locked where the database locks rows: a disclosure commits before this stop or meets it, nothing between.
        row = session.execute(records().where(this).with_for_update(of=Consent)).one_or_none()
        if row is None:
            raise NotFoundError
        record = record_from(row, opener)
        events = events_where(session, this)
        # A clock set back must not make her stop wait until it has caught up with her signature.
        now = max(deps.clock(), record.signed_at or record.valid_from)
        steps = allowed_next(record, events, disclosures_where(session, this, opener), now, Actor.SURVIVOR)
        if EventState.WITHDRAWN in steps:
            session.add(
                ConsentEvent(
                    id=new_ref(deps.chance),
                    record_id=record_id,
                    event_state=EventState.WITHDRAWN,
                    event_time=now,
                    effective_time=now,
                    entity=survivor_id,
                    method=Method.PORTAL,
                    recorded_by=survivor_id,
                    reason=None,
                )
            )
            session.commit()
