"""The one way her information is recorded as leaving: asked of the domain inside the transaction that writes it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from survivor_portal.actions.consents.history import disclosures_where, events_where, record_from, records
from survivor_portal.actions.consents.sealing import details_in, sealed_details
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.domain.consent import (
    DataItem,
    Disclosure,
    Purpose,
    Recipient,
    RecipientId,
    RecipientStanding,
    RecordId,
    Refusal,
    SharingMethod,
    refusal,
)
from survivor_portal.domain.people import PersonId
from survivor_portal.models import Assignment, Consent
from survivor_portal.models import Disclosure as DisclosureRow
from survivor_portal.security.tokens import digest, new_ref

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps


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
    this = (Consent.principal == survivor_id) & (Consent.record_id == proposed.consent)
    opener = deps.vault.opener(survivor_id)
    with deps.storage.write() as session:
        _require_case(session, staff_id, survivor_id)
        # Locked where the database locks rows: her stop commits before this or meets it, nothing between.
        row = session.execute(records().where(this).with_for_update(of=Consent)).one_or_none()
        if row is None:
            raise NotFoundError
        already = session.execute(
            select(DisclosureRow.id, DisclosureRow.recipient, DisclosureRow.purpose, DisclosureRow.details).where(
                DisclosureRow.consent == proposed.consent, DisclosureRow.form_token_digest == digest(proposed.token)
            )
        ).one_or_none()
        if already is not None:
            recorded = details_in(opener, already.id, survivor_id, already.details)
            is_the_same = (already.recipient, already.purpose, *recorded) == (
                proposed.recipient,
                proposed.purpose,
                proposed.items,
                proposed.method,
            )
            return already.id if is_the_same else RecordedOtherwise(already.id)
        told = Disclosure(
            consent=RecordId(proposed.consent),
            recipient=RecipientId(proposed.recipient),
            purpose=proposed.purpose,
            items=proposed.items,
            method=proposed.method,
            at=deps.clock(),
            by=PersonId(staff_id),
        )
        why_not = refusal(
            told,
            Recipient(RecipientId(row.recipient), RecipientStanding(row.standing)),
            record_from(row, opener),
            events_where(session, this),
            disclosures_where(session, this, opener),
        )
        if why_not is not None:
            return why_not
        disclosure_id = new_ref(deps.chance)
        session.add(
            DisclosureRow(
                id=disclosure_id,
                consent=told.consent,
                recipient=told.recipient,
                purpose=told.purpose,
                details=sealed_details(deps, disclosure_id, survivor_id, told.items, told.method),
                at=told.at,
                by=staff_id,
                form_token_digest=digest(proposed.token),
            )
        )
        session.commit()
    return disclosure_id


def _require_case(session: "Session", staff_id: str, survivor_id: str) -> None:
    has_case = select(Assignment.id).where(
        Assignment.staff_id == staff_id, Assignment.survivor_id == survivor_id, Assignment.ended_at.is_(None)
    )
    if session.scalar(has_case) is None:
        raise NotFoundError
