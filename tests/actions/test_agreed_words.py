"""The words her team knows her by: set with her passphrase only, kept as a hash, and never her passphrase itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from survivor_portal.actions.cases import assign
from survivor_portal.actions.deps import Deps
from survivor_portal.actions.notices import notices_for
from survivor_portal.actions.recovery import (
    CodeOutcome,
    EventKind,
    GivenCode,
    NewWords,
    WordsRefusal,
    account_history,
    set_words,
    take_code,
    words_set_at,
)
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.domain.recovery import CODE_LASTS, HelpRefusal, WordsProblem
from tests.asking import ask
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
    token = ask(lost.deps, NAME)
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


def test_a_code_uses_the_words_up_and_she_is_told(lost: Lost) -> None:
    viewer = lost.signed_in()
    token = ask(lost.deps, NAME)
    assert lost.help(token, "not these at all") is HelpRefusal.WRONG_WORDS
    assert words_set_at(lost.deps, lost.her) is not None
    lost.code(token)

    assert words_set_at(lost.deps, lost.her) is None
    assert NoticeKind.WORDS_USED in {notice.kind for notice in notices_for(lost.deps, viewer)}
    done = {(line.kind, line.staff_name) for line in account_history(lost.deps, lost.her)}
    assert {(EventKind.WORDS_USED, "Esther"), (EventKind.CODE_GIVEN, "Esther")} <= done


def test_a_helper_who_heard_the_words_cannot_use_them_on_a_request_of_their_own(lost: Lost) -> None:
    hers, helpers_own = ask(lost.deps, NAME), ask(lost.deps, NAME)
    lost.code(hers)

    for is_together in (True, False):
        assert lost.help(helpers_own, is_together=is_together) is HelpRefusal.WRONG_WORDS


def test_for_the_request_they_were_heard_for_the_same_helper_gives_another_code(lost: Lost) -> None:
    token = ask(lost.deps, NAME)
    lost.code(token)
    lost.timepiece.move(CODE_LASTS)

    assert lost.help(token, OTHERS) is HelpRefusal.WRONG_WORDS
    assert lost.help(token, "") is HelpRefusal.SECOND_PERSON
    assert take_code(lost.deps, token, lost.code(token)) is CodeOutcome.TAKEN
    told = [notice.kind for notice in notices_for(lost.deps, lost.signed_in())]
    assert told.count(NoticeKind.WORDS_USED) == 1


def test_what_one_helper_heard_is_nothing_for_another(lost: Lost) -> None:
    token = ask(lost.deps, NAME)
    lost.code(token)
    assign(lost.deps, lost.her, lost.hugo.id)

    for other in (lost.hugo, lost.odile):
        assert lost.help(token, WORDS, helper=other) is HelpRefusal.WRONG_WORDS


def test_without_the_words_a_code_leaves_them_as_they_are(lost: Lost) -> None:
    lost.code_by_two(ask(lost.deps, NAME))

    assert words_set_at(lost.deps, lost.her) is not None


def test_words_set_anew_take_the_place_of_those_that_were_heard(lost: Lost) -> None:
    viewer, token = lost.signed_in(), ask(lost.deps, NAME)
    lost.code(token)
    assert set_words(lost.deps, viewer, NewWords(PASSPHRASE, OTHERS)) is None

    assert lost.help(token, WORDS) is HelpRefusal.WRONG_WORDS
    assert isinstance(lost.help(token, OTHERS), GivenCode)


def test_of_five_codes_at_once_for_the_same_words_one_is_given(lost: Lost) -> None:
    tokens, start = [ask(lost.deps, NAME) for _ in range(5)], Barrier(5)

    def hear(token: str) -> object:
        start.wait()
        return lost.help(token)

    with ThreadPoolExecutor(5) as threads:
        outcomes = list(threads.map(hear, tokens))

    assert sum(isinstance(outcome, GivenCode) for outcome in outcomes) == 1
    refused = {outcome for outcome in outcomes if not isinstance(outcome, GivenCode)}
    assert refused <= {HelpRefusal.WRONG_WORDS, HelpRefusal.SECOND_PERSON}
