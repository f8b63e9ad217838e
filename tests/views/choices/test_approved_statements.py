"""Words that nobody has approved are signed only with an interpreter; the office records who approved which."""

from typing import TYPE_CHECKING

import pytest

from survivor_portal.actions.consents import consents_of
from tests.browse import Browser

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
from tests.views.choices.reading import WREN, filled


@pytest.fixture
def in_arabic(wren: Browser) -> Browser:
    """Her browser, in the language whose words nobody of the cast has approved."""
    wren.open("/me").form("/language").press("العربية").submit()
    return wren


def test_where_nobody_has_approved_the_words_an_interpreter_is_asked_for(
    in_arabic: Browser, deps: "Deps", her: str
) -> None:
    page = filled(in_arabic.open("/choices/new")).submit(status=422)
    assert consents_of(deps, her) == []

    page = page.form("/choices/new").fill(interpreter="Idris", signature=WREN.passphrase).submit()

    assert "Idris" in page.text
    assert consents_of(deps, her)[0].is_given


@pytest.mark.parametrize("name", ["", "   "])
def test_an_interpreter_without_a_name_is_none(in_arabic: Browser, deps: "Deps", her: str, name: str) -> None:
    filled(in_arabic.open("/choices/new")).fill(interpreter=name).submit(status=422)

    assert consents_of(deps, her) == []


def test_where_somebody_has_approved_the_words_no_interpreter_is_asked_for(wren: Browser) -> None:
    page = wren.open("/choices/new")
    assert [found for found in page.markup.all("input") if found.get("name") == "interpreter"] == []

    assert "It is my own choice." in filled(page).submit().text
