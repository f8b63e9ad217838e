"""Who may help her back in and what it takes from them; who ends a request, and what that leaves standing."""

from datetime import timedelta

import pytest

from survivor_portal.actions.cases import assign
from survivor_portal.actions.deps import Deps
from survivor_portal.actions.intake import person_without_advocate
from survivor_portal.actions.lookups import NotFoundError
from survivor_portal.actions.people import NewSurvivor, add_survivor
from survivor_portal.actions.recovery import (
    CodeOutcome,
    EventKind,
    FinishRefusal,
    GivenCode,
    Helping,
    account_history,
    ask_to_get_in,
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


def test_only_the_advocate_who_has_her_case_helps_and_a_supervisor_only_while_nobody_has(lost: Lost) -> None:
    token = ask_to_get_in(lost.deps, NAME)
    for stranger in (lost.hugo, lost.odile):
        with pytest.raises(NotFoundError):
            lost.help(token, helper=stranger)
    with pytest.raises(NotFoundError):
        person_without_advocate(lost.deps, lost.her)
    assert isinstance(lost.help(token), GivenCode)

    alone = add_survivor(lost.deps, NewSurvivor("Robin", "Robin field 12", PASSPHRASE))
    assert person_without_advocate(lost.deps, alone).name == "Robin"
    token = ask_to_get_in(lost.deps, "Robin field 12")
    helping = Helping(lost.number(token), "", is_together=True)
    assert help_back_in(lost.deps, lost.odile, alone, helping) is HelpRefusal.SECOND_PERSON
    with pytest.raises(NotFoundError):
        help_back_in(lost.deps, lost.hugo, alone, helping)


def test_a_number_of_somebody_else_s_request_gives_no_code(lost: Lost) -> None:
    other = lost.caseload.add("Robin")
    token = ask_to_get_in(lost.deps, "Robin field 12")
    helping = Helping(lost.number(token), WORDS, is_together=True)

    assert help_back_in(lost.deps, lost.esther, lost.her, helping) is HelpRefusal.NO_REQUEST
    assert asked_since(lost.deps, other) is not None


def test_wrong_words_are_counted_and_waited_for_and_lock_nobody_out(lost: Lost) -> None:
    token = ask_to_get_in(lost.deps, NAME)
    tries = [lost.help(token, f"green kettle number {number}") for number in range(5)]

    assert tries == [HelpRefusal.WRONG_WORDS] * 5
    assert isinstance(lost.help(token), Wait)
    assert lost.sign_in() is not None
    lost.timepiece.move(A_MINUTE)
    token = ask_to_get_in(lost.deps, NAME)
    assert isinstance(lost.help(token), GivenCode)


@pytest.mark.parametrize(
    "said", ["Blue kettle! Under the stairs.", "BLUE-KETTLE UNDER THE STAIRS", "bluekettleunderthestairs"]
)
def test_her_words_count_however_they_are_typed(lost: Lost, said: str) -> None:
    assert isinstance(lost.help(ask_to_get_in(lost.deps, NAME), said), GivenCode)


def test_whoever_only_sounds_like_her_gets_nothing(lost: Lost) -> None:
    token = ask_to_get_in(lost.deps, NAME)

    assert lost.help(token, "", is_together=False) is HelpRefusal.NOTHING_TO_GO_BY
    assert lost.help(token, "I forgot them", is_together=False) is HelpRefusal.WRONG_WORDS


def test_an_advocate_who_leaves_takes_the_codes_along(lost: Lost) -> None:
    typed, unused = lost.at_the_passphrase(), ask_to_get_in(lost.deps, NAME)
    code = lost.code(unused)

    assert end_account(lost.deps, lost.esther.id, by=lost.odile.id) is None

    assert take_code(lost.deps, unused, code) is CodeOutcome.WRONG
    assert lost.finish(typed) is FinishRefusal.OVER


def test_an_advocate_who_lost_the_case_gives_no_code_any_more(lost: Lost) -> None:
    token = ask_to_get_in(lost.deps, NAME)
    assign(lost.deps, lost.her, lost.hugo.id)

    with pytest.raises(NotFoundError):
        lost.help(token)


# ------------------------------------------------------------------------------------------------ who may end a request


def test_it_was_not_me_ends_every_request_with_her_name(lost: Lost) -> None:
    viewer = lost.signed_in()
    token, other = lost.at_the_passphrase(), ask_to_get_in(lost.deps, NAME)
    code = lost.code(other)
    assert asked_since(lost.deps, lost.her) == lost.timepiece()

    stop_requests(lost.deps, viewer)
    stop_requests(lost.deps, viewer)

    assert asked_since(lost.deps, lost.her) is None
    assert take_code(lost.deps, other, code) is CodeOutcome.OVER
    assert lost.finish(token) is FinishRefusal.OVER
    assert kinds(lost).count(EventKind.REQUESTS_STOPPED) == 1


def test_signing_in_after_all_ends_her_request_and_so_does_giving_up(lost: Lost) -> None:
    token = ask_to_get_in(lost.deps, NAME)
    assert lost.sign_in() is not None
    assert asked_with(lost.deps, token) is None

    token = ask_to_get_in(lost.deps, NAME)
    give_up(lost.deps, token)
    assert asked_with(lost.deps, token) is None


def test_asking_again_in_the_same_browser_ends_the_request_before(lost: Lost) -> None:
    first = ask_to_get_in(lost.deps, NAME)
    second = ask_to_get_in(lost.deps, NAME, former=first)

    assert asked_with(lost.deps, first) is None
    assert asked_with(lost.deps, second) is not None


def test_a_helper_who_types_before_she_asks_again_finds_no_request(lost: Lost) -> None:
    token = ask_to_get_in(lost.deps, NAME)
    number = lost.number(token)
    give_up(lost.deps, token)

    helping = Helping(number, WORDS, is_together=True)
    assert help_back_in(lost.deps, lost.esther, lost.her, helping) is HelpRefusal.NO_REQUEST
