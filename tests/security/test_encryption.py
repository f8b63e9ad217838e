"""Sealed texts open in their own place, with their own key, whole, or not at all."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survivor_portal.security.encryption import CannotOpenError, Envelope, Place, Vault
from survivor_portal.security.keyring import KeyGoneError
from survivor_portal.security.tokens import new_ref, system_chance

HEAD_AND_TAG = 1 + 26 + 12 + 16
"""Bytes of every envelope besides the padded text: version, key id, nonce, and tag."""

# Each example asks a database for a key, and other tests may be running on the same processor.
unhurried = settings(deadline=None)


@pytest.fixture(scope="module")
def place(vault: Vault) -> Place:
    """A cell of someone who has a key."""
    owner_id = new_ref(system_chance)
    vault.key_ring.make(owner_id)
    return Place("survivors", "chosen_name", owner_id, owner_id)


@unhurried
@given(text=st.text())
def test_any_text_comes_back_as_it_was(vault: Vault, place: Place, text: str) -> None:
    assert vault.open(place, vault.seal(place, text)) == text


@pytest.mark.parametrize("text", ["", "\0", "نور", "e\u0301", "👩🏽‍🦱", "\ufdd0", "long ü" * 100_000])
def test_awkward_texts_come_back_as_they_were(vault: Vault, place: Place, text: str) -> None:
    assert vault.open(place, vault.seal(place, text)) == text


@unhurried
@given(text=st.text(min_size=6))
def test_an_envelope_shows_nothing_of_its_text(vault: Vault, place: Place, text: str) -> None:
    assert text.encode() not in bytes(vault.seal(place, text))


@unhurried
@given(size=st.integers(0, 2000))
def test_a_size_tells_only_how_many_steps_of_256_bytes_a_text_fills(vault: Vault, place: Place, size: int) -> None:
    length_and_text = 4 + size
    steps = -(-length_and_text // 256)

    assert len(vault.seal(place, "x" * size)) == HEAD_AND_TAG + steps * 256


def test_the_same_text_is_never_sealed_the_same_way_twice(vault: Vault, place: Place) -> None:
    assert len({vault.seal(place, "Amara") for _ in range(100)}) == 100


@pytest.mark.parametrize("part", ["table", "column", "row_id"])
def test_a_cell_moved_elsewhere_does_not_open(vault: Vault, place: Place, part: str) -> None:
    envelope = vault.seal(place, "Amara")

    with pytest.raises(CannotOpenError):
        vault.open(replace(place, **{part: "another"}), envelope)


def test_a_cell_moved_to_another_person_does_not_open(vault: Vault, place: Place) -> None:
    someone_else = new_ref(system_chance)
    vault.key_ring.make(someone_else)

    with pytest.raises(CannotOpenError):
        vault.open(replace(place, owner_id=someone_else), vault.seal(place, "Amara"))


def test_two_places_that_read_alike_when_run_together_are_different_places(vault: Vault, place: Place) -> None:
    envelope = vault.seal(replace(place, table="notes", column="body"), "Amara")

    with pytest.raises(CannotOpenError):
        vault.open(replace(place, table="note", column="sbody"), envelope)


@unhurried
@given(text=st.text(max_size=20), position=st.integers(0), bit=st.integers(0, 7))
def test_any_flipped_bit_is_noticed(vault: Vault, place: Place, text: str, position: int, bit: int) -> None:
    damaged = bytearray(vault.seal(place, text))
    damaged[position % len(damaged)] ^= 1 << bit

    with pytest.raises(CannotOpenError):
        vault.open(place, Envelope(damaged))


@unhurried
@given(length=st.integers(0, HEAD_AND_TAG + 256 - 1))
def test_an_envelope_cut_short_does_not_open(vault: Vault, place: Place, length: int) -> None:
    with pytest.raises(CannotOpenError):
        vault.open(place, Envelope(vault.seal(place, "Amara")[:length]))


@unhurried
@given(extra=st.binary(min_size=1))
def test_an_envelope_with_something_added_does_not_open(vault: Vault, place: Place, extra: bytes) -> None:
    with pytest.raises(CannotOpenError):
        vault.open(place, Envelope(vault.seal(place, "Amara") + extra))


@unhurried
@given(rubbish=st.binary(max_size=600))
def test_what_was_never_an_envelope_does_not_open(vault: Vault, place: Place, rubbish: bytes) -> None:
    with pytest.raises(CannotOpenError):
        vault.open(place, Envelope(rubbish))


def test_what_a_destroyed_key_sealed_can_be_read_by_nobody(vault: Vault) -> None:
    owner_id = new_ref(system_chance)
    place = Place("survivors", "chosen_name", owner_id, owner_id)
    vault.key_ring.make(owner_id)
    envelope = vault.seal(place, "Amara")

    vault.key_ring.destroy(owner_id)

    with pytest.raises(KeyGoneError):
        vault.open(place, envelope)
    with pytest.raises(KeyGoneError):
        vault.seal(place, "Amara")


def test_a_key_made_anew_does_not_bring_back_what_the_destroyed_one_sealed(vault: Vault) -> None:
    owner_id = new_ref(system_chance)
    place = Place("survivors", "chosen_name", owner_id, owner_id)
    vault.key_ring.make(owner_id)
    envelope = vault.seal(place, "Amara")
    vault.key_ring.destroy(owner_id)

    vault.key_ring.make(owner_id)

    with pytest.raises(CannotOpenError):
        vault.open(place, envelope)
