"""The words her team knows her by: set with her passphrase only, kept as a hash, and never her passphrase itself."""

from datetime import timedelta

import pytest

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.notices import notices_for
from survivor_portal.actions.recovery import (
    EventKind,
    GivenCode,
    NewWords,
    WordsRefusal,
    account_history,
    ask_to_get_in,
    set_words,
    words_set_at,
)
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.domain.recovery import HelpRefusal, WordsProblem
from tests.caseload import PASSPHRASE
from tests.recoveries import NAME, WORDS, Lost, make_lost
from tests.stored import all_rows
from tests.timepiece import Timepiece

OTHERS = "green ladder by the river"


@pytest.fixture
def lost(deps: Deps, timepiece: Timepiece) -> Lost:
    """Wren, who has agreed on words with her team."""
    return make_lost(deps, timepiece)


def test_new_words_take_the_place_of_the_old_ones_and_every_other_session_is_told(lost: Lost) -> None:
    viewer, other = lost.signed_in(), lost.signed_in()

    assert set_words(lost.deps, viewer, NewWords(PASSPHRASE, OTHERS)) is None

    assert words_set_at(lost.deps, lost.her) == lost.timepiece()
    assert NoticeKind.WORDS_SET in {notice.kind for notice in notices_for(lost.deps, other)}
    assert account_history(lost.deps, lost.her)[0].kind is EventKind.WORDS_SET
    token = ask_to_get_in(lost.deps, NAME)
    assert lost.help(token, WORDS) is HelpRefusal.WRONG_WORDS
    assert isinstance(lost.help(token, OTHERS), GivenCode)


def test_whoever_holds_her_phone_but_not_her_passphrase_sets_nothing(lost: Lost) -> None:
    viewer, before = lost.signed_in(), all_rows(lost.deps)["agreed_words"]
    tries = [set_words(lost.deps, viewer, NewWords(f"wrong {number}", OTHERS)) for number in range(5)]

    assert tries == [WordsRefusal.NOT_HERS] * 5
    assert isinstance(set_words(lost.deps, viewer, NewWords(PASSPHRASE, OTHERS)), Wait)
    assert all_rows(lost.deps)["agreed_words"] == before
    lost.timepiece.move(timedelta(minutes=1))
    assert set_words(lost.deps, viewer, NewWords(PASSPHRASE, OTHERS)) is None


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (PASSPHRASE, WordsProblem.OPENS_SOMETHING),
        (PASSPHRASE.upper().replace(" ", "-"), WordsProblem.OPENS_SOMETHING),
        ("Wren Wren Wren", WordsProblem.KNOWN),
        ("hi", WordsProblem.TOO_SHORT),
    ],
)
def test_words_that_open_something_or_that_anyone_knows_are_not_taken(
    lost: Lost, words: str, problem: WordsProblem
) -> None:
    assert set_words(lost.deps, lost.signed_in(), NewWords(PASSPHRASE, words)) is problem


def test_nothing_typed_shows_when_it_is_printed(lost: Lost) -> None:
    assert OTHERS not in repr(NewWords(PASSPHRASE, OTHERS))
    assert PASSPHRASE not in repr(NewWords(PASSPHRASE, OTHERS))
    assert words_set_at(lost.deps, lost.her) is not None
