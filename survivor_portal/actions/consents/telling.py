"""Letting a place know that she said stop: itself a disclosure, so it takes her own written yes."""

from typing import TYPE_CHECKING

from survivor_portal.actions.consents.locking import lock_consent, lock_her
from survivor_portal.actions.consents.making import ToSign, make_signed_record
from survivor_portal.actions.consents.recipients import NamedRecipient
from survivor_portal.actions.consents.signing import MadeOtherwise, NoLongerAsked, SignedAnswer, SigningRefusal
from survivor_portal.domain.consent import RecordId, asked_after_stop, may_tell_of_stop

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.drafts import DraftPage
    from survivor_portal.actions.throttling import Wait
    from survivor_portal.security.encryption import Opener


def let_them_know(
    deps: "Deps", survivor_id: str, record_id: str, signed: SignedAnswer, sent_from: "DraftPage | None" = None
) -> "RecordId | MadeOtherwise | SigningRefusal | NoLongerAsked | Wait":
    """Make a record under which the recipient of a stopped consent may be told of the stop, or none and say why.

    What she had typed on the page it was `sent_from` goes in the same transaction. A doubled form gives the record it
    made, or says that it made another one. Raises `NotFoundError` when the stopped
    one is not hers or does not exist, and `HashingBusyError` when no turn to hash came free.
    """

    def a_word_of_it(session: "Session", opener: "Opener") -> ToSign[NoLongerAsked]:
        lock_her(session, survivor_id)
        stopped = lock_consent(session, survivor_id, record_id, opener)

        def instead(now: "datetime") -> NoLongerAsked | None:
            # She may be asked at once, also where the clock was set back behind her stop.
            may = may_tell_of_stop(stopped.record, stopped.events, stopped.disclosures, stopped.not_before(now))
            return None if may else NoLongerAsked()

        return ToSign(
            form=signed.on(asked_after_stop(stopped.record, stopped.disclosures)),
            named=NamedRecipient(stopped.recipient, stopped.recipient_name),
            instead=instead,
        )

    return make_signed_record(deps, survivor_id, signed, a_word_of_it, sent_from)
