"""A sheet for one recipient: what the gate let out, and the words for it, which are kept nowhere."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from survivor_portal.actions.consents.disclosing import ProposedDisclosure, RecordedOtherwise, Told, disclose
from survivor_portal.actions.desk import staff_names
from survivor_portal.domain.consent import DataItem, Purpose, Refusal

if TYPE_CHECKING:
    from datetime import datetime

    from survivor_portal.actions.deps import Deps


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Sheet:
    """Everything that stands on one sheet. `lines` are the items that were let out, each with its words.

    `made_at` is when it was recorded as told, however often it is given; `made_by` is a member of staff by name.
    """

    recipient_name: str
    purpose: Purpose
    lines: tuple[tuple[DataItem, str], ...]
    consent_ends_at: "datetime"
    made_at: "datetime"
    made_by: str


def make_sheet(
    deps: "Deps", staff_id: str, survivor_id: str, proposed: ProposedDisclosure
) -> Sheet | Refusal | RecordedOtherwise:
    """Record that a sheet is told and give it, or the reason why her consent does not cover it.

    A doubled form gives the same sheet again while the consent still covers it, or says that it said otherwise before.
    Raises `NotFoundError` when the survivor is not on this member's caseload, or the consent is not hers, and
    `KeyError` when there are no words for one of the items.
    """
    with deps.storage.write() as session:
        outcome = disclose(deps, session, staff_id, survivor_id, proposed)
        if not isinstance(outcome, Told):
            return outcome
        session.commit()
    return sheet_of(deps, outcome, proposed)


def sheet_of(deps: "Deps", told: Told, proposed: ProposedDisclosure) -> Sheet:
    """Give the sheet of what was let out, with the words that were proposed for that and no others."""
    words = proposed.words or {}
    by = told.disclosure.by
    return Sheet(
        recipient_name=told.recipient_name,
        purpose=told.disclosure.purpose,
        lines=tuple((item, words[item]) for item in DataItem if item in told.disclosure.items),
        consent_ends_at=told.consent_ends_at,
        made_at=told.disclosure.at,
        made_by=staff_names(deps, {by})[by],
    )
