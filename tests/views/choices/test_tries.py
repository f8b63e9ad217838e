"""Signing with a passphrase is a try like signing in: whoever guesses at it waits, and keeps what was written."""

from typing import TYPE_CHECKING

from survivor_portal.actions.consents import consents_of
from survivor_portal.domain.throttling import FREE_ATTEMPTS
from tests.browse import Browser
from tests.stored import all_rows
from tests.views.choices.reading import filled, ticked

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps


def test_whoever_guesses_at_her_passphrase_on_the_form_waits(wren: Browser, deps: "Deps", her: str) -> None:
    for _ in range(FREE_ATTEMPTS):
        filled(wren.open("/choices/new")).fill(signature="not hers").submit(status=422)

    page = filled(wren.open("/choices/new")).submit(status=429)

    assert page.headers["Retry-After"] == "2"
    assert "You can try again in 2 seconds." in page.text
    assert "chosen_name" in ticked(page)
    assert consents_of(deps, her) == []


def test_a_right_passphrase_clears_the_tries(wren: Browser, deps: "Deps") -> None:
    filled(wren.open("/choices/new")).fill(signature="not hers").submit(status=422)
    filled(wren.open("/choices/new")).submit()

    assert all_rows(deps)["throttles"] == frozenset()
