"""Whoever guesses waits, for names nobody has just the same; whoever is on a phone of hers does not."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from survivor_portal.actions.deps import Deps
from survivor_portal.actions.opening import open_deps
from survivor_portal.actions.sessions import OpenedSession
from survivor_portal.actions.sign_in import SignInRefusal, SurvivorAttempt, sign_in_survivor
from survivor_portal.actions.throttling import ThrottleKind, Wait, note_attempt, throttle_key, wait_needed
from survivor_portal.config import Config
from survivor_portal.models import Throttle
from survivor_portal.security.passphrases import HashingBusyError, PassphraseHasher
from tests.cast import AMARA, LUCIA
from tests.conftest import quick_hasher
from tests.security.counting import CountingArgon2
from tests.stored import all_rows, noted_statements
from tests.timepiece import Timepiece

REFUSED = SignInRefusal.NOT_RECOGNISED
FREE = 5
A_SECOND = timedelta(seconds=1)

RIGHT = SurvivorAttempt(AMARA.sign_in_name, AMARA.passphrase, phone_is_hers=True)
WRONG = replace(RIGHT, passphrase="not her passphrase at all")
UNKNOWN = replace(WRONG, sign_in_name="nobody here 99")
on_sqlite_alone = pytest.mark.parametrize("config", ["SQLite"], indirect=True)


@pytest.fixture
def her_phone(deps: Deps) -> str:
    """The token of a phone she said is hers."""
    opened = sign_in_survivor(deps, RIGHT)
    assert isinstance(opened, OpenedSession)
    assert opened.known_device is not None
    return opened.known_device


def guess(deps: Deps, attempt: SurvivorAttempt, times: int = FREE) -> list[Any]:
    return [sign_in_survivor(deps, attempt) for _ in range(times)]


@pytest.mark.parametrize("attempt", [WRONG, UNKNOWN], ids=["known name", "unknown name"])
def test_after_five_tries_everyone_on_an_unknown_device_waits_twice_as_long_each_time(
    deps: Deps, timepiece: Timepiece, attempt: SurvivorAttempt
) -> None:
    assert guess(deps, attempt) == [REFUSED] * FREE

    for seconds in (2, 4, 8, 16, 32, 60, 60, 60):
        assert guess(deps, attempt, 2) == [Wait(seconds)] * 2
        timepiece.move(timedelta(seconds=seconds) - A_SECOND)
        assert sign_in_survivor(deps, attempt) == Wait(1)
        timepiece.move(A_SECOND)
        assert sign_in_survivor(deps, attempt) is REFUSED


def test_a_part_of_a_second_is_told_as_a_whole_one(deps: Deps, timepiece: Timepiece) -> None:
    guess(deps, WRONG)
    timepiece.move(timedelta(seconds=1, milliseconds=999))

    assert sign_in_survivor(deps, WRONG) == Wait(1)


def test_while_a_wait_stands_nothing_is_hashed_and_nothing_counted(deps: Deps) -> None:
    argon2 = CountingArgon2()
    counted = replace(deps, hasher=PassphraseHasher(argon2))
    guess(counted, WRONG)
    before = all_rows(deps)

    assert guess(counted, RIGHT, 20) == [Wait(2)] * 20

    assert len(argon2.checked) == FREE
    assert all_rows(deps) == before


def test_signing_in_clears_what_her_name_had_gathered(deps: Deps, timepiece: Timepiece) -> None:
    guess(deps, WRONG)
    timepiece.move(timedelta(seconds=2))

    assert isinstance(sign_in_survivor(deps, RIGHT), OpenedSession)

    assert all_rows(deps)["throttles"] == frozenset()
    assert guess(deps, WRONG) == [REFUSED] * FREE


@pytest.mark.parametrize("typed", ["Maple River 41", "MAPLERIVER41", " maple  river 41"])
def test_a_name_written_otherwise_is_no_new_name(deps: Deps, typed: str) -> None:
    guess(deps, WRONG)

    assert sign_in_survivor(deps, replace(WRONG, sign_in_name=typed)) == Wait(2)


def test_one_name_does_not_make_another_wait(deps: Deps) -> None:
    guess(deps, WRONG)

    assert isinstance(
        sign_in_survivor(deps, SurvivorAttempt(LUCIA.sign_in_name, LUCIA.passphrase, phone_is_hers=False)),
        OpenedSession,
    )


@on_sqlite_alone
def test_after_10000_hostile_tries_she_signs_in_from_her_own_phone_at_once(
    deps: Deps, timepiece: Timepiece, her_phone: str
) -> None:
    outcomes: Counter[Any] = Counter()
    for _ in range(10_000):
        outcomes[type(sign_in_survivor(deps, WRONG))] += 1
        timepiece.move(timedelta(milliseconds=500))
    assert outcomes[SignInRefusal] < 100
    assert isinstance(sign_in_survivor(deps, RIGHT), Wait)

    assert isinstance(sign_in_survivor(deps, replace(RIGHT, known_device=her_phone)), OpenedSession)


def test_her_own_phone_counts_by_itself_and_no_quicker(deps: Deps, timepiece: Timepiece, her_phone: str) -> None:
    on_it = replace(WRONG, known_device=her_phone)

    assert guess(deps, on_it) == [REFUSED] * FREE
    assert sign_in_survivor(deps, replace(RIGHT, known_device=her_phone)) == Wait(2)
    # What is tried on it does not make her wait elsewhere.
    assert isinstance(sign_in_survivor(deps, RIGHT), OpenedSession)
    timepiece.move(timedelta(seconds=2))
    assert isinstance(sign_in_survivor(deps, replace(RIGHT, known_device=her_phone)), OpenedSession)


@pytest.mark.parametrize("held", ["", "made up", "x" * 100_000, "\0"])
def test_a_made_up_token_is_no_phone_of_hers(deps: Deps, held: str) -> None:
    guess(deps, WRONG)

    assert sign_in_survivor(deps, replace(RIGHT, known_device=held)) == Wait(2)


def test_the_phone_of_someone_else_is_no_phone_of_hers(deps: Deps, her_phone: str) -> None:
    lucias = SurvivorAttempt(LUCIA.sign_in_name, "not it", phone_is_hers=False, known_device=her_phone)
    guess(deps, lucias)

    assert sign_in_survivor(deps, replace(lucias, passphrase=LUCIA.passphrase)) == Wait(2)


def test_a_known_and_an_unknown_name_cost_the_same_statements(deps: Deps) -> None:
    with noted_statements(deps) as known:
        guess(deps, WRONG, FREE + 2)
    with noted_statements(deps) as unknown:
        guess(deps, UNKNOWN, FREE + 2)

    assert known.sent == unknown.sent
    assert len(known.sent) > FREE


def test_waits_outlast_a_restart_and_hold_for_every_worker(deps: Deps, config: Config, timepiece: Timepiece) -> None:
    guess(deps, WRONG)
    another = open_deps(config, clock=timepiece, hasher=quick_hasher())

    assert sign_in_survivor(another, WRONG) == Wait(2)

    another.storage.close()
    another.key_ring.storage.close()


def test_tries_that_nobody_added_to_are_forgotten_after_a_day(deps: Deps, timepiece: Timepiece) -> None:
    guess(deps, WRONG)
    timepiece.move(timedelta(days=1) - A_SECOND)
    guess(deps, UNKNOWN, 1)
    assert len(all_rows(deps)["throttles"]) == 2

    timepiece.move(A_SECOND)
    guess(deps, UNKNOWN, 1)

    with deps.storage.read() as connection:
        assert connection.execute(select(Throttle.attempts)).scalars().all() == [2]


@pytest.mark.parametrize("back", [A_SECOND, timedelta(hours=1), timedelta(days=3653)], ids=str)
def test_a_clock_set_back_locks_nobody_out(deps: Deps, timepiece: Timepiece, back: timedelta) -> None:
    guess(deps, WRONG, FREE)
    timepiece.move(-back)

    assert sign_in_survivor(deps, WRONG) is REFUSED
    assert sign_in_survivor(deps, WRONG) == Wait(4)
    timepiece.move(timedelta(seconds=4))
    assert isinstance(sign_in_survivor(deps, RIGHT), OpenedSession)


def test_what_lies_in_the_table_names_nobody(deps: Deps) -> None:
    guess(deps, WRONG)
    guess(deps, UNKNOWN)

    ((key, _, _), (other, _, _)) = all_rows(deps)["throttles"]

    assert deps.sign_in_digest(AMARA.sign_in_name) not in {key, other}
    assert len(key) == len(other) == 64


def test_each_kind_of_try_counts_by_itself(deps: Deps) -> None:
    keys = {throttle_key(deps, kind, "the same") for kind in ThrottleKind}

    assert len(keys) == len(ThrottleKind)


def test_of_50_tries_at_once_only_the_free_ones_are_looked_at(deps: Deps) -> None:
    key, start = throttle_key(deps, ThrottleKind.STAFF_SIGN_IN, "anyone"), Barrier(50)

    def try_at_once(_: int) -> Wait | None:
        start.wait()
        return note_attempt(deps, key)

    with ThreadPoolExecutor(50) as threads:
        outcomes = Counter(threads.map(try_at_once, range(50)))

    assert outcomes == {None: FREE, Wait(2): 45}
    assert wait_needed(deps, key) == Wait(2)


def test_a_try_that_found_no_turn_does_not_count(deps: Deps) -> None:
    busy = replace(deps, hasher=PassphraseHasher(deps.hasher.argon2, waiting=0))
    with busy.hasher.turn(), busy.hasher.turn():
        for _ in range(FREE * 2):
            with pytest.raises(HashingBusyError):
                sign_in_survivor(busy, RIGHT)

    assert all_rows(deps)["throttles"] == frozenset()
