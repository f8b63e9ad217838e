"""Her pause: nobody writes to her or offers her anything until she ends it. Nothing of hers changes."""

from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from survivor_portal.models.departures import Pause

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from survivor_portal.actions.deps import Deps


def pause(deps: "Deps", survivor_id: str) -> None:
    """Begin her pause now; while one stands, nothing changes."""
    try:
        with deps.storage.write() as session:
            if session.get(Pause, survivor_id) is None:
                session.add(Pause(survivor_id=survivor_id, paused_at=deps.clock()))
                session.commit()
    except IntegrityError:
        # Pressed twice at once, on a database that lets both look before either writes: the other one stands.
        return


def end_pause(deps: "Deps", survivor_id: str) -> None:
    """End her pause; ending it twice equals once."""
    with deps.storage.write() as session:
        session.execute(delete(Pause).where(Pause.survivor_id == survivor_id))
        session.commit()


def paused_since(deps: "Deps", survivor_id: str) -> "datetime | None":
    """Give when her pause began; None while there is none."""
    with deps.storage.read() as connection:
        return connection.scalar(select(Pause.paused_at).where(Pause.survivor_id == survivor_id))


def is_paused(session: "Session", survivor_id: str) -> bool:
    """Say, in a transaction that writes, whether she wants to be left alone."""
    return session.get(Pause, survivor_id) is not None
