"""Who and what the tests of this folder stand on."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.cases import assign
from survivor_portal.actions.messages import new_composition_token, send_message
from survivor_portal.actions.people import NewStaff, add_staff, add_survivor
from survivor_portal.domain.people import Role
from tests.cast import browser_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
from tests.views.messages.reading import WREN


@pytest.fixture
def her(deps: "Deps") -> str:
    """Wren's reference: she has no advocate yet, and nothing in her thread."""
    return add_survivor(deps, WREN)


@pytest.fixture
def wren(app: "Flask", her: str) -> "Browser":
    """Wren's browser, on her own phone."""
    assert her
    browser = browser_for(app)
    browser.sign_in_survivor(WREN)
    return browser


@pytest.fixture
def answer_her(deps: "Deps", her: str) -> "Callable[[str], None]":
    """Let Esther, her advocate, write to her."""
    staff_id = add_staff(deps, NewStaff("Esther", Role.ADVOCATE, "esther", "nobody guesses these five words", "A" * 32))
    assign(deps, her, staff_id)

    def write(body: str) -> None:
        send_message(deps, staff_id, her, new_composition_token(deps), body)

    return write
