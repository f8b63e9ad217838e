"""Who may be told: one named place each, made from a provider when it is first chosen."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from survivor_portal.domain.consent import Recipient, RecipientId, RecipientStanding
from survivor_portal.models import Provider
from survivor_portal.models import Recipient as RecipientRow
from survivor_portal.security.tokens import new_ref

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps


@dataclass(frozen=True, slots=True)
class RecipientChoice:
    """A place that may be chosen, by name; `ref` is a recipient's, or a provider's that no consent has named yet."""

    ref: str
    name: str


@dataclass(frozen=True, slots=True)
class NamedRecipient:
    """A recipient as the rules see it, with the name she reads."""

    recipient: Recipient
    name: str


def recipients(deps: "Deps") -> list[RecipientChoice]:
    """Give everyone a consent may name, by name: active recipients, and providers that are none yet."""
    known = select(RecipientRow.id, RecipientRow.name).where(RecipientRow.standing == RecipientStanding.ACTIVE)
    other = (
        select(Provider.id, Provider.name)
        .outerjoin(RecipientRow, RecipientRow.provider_id == Provider.id)
        .where(RecipientRow.id.is_(None))
    )
    with deps.storage.read() as connection:
        rows = connection.execute(known.union_all(other)).all()
    return sorted((RecipientChoice(row.id, row.name) for row in rows), key=lambda choice: choice.name.casefold())


def recipient_called(deps: "Deps", session: "Session", ref: str) -> NamedRecipient | None:
    """Find a recipient by its own reference or its provider's, in a transaction the caller commits.

    A provider that is no recipient yet becomes one in that transaction. None when the reference is nobody's.
    """
    known = session.execute(
        select(RecipientRow.id, RecipientRow.name, RecipientRow.standing).where(
            (RecipientRow.id == ref) | (RecipientRow.provider_id == ref)
        )
    ).one_or_none()
    if known is not None:
        return NamedRecipient(Recipient(RecipientId(known.id), RecipientStanding(known.standing)), known.name)
    name = session.scalar(select(Provider.name).where(Provider.id == ref))
    if name is None:
        return None
    row = RecipientRow(id=new_ref(deps.chance), provider_id=ref, name=name, standing=RecipientStanding.ACTIVE)
    session.add(row)
    session.flush()
    return NamedRecipient(Recipient(RecipientId(row.id), RecipientStanding.ACTIVE), name)
