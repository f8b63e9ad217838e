"""Whether her pages show her old messages yet: asked by every reader of them on her side."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from survivor_portal.domain.recovery import Recovered, old_messages_wait_until
from survivor_portal.models import Recovery

if TYPE_CHECKING:
    from datetime import datetime

    from survivor_portal.actions.deps import Deps


@dataclass(frozen=True, slots=True)
class MessagesWait:
    """Messages from before `since` show from `until` on, or as soon as a second person of the team agrees."""

    since: "datetime"
    until: "datetime"


def messages_wait(deps: "Deps", survivor_id: str) -> MessagesWait | None:
    """Say whether her messages from before her latest recovery wait; None when they show. Costs one statement."""
    statement = (
        select(Recovery.recovered_at, Recovery.is_together, Recovery.agreed_at)
        .where(Recovery.survivor_id == survivor_id, Recovery.recovered_at.is_not(None))
        .order_by(Recovery.recovered_at.desc())
        .limit(1)
    )
    with deps.storage.read() as connection:
        row = connection.execute(statement).one_or_none()
    if row is None:
        return None
    recovered = Recovered(row.recovered_at, was_together=bool(row.is_together), agreed_at=row.agreed_at)
    until = old_messages_wait_until(recovered, deps.clock())
    return MessagesWait(recovered.recovered_at, until) if until else None
