"""Saying yes to something she picks herself: a form of her own, signed with her passphrase."""

from typing import TYPE_CHECKING, Never

from survivor_portal.actions.consents.making import ToSign, make_signed_record
from survivor_portal.actions.consents.recipients import asker_called, recipient_called
from survivor_portal.domain.consent import Purpose, RecordId

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from survivor_portal.actions.consents.recipients import NamedRecipient
    from survivor_portal.actions.consents.signing import MadeOtherwise, SignedForm, SigningRefusal
    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.drafts import DraftPage
    from survivor_portal.actions.throttling import Wait
    from survivor_portal.security.encryption import Opener


def give_consent(
    deps: "Deps", survivor_id: str, signed: "SignedForm", sent_from: "DraftPage | None" = None
) -> "RecordId | MadeOtherwise | SigningRefusal | Wait":
    """Make one given record of a signed form, or none and say why.

    The draft it was `sent_from` goes in the same transaction. A doubled form gives the record it made, or says that it
    made another one. Tries with a wrong passphrase count, since somebody else may hold her phone. Raises
    `HashingBusyError` when no turn to hash came free.
    """

    def picked(session: "Session", _opener: "Opener") -> ToSign[Never]:
        return ToSign(form=signed, named=_named(deps, session, survivor_id, signed))

    return make_signed_record(deps, survivor_id, signed, picked, sent_from)


def _named(deps: "Deps", session: "Session", survivor_id: str, signed: "SignedForm") -> "NamedRecipient | None":
    """Find whom she names; an office that asked about her only where it is the police that are to be told."""
    if signed.purpose is Purpose.TALK_WITH_POLICE:
        asker = asker_called(deps, session, survivor_id, signed.recipient)
        if asker is not None:
            return asker
    return recipient_called(deps, session, signed.recipient)
