"""Passphrases match however their letters were composed, at the same cost for everyone, two at a time."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock
from typing import Any, Literal

import pytest
from argon2 import PasswordHasher, Type, extract_parameters
from hypothesis import given, settings
from hypothesis import strategies as st

from survivor_portal.security.passphrases import (
    LONGEST_PASSPHRASE,
    HashingBusyError,
    PassphraseHash,
    PassphraseHasher,
)
from tests.conftest import quick_hasher
from tests.security.counting import CountingArgon2

unhurried = settings(deadline=None)


class HeldArgon2(PasswordHasher):
    """The real Argon2, which holds every check until it is let go, and notes how many were under way at once."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.let_go = Event()
        self.two_are_in = Event()
        self.most_at_once = 0
        self._at_once = 0
        self._lock = Lock()

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 (argon2's signature)
        with self._lock:
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            if self._at_once == 2:
                self.two_are_in.set()
        self.let_go.wait(10)
        try:
            return super().verify(hash, password)
        finally:
            with self._lock:
                self._at_once -= 1


@pytest.fixture(scope="module")
def hasher() -> PassphraseHasher:
    """A hasher a property can ask hundreds of times."""
    return quick_hasher()


def test_passphrases_are_hashed_at_the_cost_rfc_9106_recommends() -> None:
    costs = extract_parameters(PassphraseHasher().hash("copper lantern walks beside window"))

    assert (costs.type, costs.memory_cost, costs.time_cost, costs.parallelism) == (Type.ID, 65536, 3, 4)
    assert (costs.salt_len, costs.hash_len) == (16, 32)


@unhurried
@given(passphrase=st.text(max_size=LONGEST_PASSPHRASE))
def test_a_passphrase_matches_its_own_hash_however_its_letters_are_composed(
    hasher: PassphraseHasher, passphrase: str
) -> None:
    stored = hasher.hash(passphrase)

    assert hasher.matches(stored, passphrase)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        composed = unicodedata.normalize(form, passphrase)
        assert hasher.matches(stored, composed) or len(composed) > LONGEST_PASSPHRASE


@unhurried
@given(passphrase=st.text(max_size=LONGEST_PASSPHRASE), other=st.text(max_size=LONGEST_PASSPHRASE))
def test_two_passphrases_match_only_when_they_have_the_same_signs_in_the_same_pieces(
    hasher: PassphraseHasher, passphrase: str, other: str
) -> None:
    pieces, others = (unicodedata.normalize("NFKC", text).split() for text in (passphrase, other))

    assert hasher.matches(hasher.hash(passphrase), other) is (pieces == others)


@pytest.mark.parametrize(
    "typed",
    [
        " copper lantern walks",
        "copper lantern walks ",
        "copper  lantern   walks",
        "copper lantern walks\n",
        "copper\tlantern\u3000walks\r\n",
        "copper\u00a0lantern\u2003walks",
        "\uff43opper lantern walk\uff53",
    ],
    ids=ascii,
)
def test_spaces_that_nobody_sees_on_paper_do_not_count(hasher: PassphraseHasher, typed: str) -> None:
    plain = "copper lantern walks"

    assert hasher.matches(hasher.hash(plain), typed)
    assert hasher.matches(hasher.hash(typed), plain)


@unhurried
@given(
    pieces=st.lists(st.text("abcé漢ع", min_size=1, max_size=8), min_size=1, max_size=6),
    spaces=st.lists(st.text(" \t\n\u00a0\u3000", min_size=1, max_size=5), min_size=8, max_size=8),
)
def test_however_a_passphrase_is_spaced_it_stays_hers(
    hasher: PassphraseHasher, pieces: list[str], spaces: list[str]
) -> None:
    spaced = spaces[6] + "".join(piece + space for piece, space in zip(pieces, spaces, strict=False))

    assert hasher.matches(hasher.hash(" ".join(pieces)), spaced)


@pytest.mark.parametrize("change", [str.upper, str.title, lambda text: text.replace(" ", "")])
def test_capitals_and_where_words_part_count(hasher: PassphraseHasher, change: Any) -> None:  # noqa: ANN401 (any change of text)
    passphrase = "copper lantern walks beside window"

    assert not hasher.matches(hasher.hash(passphrase), change(passphrase))


def test_two_people_with_one_passphrase_have_different_hashes(hasher: PassphraseHasher) -> None:
    assert hasher.hash("copper lantern") != hasher.hash("copper lantern")


def test_a_passphrase_of_128_characters_is_the_longest(hasher: PassphraseHasher) -> None:
    longest = "x" * 128
    assert hasher.matches(hasher.hash(longest), longest)

    with pytest.raises(ValueError, match="at most 128 characters") as caught:
        hasher.hash("secret " * 19)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("passphrase", "longer"),
    [
        ("x" * 128, "x" * 129),
        ("x" * 128, "x" * 1_000_000),
        # Cut off in the wrong place, the accent would compose and what follows would go unseen.
        ("x" * 127 + "\u00e9", "x" * 127 + "e\u0301" + "zzz"),
    ],
)
def test_nothing_longer_ever_matches_by_being_cut(hasher: PassphraseHasher, passphrase: str, longer: str) -> None:
    assert not hasher.matches(hasher.hash(passphrase), longer)


@unhurried
@given(passphrase=st.text())
def test_a_name_nobody_has_never_matches(hasher: PassphraseHasher, passphrase: str) -> None:
    assert not hasher.matches(None, passphrase)


@pytest.mark.parametrize("damaged", ["", "x", "$argon2id$", "$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA"])
@pytest.mark.parametrize("passphrase", ["", "copper lantern", "a name nobody has"])
def test_a_damaged_hash_matches_nothing(hasher: PassphraseHasher, damaged: str, passphrase: str) -> None:
    assert not hasher.matches(PassphraseHash(damaged), passphrase)


def test_a_name_nobody_has_costs_exactly_the_work_of_a_known_one() -> None:
    argon2 = CountingArgon2()
    hasher = PassphraseHasher(argon2)
    stored = hasher.hash("copper lantern")

    hasher.matches(stored, "copper lantern")
    hasher.matches(stored, "wrong")
    hasher.matches(stored, "far too long " * 1000)
    hasher.matches(None, "copper lantern")
    hasher.matches(None, "far too long " * 1000)

    assert len(argon2.checked) == 5
    assert all(costs == extract_parameters(stored) for costs in argon2.checked)


def test_at_most_two_passphrases_are_checked_at_once_and_all_get_their_turn() -> None:
    argon2 = HeldArgon2()
    hasher = PassphraseHasher(argon2)
    stored = hasher.hash("copper lantern")

    with ThreadPoolExecutor(8) as threads:
        answers = [threads.submit(hasher.matches, stored, "copper lantern") for _ in range(8)]
        assert argon2.two_are_in.wait(10)
        argon2.let_go.set()
        assert all(answer.result(10) for answer in answers)

    assert argon2.most_at_once == 2


def test_who_waits_too_long_for_a_turn_is_told_so_and_may_try_again() -> None:
    argon2 = HeldArgon2()
    hasher = PassphraseHasher(argon2, wait_seconds=0.05)
    stored = hasher.hash("copper lantern")

    with ThreadPoolExecutor(2) as threads:
        under_way = [threads.submit(hasher.matches, stored, "copper lantern") for _ in range(2)]
        assert argon2.two_are_in.wait(10)
        with pytest.raises(HashingBusyError):
            hasher.matches(stored, "copper lantern")
        with pytest.raises(HashingBusyError):
            hasher.hash("copper lantern")
        argon2.let_go.set()
        assert all(answer.result(10) for answer in under_way)

    assert hasher.matches(stored, "copper lantern")


def test_a_sign_in_waits_half_a_minute_for_its_turn() -> None:
    assert quick_hasher().wait_seconds == 30


def test_a_wrong_passphrase_gives_its_turn_back(hasher: PassphraseHasher) -> None:
    stored = hasher.hash("copper lantern")

    assert not any(hasher.matches(stored, f"wrong {number}") for number in range(10))
    assert hasher.matches(stored, "copper lantern")
