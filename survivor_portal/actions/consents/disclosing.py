"""Recording what is told about her under a consent, by whoever has her case."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from survivor_portal.actions.consents.gate import let_out
from survivor_portal.actions.consents.locking import lock_consent
from survivor_portal.actions.consents.recorders import require_case
from survivor_portal.actions.consents.sealing import details_in
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
from survivor_portal.security.tokens import digest

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps
    from survivor_portal.security.encryption import Opener


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedDisclosure:
    """What a member of staff is about to tell, to whom and how; `token` is of the form it is recorded on."""

    consent: str
    recipient: str
    purpose: Purpose
    items: frozenset[DataItem]
    method: SharingMethod
    token: str


@dataclass(frozen=True, slots=True)
class RecordedOtherwise:
    """This form has recorded a disclosure before, and of other facts or in another way; that one stands alone."""

    disclosure_id: str


def record_disclosure(
    deps: "Deps", staff_id: str, survivor_id: str, proposed: ProposedDisclosure
) -> str | Refusal | RecordedOtherwise:
    """Record what is told about her, or give the reason why her consent does not cover it; nothing overrides one.

    A doubled form gives the disclosure it made, or says that it told otherwise. Raises `NotFoundError` when the
    survivor is not on this member's caseload, or the consent is not hers.
    """
    opener = deps.vault.opener(survivor_id)
    with deps.storage.write() as session:
        require_case(session, staff_id, survivor_id)
        # Her stop commits before this or meets it, nothing between.
        under = lock_consent(session, survivor_id, proposed.consent, opener)
        already = _recorded_before(session, opener, survivor_id, proposed)
        if already is not None:
            return already
        told = Disclosure(
            consent=RecordId(proposed.consent),
            recipient=RecipientId(proposed.recipient),
            purpose=proposed.purpose,
            items=proposed.items,
            method=proposed.method,
            at=deps.clock(),
            by=PersonId(staff_id),
        )
        outcome = let_out(deps, session, under, told, proposed.token)
        if not isinstance(outcome, Refusal):
            session.commit()
    return outcome


def _recorded_before(
    session: "Session", opener: "Opener", survivor_id: str, proposed: ProposedDisclosure
) -> str | RecordedOtherwise | None:
    row = session.execute(
        select(DisclosureRow.id, DisclosureRow.recipient, DisclosureRow.purpose, DisclosureRow.details).where(
            DisclosureRow.consent == proposed.consent, DisclosureRow.form_token_digest == digest(proposed.token)
        )
    ).one_or_none()
    if row is None:
        return None
    recorded = (row.recipient, row.purpose, *details_in(opener, row.id, survivor_id, row.details))
    is_the_same = recorded == (proposed.recipient, proposed.purpose, proposed.items, proposed.method)
    return row.id if is_the_same else RecordedOtherwise(row.id)
