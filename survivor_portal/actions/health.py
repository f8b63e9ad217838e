"""Asking whether the databases answer."""

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from survivor_portal.models import Survivor
from survivor_portal.security.keyring import WrappedKey

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps


def databases_answer(deps: "Deps") -> bool:
    """Say whether both databases can be read and have their tables."""
    try:
        with deps.storage.read() as connection:
            connection.execute(select(Survivor.id).limit(1)).first()
        with deps.key_ring.storage.read() as connection:
            connection.execute(select(WrappedKey.owner_id).limit(1)).first()
    except SQLAlchemyError:
        return False
    return True
