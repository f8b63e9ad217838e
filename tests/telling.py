"""What tests propose to tell about a person, on a sheet or by word of mouth."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from survivor_portal.actions.consents import ProposedDisclosure, consent_for, consents_of, new_form_token
from survivor_portal.domain.consent import DataItem, SharingMethod

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from survivor_portal.domain.consent import Disclosure

WAYS = frozenset({SharingMethod.PHONE, SharingMethod.LETTER})


def proposed_under(deps: "Deps", her: str, record_id: str, **changes: Any) -> ProposedDisclosure:  # noqa: ANN401 (any field of it)
    """Propose a letter that says the chosen name, which the consent covers, but for the changes."""
    record = consent_for(deps, her, record_id).card.record
    covered = ProposedDisclosure(
        consent=record_id,
        recipient=record.recipient,
        purpose=record.purpose,
        items=frozenset({DataItem.CHOSEN_NAME}),
        method=SharingMethod.LETTER,
        token=new_form_token(deps),
        words={DataItem.CHOSEN_NAME: "Wren of the reeds"},
    )
    return replace(covered, **changes)


def told_of(deps: "Deps", her: str) -> "list[Disclosure]":
    """Give all that is recorded as told about her."""
    return [shared for card in consents_of(deps, her) for shared in card.disclosures]
