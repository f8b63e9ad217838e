"""Recording what is told about her under a consent, by whoever has her case."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from survivor_portal.actions.consents.gate import let_out, let_out_again
from survivor_portal.actions.consents.locking import lock_to_tell
from survivor_portal.actions.consents.recorders import require_case
from survivor_portal.actions.consents.sealing import Details, details_in
from survivor_portal.domain.consent import (
    DataItem,
    Disclosure,
    Purpose,
    RecipientId,
    RecordId,
    Refusal,
    SharingMethod,
)
from survivor_portal.domain.people import PersonId
from survivor_portal.models import Disclosure as DisclosureRow
from survivor_portal.security.encryption import CannotOpenError
from survivor_portal.security.tokens import Digest, digest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from survivor_portal.actions.consents.locking import LockedConsent
    from survivor_portal.actions.deps import Deps
    from survivor_portal.security.encryption import Opener


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ProposedDisclosure:
    """What a member of staff is about to tell, to whom and how; `token` is of the form it is recorded on.

    `words` are what a sheet says of each of the items; None where no sheet is asked for.
    """

    consent: str
    recipient: str
    purpose: Purpose
    items: frozenset[DataItem]
    method: SharingMethod
    token: str
    words: "Mapping[DataItem, str] | None" = None

    @property
    def words_digest(self) -> Digest | None:
        """A digest of what the sheet says of the items; None without a sheet. Raises `KeyError` for one it leaves out.

        What it might say of anything else does not count: it is on no sheet.
        """
        if self.words is None:
            return None
        return digest(json.dumps([(item, self.words[item]) for item in sorted(self.items)]))


@dataclass(frozen=True, slots=True)
class RecordedOtherwise:
    """This form has recorded a disclosure before, and of other facts or in another way; that one stands alone."""

    disclosure_id: str


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """What the gate let out and what is recorded of it: the only thing a sheet can be made from.

    `consent_ends_at` is the end she signed.
    """

    ref: str
    disclosure: Disclosure
    recipient_name: str
    consent_ends_at: "datetime"


def record_disclosure(
    deps: "Deps", staff_id: str, survivor_id: str, proposed: ProposedDisclosure
) -> str | Refusal | RecordedOtherwise:
    """Record what is told about her, or give the reason why her consent does not cover it; nothing overrides one.

    One that can no longer be read covers nothing. A doubled form gives the disclosure it made, or says that it told
    otherwise. Raises `NotFoundError` when the survivor is not on this member's caseload, or the consent is not hers.
    """
    with deps.storage.write() as session:
        outcome = disclose(deps, session, staff_id, survivor_id, proposed)
        if not isinstance(outcome, Told):
            return outcome
        session.commit()
    return outcome.ref


def disclose(
    deps: "Deps", session: "Session", staff_id: str, survivor_id: str, proposed: ProposedDisclosure
) -> Told | Refusal | RecordedOtherwise:
    """Record what is told about her as `record_disclosure` does, in a transaction the caller commits.

    A sheet asked for again is asked of the gate again: words that leave after her stop would leave without her yes.
    """
    opener = deps.vault.opener(survivor_id)
    require_case(session, staff_id, survivor_id)
    # Her stop commits before this or meets it, nothing between; and so does a block of the place.
    try:
        under = lock_to_tell(session, survivor_id, proposed.consent, opener)
    except CannotOpenError:
        return Refusal.NOT_GIVEN
    now = deps.clock()
    recorded = _recorded_before(session, proposed)
    if recorded is not None and recorded.consent != proposed.consent:
        return RecordedOtherwise(recorded.id)
    if recorded is not None:
        return _once_more(opener, under, recorded, proposed, now)
    told = Disclosure(
        consent=RecordId(proposed.consent),
        recipient=RecipientId(proposed.recipient),
        purpose=proposed.purpose,
        items=proposed.items,
        method=proposed.method,
        at=now,
        by=PersonId(staff_id),
    )
    outcome = let_out(deps, session, under, told, token=proposed.token, words_digest=proposed.words_digest)
    return outcome if isinstance(outcome, Refusal) else _told(outcome, under, told)


def _recorded_before(session: "Session", proposed: ProposedDisclosure) -> "Row[*tuple[Any, ...]] | None":
    return session.execute(
        select(*DisclosureRow.__table__.columns).where(DisclosureRow.form_token_digest == digest(proposed.token))
    ).one_or_none()


def _once_more(
    opener: "Opener",
    under: "LockedConsent",
    row: "Row[*tuple[Any, ...]]",
    proposed: ProposedDisclosure,
    now: "datetime",
) -> Told | Refusal | RecordedOtherwise:
    details = details_in(opener, row.id, under.record.principal, row.details)
    asked = Details(proposed.items, proposed.method, proposed.words_digest)
    if (row.recipient, row.purpose, details) != (proposed.recipient, proposed.purpose, asked):
        return RecordedOtherwise(row.id)
    told = Disclosure(
        consent=RecordId(row.consent),
        recipient=RecipientId(row.recipient),
        purpose=Purpose(row.purpose),
        items=details.items,
        method=details.method,
        at=row.at,
        by=PersonId(row.by),
    )
    why_not = None if proposed.words is None else let_out_again(under, told, now)
    return why_not or _told(row.id, under, told)


def _told(ref: str, under: "LockedConsent", told: Disclosure) -> Told:
    return Told(ref, told, under.recipient_name, under.record.expires_at)
