"""The same once more: a fresh signature on a new record, which takes the place of the old one."""

from dataclasses import replace
from typing import TYPE_CHECKING

from survivor_portal.actions.consents.adding import add_event, add_signed_record
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
from survivor_portal.domain.consent import EventState, RecordId, asked_again, may_renew

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.drafts import DraftPage


def renew_consent(
    deps: "Deps", survivor_id: str, record_id: str, signed: SignedAnswer, sent_from: "DraftPage | None" = None
) -> RecordId | MadeOtherwise | SigningRefusal | NoLongerAsked | Wait:
    """Make a new record of what she signed once more, or none and say why; a doubled form gives the record it made.

    Or it says that it made another one. Where the old one was still given it ends in the same transaction, so that
    never both stand, and never neither; so does what she had typed on the page it was `sent_from`. Raises
    `NotFoundError` when it is not hers or does not exist, and `HashingBusyError` when no turn to hash came free.
    """
    is_hers = passphrase_is_hers(deps, survivor_id, signed.passphrase)
    if isinstance(is_hers, Wait):
        return is_hers
    return tried_again(lambda: _renew_once(deps, survivor_id, record_id, signed, sent_from, is_hers=is_hers))


def _renew_once(  # noqa: PLR0913 (whose, which, what, from where, and whether the passphrase was right)
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
        old = lock_consent(session, survivor_id, record_id, opener)
        asked = asked_again(old.record)
        form = signed.on(asked)
        already = made_before(
            session,
            opener,
            survivor_id,
            signed.token,
            lambda made: says_the_same(made, form, asked.recipient, asked.supersedes),
        )
        if already is not None and is_hers:
            return sent_again(deps, session, already, sent_from)
        now = deps.clock()
        # A clock set back must not put before her what she stopped.
        then = old.not_before(now)
        if not may_renew(old.record, old.events, old.disclosures, then):
            return NoLongerAsked()
        record = replace(
            record_of(deps, survivor_id, form, asked.recipient, now),
            consenters=old.record.consenters,
            capacity_basis=old.record.capacity_basis,
            supersedes=asked.supersedes,
        )
        refusal = why_not(record, old.recipient, form, passphrase_is_hers=is_hers)
        if refusal is not None:
            return refusal
        add_signed_record(deps, session, record, form.statement.words(record, old.recipient_name), signed.token)
        if EventState.SUPERSEDED in old.steps(then):
            add_event(deps, session, old.record, EventState.SUPERSEDED, then)
        forget_sent(deps, session, sent_from)
        session.commit()
    return record.record_id
