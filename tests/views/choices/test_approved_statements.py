"""Words that nobody has approved are signed only with an interpreter."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from survivor_portal.app import create_app
from survivor_portal.config import Config, ConfigError
from tests.cast import survivor_browser

if TYPE_CHECKING:
    from survivor_portal.actions.deps import Deps
from tests.views.choices.reading import WREN, filled


@pytest.mark.usefixtures("her")
def test_where_nobody_has_approved_the_words_an_interpreter_is_asked_for(config: Config, deps: "Deps") -> None:
    wren = survivor_browser(create_app(replace(config, demonstration=False), deps), WREN)
    page = filled(wren.open("/choices/new")).submit(status=422)
    assert "Write the name of your interpreter." in page.text
    assert "Nobody trained has checked these words in your language yet" in page.text

    page = page.form("/choices/new").fill(interpreter="Idris", signature=WREN.passphrase).submit()

    assert "Interpreter: Idris" in page.text


@pytest.mark.usefixtures("her")
def test_where_somebody_has_approved_the_words_no_interpreter_is_asked_for(config: Config, deps: "Deps") -> None:
    approved = replace(config, demonstration=False, approved_statements=frozenset({"1:en"}))
    wren = survivor_browser(create_app(approved, deps), WREN)

    page = filled(wren.open("/choices/new")).submit()

    assert "It is my own choice." in page.text


def test_an_approval_is_for_one_version_in_one_language(config: Config) -> None:
    approved = replace(config, demonstration=False, approved_statements=frozenset({"1:es"}))

    assert approved.approves_statement("1", "es")
    assert not approved.approves_statement("1", "en")
    assert not approved.approves_statement("2", "es")


@pytest.mark.parametrize("entry", ["en", "1", "one:en", 1, "1:en "])
def test_an_approval_that_says_nothing_stops_the_start(config: Config, entry: object) -> None:
    with pytest.raises(ConfigError, match="approved_statements must list"):
        Config.from_table(
            {
                "data_folder": str(config.data_folder),
                "key_file": str(config.key_file),
                "approved_statements": [entry],
            }
        )
