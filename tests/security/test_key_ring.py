"""One data key a person: only the key file opens it, and only in its own row."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from survivor_portal.security.keyfile import WrappingKeyId
from survivor_portal.security.keyring import KeyGoneError, KeyRing, KnownKeys, WrappedKey
from survivor_portal.security.tokens import Ref, new_ref, system_chance


@pytest.fixture
def owner_id(key_ring: KeyRing) -> Ref:
    """Someone who has a key."""
    owner_id = new_ref(system_chance)
    key_ring.make(owner_id)
    return owner_id


def change(key_ring: KeyRing, owner_id: str, **values: object) -> None:
    """Tamper with a row of the key database."""
    with key_ring.storage.write() as session:
        session.execute(update(WrappedKey).where(WrappedKey.owner_id == owner_id).values(**values))
        session.commit()


def wrapped(key_ring: KeyRing, owner_id: str) -> bytes:
    """Give what lies in a person's row."""
    with key_ring.storage.read() as connection:
        return connection.execute(select(WrappedKey.wrapped).where(WrappedKey.owner_id == owner_id)).scalar_one()


def test_a_key_is_fetched_as_it_was_made(key_ring: KeyRing) -> None:
    owner_id = new_ref(system_chance)

    assert key_ring.make(owner_id) == key_ring.key_for(owner_id)


def test_every_person_has_a_key_of_256_bits_of_their_own(key_ring: KeyRing) -> None:
    keys = [key_ring.make(new_ref(system_chance)) for _ in range(20)]

    assert {len(key.secret) for key in keys} == {32}
    assert len({key.secret for key in keys}) == len({key.id for key in keys}) == 20


def test_nobody_gets_a_second_key_and_the_first_one_stays(key_ring: KeyRing, owner_id: Ref) -> None:
    before = key_ring.key_for(owner_id)

    with pytest.raises(IntegrityError):
        key_ring.make(owner_id)

    assert key_ring.key_for(owner_id) == before


def test_someone_who_never_had_a_key_has_none(key_ring: KeyRing) -> None:
    with pytest.raises(KeyGoneError):
        key_ring.key_for(new_ref(system_chance))


def test_a_destroyed_key_is_gone_and_destroying_it_twice_equals_once(key_ring: KeyRing, owner_id: Ref) -> None:
    someone_else = new_ref(system_chance)
    theirs = key_ring.make(someone_else)

    key_ring.destroy(owner_id)
    key_ring.destroy(owner_id)

    with pytest.raises(KeyGoneError):
        key_ring.key_for(owner_id)
    assert key_ring.key_for(someone_else) == theirs


def test_what_lies_in_the_database_is_not_the_key(key_ring: KeyRing, owner_id: Ref) -> None:
    assert key_ring.key_for(owner_id).secret not in wrapped(key_ring, owner_id)


def test_a_wrapped_key_moved_to_another_person_does_not_open(key_ring: KeyRing, owner_id: Ref) -> None:
    stolen = key_ring.key_for(owner_id)
    taken = wrapped(key_ring, owner_id)
    thief = new_ref(system_chance)
    key_ring.make(thief)
    key_ring.destroy(owner_id)

    change(key_ring, thief, wrapped=taken, key_id=stolen.id)

    with pytest.raises(KeyGoneError):
        key_ring.key_for(thief)


def test_a_wrapped_key_under_another_key_id_does_not_open(key_ring: KeyRing, owner_id: Ref) -> None:
    change(key_ring, owner_id, key_id=new_ref(system_chance))

    with pytest.raises(KeyGoneError):
        key_ring.key_for(owner_id)


@pytest.mark.parametrize("size", [0, 1, 7, 12, 27, 59])
def test_a_wrapped_key_cut_short_does_not_open(key_ring: KeyRing, owner_id: Ref, size: int) -> None:
    change(key_ring, owner_id, wrapped=wrapped(key_ring, owner_id)[:size])

    with pytest.raises(KeyGoneError):
        key_ring.key_for(owner_id)


def test_a_wrapped_key_with_any_byte_changed_does_not_open(key_ring: KeyRing, owner_id: Ref) -> None:
    whole = wrapped(key_ring, owner_id)
    assert len(whole) == 12 + 32 + 16

    for position in range(len(whole)):
        damaged = bytearray(whole)
        damaged[position] ^= 1
        change(key_ring, owner_id, wrapped=bytes(damaged))
        with pytest.raises(KeyGoneError):
            key_ring.key_for(owner_id)


def test_a_key_file_without_the_wrapping_key_opens_nothing(key_ring: KeyRing, owner_id: Ref) -> None:
    other_file = replace(
        key_ring.key_file, current=WrappingKeyId("other"), wrapping_keys={WrappingKeyId("other"): bytes(32)}
    )

    with pytest.raises(KeyGoneError):
        replace(key_ring, known=KnownKeys(other_file)).key_for(owner_id)


def test_another_wrapping_key_of_the_same_name_opens_nothing(key_ring: KeyRing, owner_id: Ref) -> None:
    forged = replace(key_ring.key_file, wrapping_keys={key_ring.key_file.current: bytes(32)})

    with pytest.raises(KeyGoneError):
        replace(key_ring, known=KnownKeys(forged)).key_for(owner_id)


def test_old_data_keys_open_after_the_wrapping_key_changes_and_new_ones_use_the_new_one(
    key_ring: KeyRing, owner_id: Ref
) -> None:
    new = WrappingKeyId("new")
    changed_file = replace(
        key_ring.key_file, current=new, wrapping_keys={**key_ring.key_file.wrapping_keys, new: system_chance(32)}
    )
    changed = replace(key_ring, known=KnownKeys(changed_file))
    someone_new = new_ref(system_chance)

    assert changed.key_for(owner_id) == key_ring.key_for(owner_id)
    assert changed.make(someone_new) == changed.key_for(someone_new)
    with pytest.raises(KeyGoneError):
        key_ring.key_for(someone_new)


def test_a_key_in_memory_does_not_show_its_secret(key_ring: KeyRing, owner_id: Ref) -> None:
    key = key_ring.key_for(owner_id)

    assert repr(key.secret) not in repr(key)


def test_an_error_of_the_key_database_names_neither_person_nor_key(key_ring: KeyRing, owner_id: Ref) -> None:
    with pytest.raises(IntegrityError) as caught:
        key_ring.make(owner_id)

    assert owner_id not in str(caught.value)
