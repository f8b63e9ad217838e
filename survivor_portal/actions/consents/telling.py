"""Letting a place know that she said stop: itself a disclosure, so it takes her own written yes."""

from typing import TYPE_CHECKING

from survivor_portal.actions.consents.adding import add_signed_record
from survivor_portal.actions.consents.locking import lock_consent, lock_her
from survivor_portal.actions.consents.signing import (
    MadeOtherwise,
    NoLongerAsked,
    SignedAnswer,
    SigningRefusal,
    made_before,
    passphrase_is_hers,
    record_of,
    says_the_same,
    sent_again,
    tried_again,
    why_not,
)
from survivor_portal.actions.drafts import forget_sent
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.consent import RecordId, asked_after_stop, may_tell_of_stop

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.drafts import DraftPage


def let_them_know(
    deps: "Deps", survivor_id: str, record_id: str, signed: SignedAnswer, sent_from: "DraftPage | None" = None
) -> RecordId | MadeOtherwise | SigningRefusal | NoLongerAsked | Wait:
    """Make a record under which the recipient of a stopped consent may be told of the stop, or none and say why.

    What she had typed on the page it was `sent_from` goes in the same transaction. A doubled form gives the record it
    made, or says that it made another one. Raises `NotFoundError` when the stopped
    one is not hers or does not exist, and `HashingBusyError` when no turn to hash came free.
    """
    is_hers = passphrase_is_hers(deps, survivor_id, signed.passphrase)
    if isinstance(is_hers, Wait):
        return is_hers
    return tried_again(lambda: _let_them_know_once(deps, survivor_id, record_id, signed, sent_from, is_hers=is_hers))


def _let_them_know_once(  # noqa: PLR0913 (whose, which, what, from where, and whether the passphrase was right)
    deps: "Deps",
    survivor_id: str,
    record_id: str,
    signed: SignedAnswer,
    sent_from: "DraftPage | None",
    *,
    is_hers: bool,
) -> RecordId | MadeOtherwise | SigningRefusal | NoLongerAsked:
    opener = deps.vault.opener(survivor_id)
    with deps.storage.write() as session:
        lock_her(session, survivor_id)
        stopped = lock_consent(session, survivor_id, record_id, opener)
        form = signed.on(asked_after_stop(stopped.record, stopped.disclosures))
        already = made_before(
            session,
            opener,
            survivor_id,
            signed.token,
            lambda made: says_the_same(made, form, stopped.record.recipient),
        )
        if already is not None and is_hers:
            return sent_again(deps, session, already, sent_from)
        now = deps.clock()
        # She may be asked at once, also where the clock was set back behind her stop.
        if not may_tell_of_stop(stopped.record, stopped.events, stopped.disclosures, stopped.not_before(now)):
            return NoLongerAsked()
        record = record_of(deps, survivor_id, form, stopped.record.recipient, now)
        refusal = why_not(record, stopped.recipient, form, passphrase_is_hers=is_hers)
        if refusal is not None:
            return refusal
        add_signed_record(deps, session, record, form.statement.words(record, stopped.recipient_name), signed.token)
        forget_sent(deps, session, sent_from)
        session.commit()
    return record.record_id
