"""Who hashes and who waits: two at once, a few in each line, the known first, and everybody else is told at once."""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from threading import Barrier, Lock
from time import monotonic, sleep

import pytest
from argon2 import PasswordHasher
from hypothesis import given, settings
from hypothesis import strategies as st

from survivor_portal.security.hashing_turns import Turns
from survivor_portal.security.passphrases import MOST_THREADS_HELD, HashingBusyError, Line, PassphraseHasher
from survivor_portal.server import THREADS
from tests.security.holding import HeldArgon2

LONG = 20
A_HASH = 0.05


@pytest.fixture
def argon2() -> Iterator[HeldArgon2]:
    """Argon2 that is let go at the end, whatever the test did."""
    held = HeldArgon2()
    yield held
    held.let.release(1000)


def refused_among(pending: "set[Future[bool]]", left: int) -> "tuple[set[Future[bool]], set[Future[bool]]]":
    """Wait until all but so many were answered, and give those and the rest."""
    everyone = set(pending)
    while len(pending) > left:
        told, pending = wait(pending, timeout=LONG, return_when=FIRST_COMPLETED)
        assert told
    return everyone - pending, pending


def test_who_finds_no_place_in_line_is_told_at_once_and_the_others_get_their_turn(argon2: HeldArgon2) -> None:
    hasher = PassphraseHasher(argon2, waiting=3)
    stored = hasher.hash("copper lantern")

    with ThreadPoolExecutor(20) as threads:
        pending = {threads.submit(hasher.matches, stored, "copper lantern") for _ in range(20)}
        # Nobody is let through yet: whoever is done was told to try again.
        refused, pending = refused_among(pending, 5)
        argon2.let.release(1000)

        assert all(isinstance(answer.exception(), HashingBusyError) for answer in refused)
        assert [answer.result(10) for answer in pending] == [True] * 5
        assert len(refused) == 15


def test_places_are_given_back_whatever_happened_in_a_turn(argon2: HeldArgon2) -> None:
    hasher = PassphraseHasher(argon2, waiting=0)
    argon2.let.release(1000)

    for _ in range(5):
        with pytest.raises(ValueError, match="at most"), hasher.turn() as turn:
            turn.hash("x" * 129)
    with hasher.turn(), hasher.turn(), pytest.raises(HashingBusyError):
        hasher.hash("copper lantern")

    assert hasher.matches(hasher.hash("copper lantern"), "copper lantern")


def test_ten_may_wait_in_each_line_and_the_server_has_threads_that_no_sign_in_ever_holds() -> None:
    assert MOST_THREADS_HELD == 2 + 2 * PassphraseHasher(PasswordHasher(1, 8, 1)).waiting == 22
    assert THREADS - MOST_THREADS_HELD >= 4


def test_in_a_flood_of_strangers_whoever_is_known_is_never_refused_and_hardly_waits() -> None:
    turns = Turns(2, 10, 30.0)
    begin, is_over, refused = Barrier(41), Lock(), 0

    def be_strange() -> int:
        told = 0
        begin.wait(LONG)
        while not is_over.locked():
            try:
                with turns.take(Line.STRANGERS):
                    sleep(A_HASH)
            except HashingBusyError:
                told += 1
                sleep(A_HASH / 10)
        return told

    with ThreadPoolExecutor(40) as threads:
        strangers = [threads.submit(be_strange) for _ in range(40)]
        begin.wait(LONG)
        waits = []
        for _ in range(20):
            asked_at = monotonic()
            with turns.take(Line.FIRST):
                waits.append(monotonic() - asked_at)
                sleep(A_HASH)
        with is_over:
            refused = sum(stranger.result(LONG) for stranger in strangers)

    assert refused > 40
    # At most until one of the two that are under way ends; the rest is what a busy machine adds.
    assert max(waits) < 2


def test_ten_that_are_known_come_before_ten_strangers_who_were_there_before() -> None:
    turns, order, at_once = Turns(1, 10, 30.0), list[Line](), Lock()

    def pass_through(line: Line) -> None:
        with turns.take(line), at_once:
            order.append(line)

    with ThreadPoolExecutor(20) as threads:
        with turns.take(Line.STRANGERS):
            waiting = [threads.submit(pass_through, Line.STRANGERS) for _ in range(10)]
            _until_in_line(turns, Line.STRANGERS, 10)
            waiting += [threads.submit(pass_through, Line.FIRST) for _ in range(10)]
            _until_in_line(turns, Line.FIRST, 10)
        for passed in waiting:
            passed.result(LONG)

    assert order == [Line.FIRST] * 10 + [Line.STRANGERS] * 10


def test_who_waited_too_long_leaves_no_place_behind() -> None:
    turns = Turns(1, 1, 0.01)

    with turns.take(Line.FIRST):
        for _ in range(3):
            with pytest.raises(HashingBusyError), turns.take(Line.STRANGERS):
                raise AssertionError
    with turns.take(Line.STRANGERS):
        pass


@settings(deadline=None, max_examples=30)
@given(lines=st.lists(st.sampled_from(Line), max_size=40), at_once=st.integers(1, 3), places=st.integers(0, 5))
def test_however_they_come_never_more_at_once_and_all_turns_come_back(
    lines: list[Line], at_once: int, places: int
) -> None:
    turns, lock = Turns(at_once, places, 30.0), Lock()
    under_way, most = 0, 0

    def pass_through(line: Line) -> bool:
        nonlocal under_way, most
        try:
            with turns.take(line):
                with lock:
                    under_way += 1
                    most = max(most, under_way)
                sleep(0.0005)
                with lock:
                    under_way -= 1
        except HashingBusyError:
            return False
        return True

    with ThreadPoolExecutor(20) as threads:
        passed = list(threads.map(pass_through, lines))

    assert most <= at_once
    assert any(passed) or not lines
    assert turns._taken == 0


def _until_in_line(turns: Turns, line: Line, count: int) -> None:
    until = monotonic() + LONG
    while len(turns._lines[line]) < count:
        assert monotonic() < until
        sleep(0.001)
