"""Her stop: no reason, no passphrase, nobody to ask."""

from typing import TYPE_CHECKING

from survivor_portal.actions.consents.adding import add_event
from survivor_portal.actions.consents.locking import LockedConsent, lock_to_stop, opener_to_stop
from survivor_portal.domain.consent import EventState

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps


def withdraw_consent(deps: "Deps", survivor_id: str, record_id: str) -> None:
    """Stop one consent of hers at once; stopping it twice, or after it ended, equals once.

    It needs neither her key nor any cell of the consent to open. Raises `NotFoundError` when it is not hers or does
    not exist.
    """
    opener = opener_to_stop(deps, survivor_id)
    with deps.storage.write() as session:
        # A disclosure commits before this stop or meets it, nothing between.
        found = lock_to_stop(session, survivor_id, record_id, opener)
        # A clock set back must not make her stop wait until it has caught up with her signature.
        now = found.not_before(deps.clock())
        if EventState.WITHDRAWN in found.steps(now):
            stopped = found.record if isinstance(found, LockedConsent) else found
            add_event(deps, session, stopped, EventState.WITHDRAWN, now)
            session.commit()
