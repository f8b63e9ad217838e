"""Choosing the language a person reads."""

from typing import TYPE_CHECKING

from sqlalchemy import update

from survivor_portal.domain.people import Audience
from survivor_portal.models import Staff, Survivor

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from survivor_portal.actions.sessions import Viewer


def choose_language(deps: "Deps", viewer: "Viewer", language: str) -> None:
    """Keep the viewer's language, on every device, until they choose another."""
    person = Survivor if viewer.audience is Audience.SURVIVOR else Staff
    with deps.storage.write() as session:
        session.execute(update(person).where(person.id == viewer.id).values(language=language))
        session.commit()
