"""Who hashes and who waits: two at once, a few in line, and everybody else is told at once."""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

import pytest
from argon2 import PasswordHasher

from survivor_portal.security.passphrases import MOST_THREADS_HELD, HashingBusyError, PassphraseHasher
from survivor_portal.server import THREADS
from tests.security.holding import HeldArgon2


@pytest.fixture
def argon2() -> Iterator[HeldArgon2]:
    """Argon2 that is let go at the end, whatever the test did."""
    held = HeldArgon2()
    yield held
    held.let.release(1000)


def test_who_finds_no_place_in_line_is_told_at_once_and_the_others_get_their_turn(argon2: HeldArgon2) -> None:
    hasher = PassphraseHasher(argon2, waiting=3)
    stored = hasher.hash("copper lantern")

    with ThreadPoolExecutor(20) as threads:
        pending = {threads.submit(hasher.matches, stored, "copper lantern") for _ in range(20)}
        everyone = set(pending)
        # Nobody is let through yet: whoever is done was told to try again.
        while len(pending) > 5:
            told, pending = wait(pending, timeout=10, return_when=FIRST_COMPLETED)
            assert told
        refused = everyone - pending
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


def test_ten_may_wait_and_the_server_has_threads_that_no_sign_in_ever_holds() -> None:
    assert MOST_THREADS_HELD == 2 + PassphraseHasher(PasswordHasher(1, 8, 1)).waiting == 12
    assert THREADS - MOST_THREADS_HELD >= 4
