"""Who may be told at all: a supervisor blocks a place, lets it be told again, or adds one no directory has.

Where a recipient stands is one word in its own row, changed here alone and together with an event that says who did it,
when and why. It is kept and not made out of the events, so that whoever tells something locks and reads one row, the
same that is locked here: once a block has committed, nothing more is told to the place.
"""

from dataclasses import dataclass
from enum import StrEnum, unique
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select, update

from survivor_portal.actions.consents.recipients import every_place, recipient_called
from survivor_portal.actions.consents.recorders import require_supervisor
from survivor_portal.actions.consents.signing import tried_again
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.domain.consent import NameProblem, RecipientId, RecipientStanding, folded, name_problem
from survivor_portal.models import Recipient, RecipientEvent
from survivor_portal.security.tokens import digest, new_ref

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps


@unique
class RecipientChange(StrEnum):
    """What a supervisor did about a recipient; stored, so its meaning never changes."""

    ADDED = "added"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"


@unique
class BlockReason(StrEnum):
    """Why nothing may go to a recipient; stored, so its meaning never changes, and never told outside the office."""

    PASSED_ON = "passed_on"
    CLOSED = "closed"
    NO_SAFE_WAY = "no_safe_way"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class NewRecipient:
    """A place or a person to add. `token` is of the form it is written on."""

    token: str
    name: str


class AlreadyKnown:
    """A place of that name may be named already, or is blocked, so none was added."""


def add_recipient(deps: "Deps", supervisor_id: str, new: NewRecipient) -> RecipientId | NameProblem | AlreadyKnown:
    """Add a place or a person that may be chosen like any other from now on, or say why not.

    A doubled form gives the recipient it made. Raises `NotFoundError` when whoever adds it is no supervisor.
    """
    problem = name_problem(new.name)
    return problem or tried_again(lambda: _add_once(deps, supervisor_id, new))


def block_recipient(deps: "Deps", supervisor_id: str, ref: str, reason: BlockReason) -> None:
    """Let nothing go to a place from now on, whatever anybody agreed to; no consent changes by it.

    Twice equals once, and the first reason stays. `ref` is of a recipient, or of a provider that becomes one. Raises
    `NotFoundError` when whoever does it is no supervisor, or there is no such place.
    """
    tried_again(lambda: _move(deps, supervisor_id, ref, RecipientStanding.BLOCKED, reason))


def unblock_recipient(deps: "Deps", supervisor_id: str, ref: str) -> None:
    """Let a place be told again what consents allow; twice equals once.

    Raises `NotFoundError` when whoever does it is no supervisor, or there is no such place.
    """
    tried_again(lambda: _move(deps, supervisor_id, ref, RecipientStanding.ACTIVE, None))


def _add_once(deps: "Deps", supervisor_id: str, new: NewRecipient) -> RecipientId | AlreadyKnown:
    with deps.storage.write() as session:
        require_supervisor(session, supervisor_id)
        same = folded(new.name)
        # Looked at before the form is: a place that another press of the form adds in between is then known as its own.
        is_known = same in {folded(row.name) for row in session.execute(every_place())}
        made = session.execute(
            select(RecipientEvent.recipient, RecipientEvent.name_digest).where(
                RecipientEvent.form_token_digest == digest(new.token)
            )
        ).one_or_none()
        if made is not None and made.name_digest == digest(same):
            return RecipientId(made.recipient)
        if is_known:
            return AlreadyKnown()
        ref = new_ref(deps.chance)
        row = Recipient(id=ref, provider_id=None, name=new.name.strip(), standing=RecipientStanding.ACTIVE)
        session.add(row)
        session.flush()
        # The form sent again with another name adds that place too.
        added = {"name_digest": digest(same), "form_token_digest": digest(new.token) if made is None else None}
        _note(deps, session, supervisor_id, ref, RecipientChange.ADDED, **added)
        session.commit()
    return RecipientId(ref)


def _move(deps: "Deps", supervisor_id: str, ref: str, to: RecipientStanding, reason: BlockReason | None) -> None:
    with deps.storage.write() as session:
        require_supervisor(session, supervisor_id)
        named = recipient_called(deps, session, ref)
        if named is None:
            raise NotFoundError
        recipient = named.recipient.recipient_id
        # Whoever tells this place something has committed before this, or finds it as it is left here.
        locked = select(Recipient.standing).where(Recipient.id == recipient).with_for_update(key_share=True)
        if session.scalar(locked) == to:
            return
        session.execute(update(Recipient).where(Recipient.id == recipient).values(standing=to))
        change = RecipientChange.BLOCKED if to is RecipientStanding.BLOCKED else RecipientChange.UNBLOCKED
        _note(deps, session, supervisor_id, recipient, change, reason=reason)
        session.commit()


def _note(
    deps: "Deps",
    session: "Session",
    supervisor_id: str,
    recipient: str,
    change: RecipientChange,
    **more: Any,  # noqa: ANN401 (columns)
) -> None:
    last = session.scalar(select(func.max(RecipientEvent.sequence)).where(RecipientEvent.recipient == recipient))
    session.add(
        RecipientEvent(
            id=new_ref(deps.chance),
            recipient=recipient,
            sequence=(last or 0) + 1,
            change=change,
            by=supervisor_id,
            at=deps.clock(),
            **more,
        )
    )
