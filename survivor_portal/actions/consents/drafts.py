"""A draft somebody wrote down for her: hers to sign, hers to say no to, and gone by itself when she does neither."""

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import update

from survivor_portal.actions.consents.adding import add_event, signature_columns
from survivor_portal.actions.consents.locking import lock_consent
from survivor_portal.actions.consents.signing import (
    MadeOtherwise,
    NoLongerAsked,
    SignedAnswer,
    SigningRefusal,
    passphrase_is_hers,
    record_of,
    says_the_same,
    sent_again,
    why_not,
)
from survivor_portal.actions.drafts import forget_sent
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.consent import EventState, RecordId, asked_before, asked_by
from survivor_portal.models import Consent
from survivor_portal.security.encryption import CannotOpenError

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.drafts import DraftPage


def give_draft(
    deps: "Deps",
    survivor_id: str,
    record_id: str,
    signed: SignedAnswer,
    sent_from: "DraftPage | None" = None,
) -> RecordId | MadeOtherwise | SigningRefusal | NoLongerAsked | Wait:
    """Make a draft what she signed, or leave it and say why; signing the same twice equals once.

    What she had typed on the page it was `sent_from` goes in the same transaction. Signing something else the second
    time says that the first stands, and makes nothing. Raises `NotFoundError` when it is not hers or does not exist,
    and `HashingBusyError` when no turn to hash came free.
    """
    is_hers = passphrase_is_hers(deps, survivor_id, signed.passphrase)
    if isinstance(is_hers, Wait):
        return is_hers
    opener = deps.vault.opener(survivor_id)
    with deps.storage.write() as session:
        found = lock_consent(session, survivor_id, record_id, opener)
        draft = found.record
        if draft.signed_at is not None and is_hers:
            form = signed.on(asked_before(draft))
            is_the_same = says_the_same(draft, form, draft.recipient, draft.supersedes)
            already = draft.record_id if is_the_same else MadeOtherwise(draft.record_id)
            return sent_again(deps, session, already, sent_from)
        now = deps.clock()
        # A clock set back would date her signature before the draft, where it never counts.
        if found.not_before(now) > now or EventState.GIVEN not in found.steps(now):
            return NoLongerAsked()
        form = signed.on(asked_by(draft))
        record = replace(
            record_of(deps, survivor_id, form, draft.recipient, now),
            record_id=draft.record_id,
            schema_version=draft.schema_version,
            consenters=draft.consenters,
            capacity_basis=draft.capacity_basis,
            supersedes=draft.supersedes,
        )
        refusal = why_not(record, found.recipient, form, passphrase_is_hers=is_hers)
        if refusal is not None:
            return refusal
        session.execute(
            update(Consent)
            .where(Consent.record_id == draft.record_id, Consent.signed_at.is_(None))
            .values(**signature_columns(deps, record, form.statement.words(record, found.recipient_name)))
        )
        add_event(deps, session, record, EventState.GIVEN, now)
        forget_sent(deps, session, sent_from)
        session.commit()
    return record.record_id


def say_no_to_draft(deps: "Deps", survivor_id: str, record_id: str) -> None:
    """Note that she said no to a draft; saying it twice, or to what was signed or has ended, changes nothing.

    Raises `NotFoundError` when it is not hers or does not exist.
    """
    opener = deps.vault.opener(survivor_id)
    with deps.storage.write() as session:
        try:
            found = lock_consent(session, survivor_id, record_id, opener)
        except CannotOpenError:
            # What cannot be read cannot be signed either, so there is nothing to say no to.
            return
        now = found.not_before(deps.clock())
        if EventState.REFUSED in found.steps(now):
            add_event(deps, session, found.record, EventState.REFUSED, now)
            session.commit()
