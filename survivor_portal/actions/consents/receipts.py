"""The receipt of what she signed: the record, what happened to it, and the names of whoever took part."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from survivor_portal.actions.consents.cards import ConsentCard
from survivor_portal.actions.consents.damaged import DamagedConsent
from survivor_portal.actions.consents.looking import ConsentPage, consent_for
from survivor_portal.actions.desk import staff_names
from survivor_portal.actions.lookups import NotFoundError

if TYPE_CHECKING:
    from datetime import datetime

    from survivor_portal.actions.deps import Deps


@dataclass(frozen=True, slots=True, repr=False)
class Receipt:
    """One signed consent as it stands at `made_at`. `names` are of everyone of the staff who is in it, by reference."""

    made_at: "datetime"
    page: ConsentPage
    names: dict[str, str]


def receipt_for(deps: "Deps", survivor_id: str, record_id: str) -> Receipt:
    """Give the receipt of a consent of hers. Raises `NotFoundError` when it is not hers, or was never signed."""
    page = consent_for(deps, survivor_id, record_id)
    if page.card.record.signed_at is None:
        raise NotFoundError
    return Receipt(deps.clock(), page, staff_names(deps, staff_in(page)))


def staff_in(page: ConsentPage | DamagedConsent) -> set[str]:
    """Give the references of everyone of the staff who wrote, told or noted anything about a consent."""
    found = page.card if isinstance(page, ConsentPage) else page
    told = found.disclosures if isinstance(found, ConsentCard) else found.told
    people: set[str] = {shared.by for shared in told} | {seen.seen_by for seen in found.acknowledgements}
    people |= {person for event in found.events for person in (event.recorded_by, event.entity)}
    return people - {found.principal}
