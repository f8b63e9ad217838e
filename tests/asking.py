"""Asking to get back in, where nothing has to wait for it."""

from typing import TYPE_CHECKING

from survivor_portal.actions.recovery import ask_to_get_in
from survivor_portal.actions.throttling import Wait

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
    from survivor_portal.security.tokens import Token


def ask(deps: "Deps", name: str, *, former: str | None = None) -> "Token":
    """Ask with a name, and give the token that the browser holds from then on."""
    token = ask_to_get_in(deps, name, former=former)
    assert not isinstance(token, Wait)
    return token
