"""Who may be told: one named place each, made when it is first chosen.

A place is a provider of the directory, one that a supervisor added, or an office that asked something about one
survivor. What such an office is called is hers: it stays sealed in what it asked, whose reference the recipient shares,
and no one else can name it.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import literal, select

from survivor_portal.actions.consents.sealing import asker_in
from survivor_portal.domain.consent import Recipient, RecipientId, RecipientStanding, folded
from survivor_portal.models import PoliceRequest, Provider
from survivor_portal.models import Recipient as RecipientRow
from survivor_portal.security.tokens import new_ref

_NAME_IS_HERS: Final = ""

if TYPE_CHECKING:
    from sqlalchemy import CompoundSelect
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
    """Give everyone any consent may name, by name: active recipients, and providers that are none yet."""
    with deps.storage.read() as connection:
        rows = connection.execute(every_place()).all()
    active = (RecipientChoice(row.id, row.name) for row in rows if row.standing == RecipientStanding.ACTIVE)
    return sorted(active, key=lambda choice: choice.name.casefold())


def every_place(called: str | None = None) -> "CompoundSelect[str, str, str]":
    """Select reference, name and standing of every recipient that has a name, and of providers that are none yet.

    Or of the one that is `called` by a reference, its own or its provider's.
    """
    known = select(RecipientRow.id, RecipientRow.name, RecipientRow.standing).where(RecipientRow.name != _NAME_IS_HERS)
    other = (
        select(Provider.id, Provider.name, literal(RecipientStanding.ACTIVE.value).label("standing"))
        .outerjoin(RecipientRow, RecipientRow.provider_id == Provider.id)
        .where(RecipientRow.id.is_(None))
    )
    if called is not None:
        known = known.where((RecipientRow.id == called) | (RecipientRow.provider_id == called))
        other = other.where(Provider.id == called)
    return known.union_all(other)


def recipient_called(deps: "Deps", session: "Session", ref: str) -> NamedRecipient | None:
    """Find a recipient by its own reference or its provider's, in a transaction the caller commits.

    A provider that is no recipient yet becomes one in that transaction. None when the reference is nobody's, or of an
    office that asked about somebody.
    """
    known = session.execute(
        select(RecipientRow.id, RecipientRow.name, RecipientRow.standing).where(
            (RecipientRow.id == ref) | (RecipientRow.provider_id == ref), RecipientRow.name != _NAME_IS_HERS
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


def asker_called(deps: "Deps", session: "Session", survivor_id: str, ref: str) -> NamedRecipient | None:
    """Find the office that made one request about her, by that request's reference, as a recipient of hers alone.

    It becomes one in this transaction, which the caller commits. None when the request is not hers or does not exist.
    """
    words = session.scalar(
        select(PoliceRequest.words).where(PoliceRequest.id == ref, PoliceRequest.survivor_id == survivor_id)
    )
    if words is None:
        return None
    standing = session.scalar(select(RecipientRow.standing).where(RecipientRow.id == ref))
    if standing is None:
        standing = RecipientStanding.ACTIVE
        session.add(RecipientRow(id=ref, provider_id=None, name=_NAME_IS_HERS, standing=standing))
        session.flush()
    name = asker_in(deps.vault.opener(survivor_id), ref, survivor_id, words)
    if is_blocked_name(session, name):
        standing = RecipientStanding.BLOCKED
    return NamedRecipient(Recipient(RecipientId(ref), RecipientStanding(standing)), name)


def is_blocked_name(session: "Session", name: str) -> bool:
    """Say whether a place of this name is blocked: an office that asked about her goes round no block."""
    blocked = select(RecipientRow.name).where(
        RecipientRow.standing == RecipientStanding.BLOCKED, RecipientRow.name != _NAME_IS_HERS
    )
    return folded(name) in {folded(other) for other in session.scalars(blocked)}
