"""The office tells who without an advocate has written, and when, and nothing of what they wrote."""

from typing import TYPE_CHECKING

import pytest

from tests.cast import AMARA, BELA, RUTH, survivor_browser
from tests.markup import words_of
from tests.staff import staff_id_of, survivor_id_of

if TYPE_CHECKING:
    from flask import Flask

    from survivor_portal.actions.deps import Deps
    from tests.browse import Browser
    from tests.pages import Page

WAITS = "Waits for an answer."


@pytest.fixture
def bela(app: "Flask") -> "Browser":
    return survivor_browser(app, BELA)


def waiting(page: "Page") -> list[str]:
    """Give the words about everyone who waits for an advocate, in order."""
    return [words_of(item) for item in page.markup.all("li") if item.get("class") == "sheet"]


def test_whoever_wrote_while_nobody_was_named_stands_first_and_says_since_when(
    imani: "Browser", bela: "Browser"
) -> None:
    before = waiting(imani.open("/desk/office"))
    assert any(AMARA.chosen_name in words for words in before)
    assert not any(WAITS in words for words in before)

    bela.open("/inbox").form("/inbox").fill(body="The lilac key is gone.").submit()
    page = imani.open("/desk/office")

    assert [WAITS in words for words in waiting(page)] == [True] + [False] * (len(before) - 1)
    assert BELA.chosen_name in waiting(page)[0]
    assert "Wrote on " in waiting(page)[0]
    assert "lilac" not in page.text


def test_once_she_is_given_to_an_advocate_the_office_says_no_more_of_it_and_the_desk_does(
    deps: "Deps", imani: "Browser", bela: "Browser", ruth: "Browser"
) -> None:
    bela.open("/inbox").form("/inbox").fill(body="The lilac key is gone.").submit()
    hers = f"/desk/office/people/{survivor_id_of(deps, BELA)}/advocate"
    page = imani.open("/desk/office").form(hers).fill(advocate=staff_id_of(deps, RUTH)).submit()

    assert WAITS not in page.text
    assert BELA.chosen_name in ruth.open("/desk").text
    assert RUTH.name in bela.open("/inbox").text
