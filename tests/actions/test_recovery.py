"""Getting back in takes her request, her helper and herself; each of them alone, and any two, open nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.erasing import erase_survivor
from survivor_portal.actions.notices import notices_for
from survivor_portal.actions.recovery import (
    AskedRequest,
    CodeOutcome,
    EventKind,
    FinishRefusal,
    GivenCode,
    Helping,
    account_history,
    agree,
    asked_for_second,
    asked_since,
    asked_with,
    take_code,
    words_set_at,
)
from survivor_portal.actions.sessions import OpenedSession
from survivor_portal.actions.throttling import Wait
from survivor_portal.domain.notices import NoticeKind
from survivor_portal.domain.recovery import CODE_LASTS, NEW_PASSPHRASE_WITHIN, REQUEST_LASTS, HelpRefusal, Stage
from survivor_portal.security.passphrase_rules import PassphraseProblem
from tests.asking import ask
from tests.caseload import PASSPHRASE
from tests.recoveries import NAME, NEW_PASSPHRASE, WORDS, Lost, make_lost
from tests.stored import all_rows
from tests.timepiece import Timepiece

A_MOMENT = timedelta(microseconds=1)
A_MINUTE = timedelta(minutes=1)
NOBODY = "nobody at all 99"


@pytest.fixture
def lost(deps: Deps, timepiece: Timepiece) -> Lost:
    """Wren, who has agreed on words with her team."""
    return make_lost(deps, timepiece)


def kinds(lost: Lost) -> list[EventKind]:
    return [line.kind for line in account_history(lost.deps, lost.her)]


def test_she_gets_back_in_with_a_passphrase_only_she_knows_and_everything_else_is_out(lost: Lost) -> None:
    old_phone = lost.sign_in()
    assert old_phone is not None

    opened = lost.recover()

    assert lost.stands(opened)
    assert not lost.stands(old_phone)
    assert lost.sign_in(PASSPHRASE) is None
    assert len(all_rows(lost.deps)["known_devices"]) == 1
    later = lost.signed_in(NEW_PASSPHRASE)
    assert NoticeKind.RECOVERED in {notice.kind for notice in notices_for(lost.deps, later)}
    assert NoticeKind.RECOVERED not in {notice.kind for notice in notices_for(lost.deps, lost.viewer(opened))}
    newest = account_history(lost.deps, lost.her)[0]
    assert (newest.kind, newest.staff_name, newest.at) == (EventKind.RECOVERED, "Esther", lost.timepiece())


@pytest.mark.parametrize("words", [WORDS, ""], ids=["said", "lost"])
def test_the_agreed_words_are_good_for_one_recovery(lost: Lost, words: str) -> None:
    token = ask(lost.deps, NAME)
    if not words:
        assert lost.help(token, words) is HelpRefusal.SECOND_PERSON
        agree(lost.deps, lost.hugo, asked_for_second(lost.deps, lost.hugo)[0].ref)
    assert take_code(lost.deps, token, lost.code(token, words)) is CodeOutcome.TAKEN
    assert isinstance(lost.finish(token), OpenedSession)

    assert words_set_at(lost.deps, lost.her) is None
    token = ask(lost.deps, NAME)
    assert lost.help(token) is HelpRefusal.WRONG_WORDS


def test_a_name_nobody_has_gets_a_request_that_looks_the_same_and_leads_nowhere(lost: Lost) -> None:
    token, hers = ask(lost.deps, NOBODY), ask(lost.deps, NAME)
    found, known = asked_with(lost.deps, token), asked_with(lost.deps, hers)

    assert isinstance(found, AskedRequest)
    assert isinstance(known, AskedRequest)
    assert (found.stage, found.ends_at, len(found.number)) == (known.stage, known.ends_at, len(known.number))
    assert lost.finish(token) is FinishRefusal.OVER


# ------------------------------------------------------------------------------------------------------- the code alone


def test_a_code_is_worth_nothing_in_another_browser_and_nothing_for_another_request(lost: Lost) -> None:
    hers, other = ask(lost.deps, NAME), ask(lost.deps, NAME)
    code = lost.code(hers)

    assert take_code(lost.deps, other, code) is CodeOutcome.WRONG
    assert take_code(lost.deps, "another browser", code) is CodeOutcome.OVER
    assert take_code(lost.deps, hers, f" {code.lower()[:6]}-{code.lower()[6:]} ") is CodeOutcome.TAKEN


def test_without_the_code_no_passphrase_is_set(lost: Lost) -> None:
    token = ask(lost.deps, NAME)
    lost.code(token)

    assert lost.finish(token) is FinishRefusal.OVER
    assert lost.finish("another browser") is FinishRefusal.OVER
    assert lost.sign_in() is not None


def test_a_code_lasts_ten_minutes_and_another_may_be_given(lost: Lost) -> None:
    token = ask(lost.deps, NAME)
    code = lost.code(token)
    lost.timepiece.move(CODE_LASTS)

    assert take_code(lost.deps, token, code) is CodeOutcome.WRONG
    assert take_code(lost.deps, token, lost.code(token)) is CodeOutcome.TAKEN


def test_a_newer_code_makes_the_one_before_worthless(lost: Lost) -> None:
    token = ask(lost.deps, NAME)
    first, second = lost.code(token), lost.code(token)

    assert take_code(lost.deps, token, first) is CodeOutcome.WRONG
    assert take_code(lost.deps, token, second) is CodeOutcome.TAKEN


def test_a_code_typed_twice_in_her_browser_is_taken_once(lost: Lost) -> None:
    token = ask(lost.deps, NAME)
    code = lost.code(token)

    assert take_code(lost.deps, token, code) is CodeOutcome.TAKEN
    assert take_code(lost.deps, token, code) is CodeOutcome.REPEATED


def test_after_five_wrong_codes_the_request_is_over_and_nothing_else_is(lost: Lost) -> None:
    token, other = ask(lost.deps, NAME), ask(lost.deps, NAME)
    code = lost.code(token)
    wrong = [take_code(lost.deps, token, "0000 0000 0000") for _ in range(4)]

    assert wrong == [CodeOutcome.WRONG] * 4
    assert take_code(lost.deps, token, "") is CodeOutcome.OVER
    assert take_code(lost.deps, token, code) is CodeOutcome.OVER
    assert asked_with(lost.deps, other) is not None
    assert lost.sign_in() is not None


def test_of_50_uses_of_one_code_at_once_exactly_one_takes_it_and_one_sets_the_passphrase(lost: Lost) -> None:
    token = ask(lost.deps, NAME)
    code, start = lost.code(token), Barrier(50)

    def use(_: int) -> CodeOutcome:
        start.wait()
        return take_code(lost.deps, token, code)

    def finish(number: int) -> object:
        start.wait()
        return lost.finish(token, f"{NEW_PASSPHRASE} {number}")

    with ThreadPoolExecutor(50) as threads:
        taken = list(threads.map(use, range(50)))
        finished = list(threads.map(finish, range(50)))

    assert (taken.count(CodeOutcome.TAKEN), taken.count(CodeOutcome.REPEATED)) == (1, 49)
    opened = [outcome for outcome in finished if isinstance(outcome, OpenedSession)]
    # Those that were not looked at any more were told to wait.
    waits = [outcome for outcome in finished if isinstance(outcome, Wait)]
    assert (len(opened), finished.count(FinishRefusal.OVER) + len(waits)) == (1, 49)
    assert kinds(lost).count(EventKind.RECOVERED) == 1


def test_a_recovery_that_is_done_cannot_be_done_again(lost: Lost) -> None:
    token = lost.at_the_passphrase()
    assert isinstance(lost.finish(token), OpenedSession)

    assert lost.finish(token, "another eleven drums at midnight") is FinishRefusal.OVER
    assert lost.sign_in(NEW_PASSPHRASE) is not None


# ---------------------------------------------------------------------------------------------------------------- time


def test_a_request_lapses_after_a_day_and_what_follows_the_code_after_half_an_hour(lost: Lost) -> None:
    token = ask(lost.deps, NAME)
    lost.timepiece.move(REQUEST_LASTS - A_MOMENT)
    assert asked_since(lost.deps, lost.her) is not None
    lost.timepiece.move(A_MOMENT)
    assert (asked_with(lost.deps, token), asked_since(lost.deps, lost.her)) == (None, None)

    token = lost.at_the_passphrase()
    lost.timepiece.move(NEW_PASSPHRASE_WITHIN)
    assert lost.finish(token) is FinishRefusal.OVER


@pytest.mark.parametrize("back", [timedelta(minutes=5), timedelta(days=1), timedelta(days=3653)], ids=str)
def test_a_clock_set_back_revives_no_code_and_no_request(lost: Lost, back: timedelta) -> None:
    token = ask(lost.deps, NAME)
    code = lost.code(token)
    lost.timepiece.move(CODE_LASTS)
    assert take_code(lost.deps, token, code) is CodeOutcome.WRONG

    lost.timepiece.move(-back)

    assert take_code(lost.deps, token, code) is CodeOutcome.OVER
    lost.timepiece.move(back)
    assert asked_with(lost.deps, token) is None


def test_a_clock_put_right_by_seconds_gives_no_code_its_time_again(lost: Lost) -> None:
    token = ask(lost.deps, NAME)
    code = lost.code(token)
    lost.timepiece.move(CODE_LASTS)
    assert take_code(lost.deps, token, code) is CodeOutcome.WRONG

    lost.timepiece.move(-A_MINUTE / 2)

    assert take_code(lost.deps, token, code) is CodeOutcome.WRONG


@pytest.mark.parametrize(
    ("passphrase", "problem"),
    [
        ("short", PassphraseProblem.TOO_SHORT),
        ("Wren sings over seven green hills", PassphraseProblem.KNOWN),
        (WORDS, PassphraseProblem.KNOWN),
    ],
)
def test_a_passphrase_that_others_could_know_is_not_set_and_she_may_try_another(
    lost: Lost, passphrase: str, problem: PassphraseProblem
) -> None:
    token = lost.at_the_passphrase()

    assert lost.finish(token, passphrase) is problem
    assert isinstance(lost.finish(token), OpenedSession)


def test_nobody_gets_back_in_to_what_was_erased(lost: Lost) -> None:
    token = lost.at_the_passphrase()
    erase_survivor(lost.deps, lost.her)

    assert lost.finish(token) is FinishRefusal.OVER
    assert asked_with(lost.deps, token) is None


def test_nothing_typed_shows_when_it_is_printed_and_of_secrets_only_digests_are_stored(lost: Lost) -> None:
    token = ask(lost.deps, NAME)
    number, given = lost.number(token), lost.help(token)
    assert isinstance(given, GivenCode)
    stored = {value for rows in all_rows(lost.deps).values() for row in rows for value in row}

    assert not {token, given.code, WORDS, "bluekettleunderthestairs"} & stored
    shown = f"{given!r} {Helping(number, WORDS, is_together=True)!r} {asked_with(lost.deps, token)!r}"
    assert not any(secret in shown for secret in (given.code, number, WORDS))
    found = asked_with(lost.deps, token)
    assert found is not None
    assert found.stage is Stage.ASKED
