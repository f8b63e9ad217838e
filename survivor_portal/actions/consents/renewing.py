"""The same once more: a fresh signature on a new record, which takes the place of the old one."""

from dataclasses import replace
from typing import TYPE_CHECKING

from survivor_portal.actions.consents.adding import add_event
from survivor_portal.actions.consents.locking import lock_consent, lock_her
from survivor_portal.actions.consents.making import ToSign, make_signed_record
from survivor_portal.actions.consents.recipients import NamedRecipient
from survivor_portal.actions.consents.signing import MadeOtherwise, NoLongerAsked, SignedAnswer, SigningRefusal
from survivor_portal.domain.consent import ConsentRecord, EventState, RecordId, asked_again, may_renew

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.drafts import DraftPage
    from survivor_portal.actions.throttling import Wait
    from survivor_portal.security.encryption import Opener


def renew_consent(
    deps: "Deps", survivor_id: str, record_id: str, signed: SignedAnswer, sent_from: "DraftPage | None" = None
) -> "RecordId | MadeOtherwise | SigningRefusal | NoLongerAsked | Wait":
    """Make a new record of what she signed once more, or none and say why; a doubled form gives the record it made.

    Or it says that it made another one. Where the old one was still given it ends in the same transaction, so that
    never both stand, and never neither; so does what she had typed on the page it was `sent_from`. Raises
    `NotFoundError` when it is not hers or does not exist, and `HashingBusyError` when no turn to hash came free.
    """

    def the_same_once_more(session: "Session", opener: "Opener") -> ToSign[NoLongerAsked]:
        lock_her(session, survivor_id)
        old = lock_consent(session, survivor_id, record_id, opener)
        asked = asked_again(old.record)

        def instead(now: "datetime") -> NoLongerAsked | None:
            # A clock set back must not put before her what she stopped.
            may = may_renew(old.record, old.events, old.disclosures, old.not_before(now))
            return None if may else NoLongerAsked()

        def in_its_place(record: ConsentRecord) -> ConsentRecord:
            return replace(
                record,
                consenters=old.record.consenters,
                capacity_basis=old.record.capacity_basis,
                supersedes=asked.supersedes,
            )

        def end_the_old(now: "datetime") -> None:
            then = old.not_before(now)
            if EventState.SUPERSEDED in old.steps(then):
                add_event(deps, session, old.record, EventState.SUPERSEDED, then)

        return ToSign(
            form=signed.on(asked),
            named=NamedRecipient(old.recipient, old.recipient_name),
            supersedes=asked.supersedes,
            instead=instead,
            shaped=in_its_place,
            also=end_the_old,
        )

    return make_signed_record(deps, survivor_id, signed, the_same_once_more, sent_from)
