"""What every page's frame shows: the portal's neutral name, the languages, the way out."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flask import request
from flask_babel import gettext

from survivor_portal.actions.hiding import idle_of
from survivor_portal.domain.leaving import AS_MADE
from survivor_portal.domain.places import is_local_place
from survivor_portal.web.cookies import DESK, KEYS_A_SCRIPT_MAY_DELETE, destination_marked, side_of
from survivor_portal.web.deps import current_assets, current_config
from survivor_portal.web.htmx import CONFIGURATION
from survivor_portal.web.locale import Language, language_called, language_of_request, offered_languages
from survivor_portal.web.sessions import viewer_if_any

if TYPE_CHECKING:
    from survivor_portal.config import ExitDestination
    from survivor_portal.domain.leaving import LeavingSettings
    from survivor_portal.web.assets import Assets


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of one page."""

    portal_name: str
    language: Language
    languages: tuple[Language, ...]
    language_action: str
    here: str
    destination: "ExitDestination"
    leaving: "LeavingSettings"
    deletable_keys: str
    htmx_configuration: str
    assets: "Assets"
    is_desk: bool
    idle_seconds: int | None
    """How long the page may lie untouched before it is hidden; None where nobody is signed in."""
    worker: str | None
    """Whether this phone may keep pages: "allowed" on her own, "unwanted" on a shared one, None while nobody knows."""


def portal_name() -> str:
    """Give the neutral name the portal goes by in front of everyone."""
    return current_config().portal_name or gettext("My Pages")


def shell_context() -> dict[str, Any]:
    """Give the frame to every template: the application's one context processor."""
    return {"shell": shell_in(language_of_request())}


def shell_in(code: str, *, is_kept: bool = False) -> Shell:
    """Give the frame in a language. A page that is kept on a phone has no switch: it is there in one language."""
    config = current_config()
    is_desk = side_of(request.path) is DESK
    viewer = None if is_kept else viewer_if_any()
    marked = None if is_kept else destination_marked()
    leaving = viewer.leaving if viewer else replace(AS_MADE, destination=marked, covers=not is_desk)
    return Shell(
        portal_name=portal_name(),
        language=language_called(code),
        languages=() if is_kept else offered_languages(),
        language_action="/desk/language" if is_desk else "/language",
        here=request.path if is_local_place(request.path) else "/",
        destination=config.exit_destination(code, leaving.destination),
        leaving=leaving,
        deletable_keys=KEYS_A_SCRIPT_MAY_DELETE,
        htmx_configuration=CONFIGURATION,
        assets=current_assets(),
        is_desk=is_desk,
        idle_seconds=int(idle_of(viewer).total_seconds()) if viewer else None,
        worker=None if is_desk or viewer is None else "unwanted" if viewer.is_on_shared_device else "allowed",
    )
