"""What is drawn by chance, and what is made of it."""

import base64
import hashlib
import re
from datetime import UTC

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from survivor_portal.security.clock import system_clock
from survivor_portal.security.tokens import digest, keyed_digest, new_ref, new_token, same, system_chance


def test_a_token_carries_256_bits_and_is_safe_in_a_cookie_and_an_address() -> None:
    token = new_token(system_chance)

    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)
    assert len(base64.urlsafe_b64decode(token + "=")) == 32


def test_a_reference_carries_128_bits_in_26_characters_that_nobody_confuses_by_case() -> None:
    ref = new_ref(system_chance)

    assert re.fullmatch(r"[a-z2-7]{26}", ref)
    assert len(base64.b32decode(ref.upper() + "=" * 6)) == 16


@given(drawn=st.binary(min_size=32, max_size=32))
def test_a_token_keeps_every_bit_it_was_given(drawn: bytes) -> None:
    asked: list[int] = []

    def chance(count: int) -> bytes:
        asked.append(count)
        return drawn[:count]

    assert base64.urlsafe_b64decode(new_token(chance) + "=") == drawn
    assert base64.b32decode(new_ref(chance).upper() + "=" * 6) == drawn[:16]
    assert asked == [32, 16]


def test_no_two_tokens_or_references_are_the_same() -> None:
    assert len({new_token(system_chance) for _ in range(1000)}) == 1000
    assert len({new_ref(system_chance) for _ in range(1000)}) == 1000


@pytest.mark.parametrize("count", [1, 12, 16, 32, 1000])
def test_the_system_gives_as_many_bytes_as_it_is_asked_for(count: int) -> None:
    assert len(system_chance(count)) == count


def test_what_is_stored_of_a_token_is_its_sha_256_and_not_the_token() -> None:
    token = new_token(system_chance)

    assert digest(token) == hashlib.sha256(token.encode()).hexdigest()
    assert token not in digest(token)


@given(text=st.text(), key=st.binary(min_size=32, max_size=32), other_key=st.binary(min_size=32, max_size=32))
def test_a_keyed_digest_depends_on_key_purpose_and_text(text: str, key: bytes, other_key: bytes) -> None:
    assume(key != other_key)
    made = keyed_digest(key, "sign-in name", text)

    assert re.fullmatch(r"[0-9a-f]{64}", made)
    assert made == keyed_digest(key, "sign-in name", text)
    assert made != keyed_digest(other_key, "sign-in name", text)
    assert made != keyed_digest(key, "form tokens", text)
    assert made != keyed_digest(key, "sign-in name", text + "x")
    assert made != digest(text)


@given(one=st.text(), other=st.text())
def test_two_secrets_are_the_same_only_when_they_are_equal(one: str, other: str) -> None:
    assert same(one, other) is (one == other)
    assert same(one, one)


def test_the_system_clock_is_aware_in_utc_and_moves_on() -> None:
    earlier = system_clock()

    assert earlier.tzinfo is UTC
    assert system_clock() >= earlier
