"""Who may help her back in and what it takes from them; who ends a request, and what that leaves standing."""

from datetime import timedelta

import pytest

from survivor_portal.actions.cases import assign
from survivor_portal.actions.deps import Deps
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.people import NewSurvivor, add_survivor
from survivor_portal.actions.recovery import (
    CodeOutcome,
    EventKind,
    FinishRefusal,
    GivenCode,
    Helping,
    account_history,
    asked_for_second,
    asked_since,
    asked_with,
    give_up,
    help_back_in,
    stop_requests,
    take_code,
)
from survivor_portal.actions.staff import end_account
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.recovery import HelpRefusal
from tests.asking import ask
from tests.caseload import PASSPHRASE
from tests.recoveries import NAME, WORDS, Lost, make_lost
from tests.timepiece import Timepiece

A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def lost(deps: Deps, timepiece: Timepiece) -> Lost:
    """Wren, who has agreed on words with her team."""
    return make_lost(deps, timepiece)


def kinds(lost: Lost) -> list[EventKind]:
    return [line.kind for line in account_history(lost.deps, lost.her)]


def test_of_the_advocates_only_hers_helps(lost: Lost) -> None:
    token = ask(lost.deps, NAME)

    with pytest.raises(NotFoundError):
        lost.help(token, helper=lost.hugo)
    assert isinstance(lost.help(token), GivenCode)


def test_any_supervisor_helps_while_her_advocate_is_away_by_the_same_rules(lost: Lost) -> None:
    token = ask(lost.deps, NAME)

    assert lost.help(token, "", helper=lost.odile, is_together=False) is HelpRefusal.NOTHING_TO_GO_BY
    assert lost.help(token, "", helper=lost.odile) is HelpRefusal.SECOND_PERSON
    (asked,) = asked_for_second(lost.deps, lost.esther)
    assert asked.staff_name == "Odile"
    assert isinstance(lost.help(token, WORDS, helper=lost.odile), GivenCode)
    newest = account_history(lost.deps, lost.her)[0]
    assert newest.staff_name == "Odile"


def test_a_supervisor_helps_whoever_has_no_advocate(lost: Lost) -> None:
    alone = add_survivor(lost.deps, NewSurvivor("Robin", "Robin field 12", PASSPHRASE))
    token = ask(lost.deps, "Robin field 12")
    helping = Helping(lost.number(token), "", is_together=True)
    assert help_back_in(lost.deps, lost.odile, alone, helping) is HelpRefusal.SECOND_PERSON
    with pytest.raises(NotFoundError):
        help_back_in(lost.deps, lost.hugo, alone, helping)


def test_a_number_of_somebody_else_s_request_gives_no_code(lost: Lost) -> None:
    other = lost.caseload.add("Robin")
    token = ask(lost.deps, "Robin field 12")
    helping = Helping(lost.number(token), WORDS, is_together=True)

    assert help_back_in(lost.deps, lost.esther, lost.her, helping) is HelpRefusal.NO_REQUEST
    assert asked_since(lost.deps, other) is not None


def test_wrong_words_are_counted_and_waited_for_and_lock_nobody_out(lost: Lost) -> None:
    token = ask(lost.deps, NAME)
    tries = [lost.help(token, f"green kettle number {number}") for number in range(5)]

    assert tries == [HelpRefusal.WRONG_WORDS] * 5
    assert isinstance(lost.help(token), Wait)
    assert lost.sign_in() is not None
    lost.timepiece.move(A_MINUTE)
    token = ask(lost.deps, NAME)
    assert isinstance(lost.help(token), GivenCode)


@pytest.mark.parametrize(
    "said", ["Blue kettle! Under the stairs.", "BLUE-KETTLE UNDER THE STAIRS", "bluekettleunderthestairs"]
)
def test_her_words_count_however_they_are_typed(lost: Lost, said: str) -> None:
    assert isinstance(lost.help(ask(lost.deps, NAME), said), GivenCode)


def test_whoever_only_sounds_like_her_gets_nothing(lost: Lost) -> None:
    token = ask(lost.deps, NAME)

    assert lost.help(token, "", is_together=False) is HelpRefusal.NOTHING_TO_GO_BY
    assert lost.help(token, "I forgot them", is_together=False) is HelpRefusal.WRONG_WORDS


def test_an_advocate_who_leaves_takes_the_codes_along(lost: Lost) -> None:
    typed, unused = ask(lost.deps, NAME), ask(lost.deps, NAME)
    assert take_code(lost.deps, typed, lost.code_by_two(typed)) is CodeOutcome.TAKEN
    code = lost.code(unused)

    assert end_account(lost.deps, lost.esther.id, by=lost.odile) is None

    assert take_code(lost.deps, unused, code) is CodeOutcome.WRONG
    assert lost.finish(typed) is FinishRefusal.OVER


def test_an_advocate_who_lost_the_case_gives_no_code_any_more(lost: Lost) -> None:
    token = ask(lost.deps, NAME)
    assign(lost.deps, lost.her, lost.hugo.id)

    with pytest.raises(NotFoundError):
        lost.help(token)


# ------------------------------------------------------------------------------------------------ who may end a request


def test_it_was_not_me_ends_every_request_with_her_name(lost: Lost) -> None:
    viewer = lost.signed_in()
    token, other = ask(lost.deps, NAME), ask(lost.deps, NAME)
    assert take_code(lost.deps, token, lost.code_by_two(token)) is CodeOutcome.TAKEN
    code = lost.code(other)
    assert asked_since(lost.deps, lost.her) == lost.timepiece()

    stop_requests(lost.deps, viewer)
    stop_requests(lost.deps, viewer)

    assert asked_since(lost.deps, lost.her) is None
    assert take_code(lost.deps, other, code) is CodeOutcome.WRONG
    assert lost.finish(token) is FinishRefusal.OVER
    assert kinds(lost).count(EventKind.REQUESTS_STOPPED) == 1


def test_signing_in_after_all_ends_her_request_for_her_and_her_helper(lost: Lost) -> None:
    token = ask(lost.deps, NAME)
    code = lost.code(token)
    assert lost.sign_in() is not None

    assert asked_since(lost.deps, lost.her) is None
    assert lost.help(token, WORDS) is HelpRefusal.NO_REQUEST
    assert take_code(lost.deps, token, code) is CodeOutcome.WRONG


def test_a_request_that_was_given_up_is_over_for_everybody(lost: Lost) -> None:
    token = ask(lost.deps, NAME)
    give_up(lost.deps, token)

    assert asked_with(lost.deps, token) is None
    assert asked_since(lost.deps, lost.her) is None


def test_asking_again_in_the_same_browser_ends_the_request_before(lost: Lost) -> None:
    first = ask(lost.deps, NAME)
    second = ask(lost.deps, NAME, former=first)

    assert asked_with(lost.deps, first) is None
    assert asked_with(lost.deps, second) is not None


def test_a_helper_who_types_before_she_asks_again_finds_no_request(lost: Lost) -> None:
    token = ask(lost.deps, NAME)
    number = lost.number(token)
    give_up(lost.deps, token)

    helping = Helping(number, WORDS, is_together=True)
    assert help_back_in(lost.deps, lost.esther, lost.her, helping) is HelpRefusal.NO_REQUEST
