"""Whoever asks to get in learns from the asking browser neither that anybody has the name, nor what she does."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import pytest

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.devices import sign_out_everywhere
from survivor_portal.actions.erasing import erase_survivor, finish_erasures
from survivor_portal.actions.freezing import freeze, freeze_own
from survivor_portal.actions.purging import purge
from survivor_portal.actions.recovery import (
    CodeOutcome,
    FinishRefusal,
    asked_with,
    give_up,
    stop_requests,
    take_code,
)
from survivor_portal.actions.staff import end_account
from survivor_portal.domain.recovery import (
    CODE_LASTS,
    KEPT_FOR,
    NEW_PASSPHRASE_WITHIN,
    REQUEST_LASTS,
    HelpRefusal,
)
from tests.asking import ask
from tests.recoveries import NAME, Lost, make_lost
from tests.stored import all_rows
from tests.timepiece import Timepiece

NOBODY: Final = "nobody at all 99"
WRONG: Final = "0000-0000-0000"
A_MOMENT: Final = timedelta(microseconds=1)
A_LIFETIME: Final = (CODE_LASTS, NEW_PASSPHRASE_WITHIN, REQUEST_LASTS - A_MOMENT, REQUEST_LASTS, KEPT_FOR)
"""How long after asking a browser is looked at."""


def signs_in(lost: Lost, _: str) -> None:
    assert lost.sign_in() is not None


def declines(lost: Lost, _: str) -> None:
    stop_requests(lost.deps, lost.signed_in())


def freezes(lost: Lost, _: str) -> None:
    freeze_own(lost.deps, lost.signed_in())


def is_frozen(lost: Lost, _: str) -> None:
    freeze(lost.deps, lost.esther, lost.her)


def signs_out_everywhere(lost: Lost, _: str) -> None:
    sign_out_everywhere(lost.deps, lost.signed_in(), keep_this=False)


def gets_in_elsewhere(lost: Lost, _: str) -> None:
    lost.recover()


def is_given_a_code(lost: Lost, token: str) -> None:
    lost.code(token)


def takes_a_second_person(lost: Lost, token: str) -> None:
    assert lost.help(token, "") is HelpRefusal.SECOND_PERSON


def is_given_a_code_and_signs_in(lost: Lost, token: str) -> None:
    lost.code(token)
    signs_in(lost, token)


def is_given_a_code_and_the_helper_leaves(lost: Lost, token: str) -> None:
    lost.code(token)
    assert end_account(lost.deps, lost.esther.id, by=lost.odile) is None


def is_erased(lost: Lost, token: str) -> None:
    lost.code(token)
    erase_survivor(lost.deps, lost.her)
    finish_erasures(lost.deps)


MEANWHILE: Final = (
    signs_in,
    declines,
    freezes,
    is_frozen,
    signs_out_everywhere,
    gets_in_elsewhere,
    is_given_a_code,
    takes_a_second_person,
    is_given_a_code_and_signs_in,
    is_given_a_code_and_the_helper_leaves,
    is_erased,
)
each_closing = pytest.mark.parametrize(
    "closing",
    [signs_in, declines, freezes, is_frozen, signs_out_everywhere, gets_in_elsewhere],
    ids=lambda closing: closing.__name__,
)


@pytest.fixture
def lost(deps: Deps, timepiece: Timepiece) -> Lost:
    """Wren, who has agreed on words with her team."""
    return make_lost(deps, timepiece)


def told(lost: Lost, token: str) -> object:
    """Give all that a browser is told of its request, but for the number, which is drawn."""
    asked = asked_with(lost.deps, token)
    return asked and (asked.stage, asked.ends_at, len(asked.number))


@pytest.mark.parametrize("meanwhile", MEANWHILE, ids=lambda meanwhile: meanwhile.__name__)
@pytest.mark.parametrize("codes_typed", [0, 1, 5])
def test_from_asking_to_its_end_a_request_with_her_name_is_told_as_one_with_nobodys(
    lost: Lost, meanwhile: Callable[[Lost, str], None], codes_typed: int
) -> None:
    hers, nobodys = ask(lost.deps, NAME), ask(lost.deps, NOBODY)
    asked_at = lost.timepiece()
    meanwhile(lost, hers)
    for _ in range(codes_typed):
        assert take_code(lost.deps, hers, WRONG) is take_code(lost.deps, nobodys, WRONG)

    for later in A_LIFETIME:
        assert told(lost, hers) == told(lost, nobodys)
        assert lost.finish(hers) is lost.finish(nobodys) is FinishRefusal.OVER
        lost.timepiece.now = asked_at + later
    assert take_code(lost.deps, hers, WRONG) is take_code(lost.deps, nobodys, WRONG) is CodeOutcome.OVER
    purge(lost.deps)
    assert told(lost, hers) is told(lost, nobodys) is None


def test_a_request_with_her_name_that_is_given_up_ends_as_one_with_nobodys(lost: Lost) -> None:
    for token in (ask(lost.deps, NAME), ask(lost.deps, NOBODY)):
        assert told(lost, token) is not None
        give_up(lost.deps, token)
        assert told(lost, token) is None


@each_closing
def test_a_code_never_works_on_a_request_that_was_closed(lost: Lost, closing: Callable[[Lost, str], None]) -> None:
    token = ask(lost.deps, NAME)
    code = lost.code_by_two(token)
    closing(lost, token)

    assert take_code(lost.deps, token, code) is CodeOutcome.WRONG
    assert lost.finish(token) is FinishRefusal.OVER


@each_closing
def test_whoever_typed_the_code_sets_no_passphrase_once_it_is_closed_and_is_told_so(
    lost: Lost, closing: Callable[[Lost, str], None]
) -> None:
    token = ask(lost.deps, NAME)
    assert take_code(lost.deps, token, lost.code_by_two(token)) is CodeOutcome.TAKEN
    closing(lost, token)

    assert lost.finish(token) is FinishRefusal.OVER
    assert told(lost, token) is None
    assert take_code(lost.deps, token, WRONG) is CodeOutcome.OVER


def test_of_whoever_was_erased_a_request_keeps_nothing_that_led_to_her(lost: Lost) -> None:
    hers, nobodys = ask(lost.deps, NAME), ask(lost.deps, NOBODY)
    lost.code(hers)
    typed = ask(lost.deps, NAME)
    assert take_code(lost.deps, typed, lost.code_by_two(typed)) is CodeOutcome.TAKEN
    erase_survivor(lost.deps, lost.her)

    left = all_rows(lost.deps)["recoveries"]
    assert len(left) == 2
    assert not {value for row in left for value in row} & {lost.her, lost.esther.id}
    # Beyond what is drawn (reference, digest and number), the two rows hold the same.
    assert len({row[2:3] + row[4:] for row in left}) == 1
    assert told(lost, hers) == told(lost, nobodys)
    assert told(lost, typed) is None
