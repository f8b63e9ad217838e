"""Making the record she signs: what she picked herself, the same once more, or a word of her stop."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from survivor_portal.actions.consents.adding import add_signed_record
from survivor_portal.actions.consents.signing import (
    MadeOtherwise,
    Signature,
    SignedForm,
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
from survivor_portal.domain.consent import ConsentRecord, Problem, RecordId

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from survivor_portal.actions.consents.recipients import NamedRecipient
    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.drafts import DraftPage
    from survivor_portal.security.encryption import Opener

Instead = TypeVar("Instead")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ToSign(Generic[Instead]):
    """What her signature stands under, found and held still by the transaction that makes the record.

    `named` is who would be told; None where her form names nobody. The record takes the place of the one it
    `supersedes`. Of the moment of signing, `instead` gives the answer where this is not hers to sign any more, and
    `also` adds what goes with the record, which `shaped` gives in full.
    """

    form: SignedForm
    named: "NamedRecipient | None"
    supersedes: RecordId | None = None
    instead: "Callable[[datetime], Instead | None]" = lambda _now: None
    shaped: Callable[[ConsentRecord], ConsentRecord] = lambda record: record
    also: "Callable[[datetime], None]" = lambda _now: None


def make_signed_record(
    deps: "Deps",
    survivor_id: str,
    signed: Signature,
    find: "Callable[[Session, Opener], ToSign[Instead]]",
    sent_from: "DraftPage | None",
) -> RecordId | MadeOtherwise | SigningRefusal | Instead | Wait:
    """Make one given record of what she signed, or none and say why.

    `find` finds what that is under. The draft it was `sent_from` goes in the same transaction. A doubled form gives the
    record it made, or says that it made another one. Tries with a wrong passphrase count, since somebody else may hold
    her phone. Raises what `find` raises, and `HashingBusyError` when no turn to hash came free.
    """
    is_hers = passphrase_is_hers(deps, survivor_id, signed.passphrase)
    if isinstance(is_hers, Wait):
        return is_hers
    return tried_again(lambda: _make_once(deps, survivor_id, find, sent_from, is_hers=is_hers))


def _make_once(
    deps: "Deps",
    survivor_id: str,
    find: "Callable[[Session, Opener], ToSign[Instead]]",
    sent_from: "DraftPage | None",
    *,
    is_hers: bool,
) -> RecordId | MadeOtherwise | SigningRefusal | Instead:
    opener = deps.vault.opener(survivor_id)
    with deps.storage.write() as session:
        found = find(session, opener)
        form, named = found.form, found.named
        recipient = None if named is None else named.recipient.recipient_id
        already = made_before(
            session,
            opener,
            survivor_id,
            form.token,
            lambda made: says_the_same(made, form, recipient, found.supersedes),
        )
        if already is not None and is_hers:
            return sent_again(deps, session, already, sent_from)
        if named is None:
            return SigningRefusal(frozenset({Problem.NO_RECIPIENT}), not is_hers)
        now = deps.clock()
        instead = found.instead(now)
        if instead is not None:
            return instead
        record = found.shaped(record_of(deps, survivor_id, form, named.recipient.recipient_id, now))
        refusal = why_not(record, named.recipient, form, passphrase_is_hers=is_hers)
        if refusal is not None:
            return refusal
        add_signed_record(deps, session, record, form.statement.words(record, named.name), form.token)
        found.also(now)
        forget_sent(deps, session, sent_from)
        session.commit()
    return record.record_id
