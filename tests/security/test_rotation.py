"""The wrapping key changes under a running portal, and at every moment every data key can be opened."""

import fcntl
import os
import stat
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import select, update

from survivor_portal.migrations import History, upgrade
from survivor_portal.security.keyfile import KeyFileError, make_key_file, read_key_file
from survivor_portal.security.keyring import DataKey, KeyRing, KnownKeys, WrappedKey
from survivor_portal.security.rotation import Rotation, RotationRunningError, rotate
from survivor_portal.security.tokens import new_ref, system_chance
from survivor_portal.storage import open_storage
from tests.timepiece import Timepiece

pytest_plugins = ("tests.postgres",)

MANY = 250
"""More than two batches."""


@dataclass(frozen=True)
class Keys:
    """A key database and its key file; each ring on it stands for a process of its own."""

    address: str
    path: Path

    def ring(self) -> KeyRing:
        """Start a process, which reads the key file now."""
        known = KnownKeys(read_key_file(self.path), partial(read_key_file, self.path))
        return KeyRing(open_storage(self.address), known, system_chance, Timepiece())

    def read_anew(self, people: Collection[str]) -> dict[str, DataKey]:
        """Give what a process that starts now can open."""
        ring = self.ring()
        found = ring.keys_for(people)
        ring.storage.close()
        return found

    def rotate(self, ring: KeyRing, *, dry_run: bool = False) -> Rotation:
        """Rotate, and have nobody told."""
        return rotate(ring, self.path, lambda _done, _total: None, dry_run=dry_run)


class CutShortError(Exception):
    """The machine stopped here."""


@pytest.fixture
def keys(empty_database: str, tmp_path: Path) -> Keys:
    """A key database with nobody in it."""
    (tmp_path / "kept").mkdir()
    path = tmp_path / "kept" / "portal.key"
    make_key_file(path, system_chance)
    storage = open_storage(empty_database)
    upgrade(storage.writer, History.KEYS)
    storage.close()
    return Keys(empty_database, path)


@pytest.fixture
def ring(keys: Keys) -> Iterator[KeyRing]:
    """The process that rotates."""
    ring = keys.ring()
    yield ring
    ring.storage.close()


@pytest.fixture
def portal(keys: Keys) -> Iterator[KeyRing]:
    """The portal, running since before."""
    ring = keys.ring()
    yield ring
    ring.storage.close()


def add(ring: KeyRing, count: int) -> dict[str, DataKey]:
    """Add people, and give their keys."""
    people = [new_ref(system_chance) for _ in range(count)]
    return {owner: ring.make(owner) for owner in people}


def names_of_wrapping_keys(ring: KeyRing) -> set[str]:
    """Give the wrapping keys that data keys name."""
    with ring.storage.read() as connection:
        return set(connection.execute(select(WrappedKey.wrapped_with)).scalars())


def test_every_key_stays_the_same_under_a_new_wrapping_key_and_the_former_one_is_gone(
    keys: Keys, ring: KeyRing
) -> None:
    people = add(ring, MANY)
    former = read_key_file(keys.path)

    assert keys.rotate(ring) == Rotation(resumed=False, rewrapped=MANY, unreadable=0)

    now = read_key_file(keys.path)
    assert list(now.wrapping_keys) == [now.current]
    assert set(now.wrapping_keys.values()).isdisjoint(former.wrapping_keys.values())
    assert (now.lookup_key, now.form_key) == (former.lookup_key, former.form_key)
    assert names_of_wrapping_keys(ring) == {now.current}
    assert keys.read_anew(people) == people


def test_what_lies_in_the_database_is_wrapped_anew_with_chance_of_its_own(keys: Keys, ring: KeyRing) -> None:
    add(ring, 3)

    def lying() -> set[bytes]:
        with ring.storage.read() as connection:
            return {row[:12] for row in connection.execute(select(WrappedKey.wrapped)).scalars()}

    before = lying()
    keys.rotate(ring)

    assert len(lying()) == 3
    assert lying().isdisjoint(before)


def test_the_key_file_stays_its_owner_s_alone_and_nothing_else_is_left_beside_it(keys: Keys, ring: KeyRing) -> None:
    os.chown(keys.path, os.geteuid(), os.getegid())
    before = keys.path.stat()

    keys.rotate(ring)

    after = keys.path.stat()
    assert (stat.S_IMODE(after.st_mode), after.st_uid, after.st_gid) == (0o400, before.st_uid, before.st_gid)
    assert [path.name for path in keys.path.parent.iterdir()] == ["portal.key"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to someone else")
def test_a_key_file_rotated_by_root_still_belongs_to_the_portal_s_account(keys: Keys, ring: KeyRing) -> None:
    os.chown(keys.path, 1234, 2345)

    keys.rotate(ring)

    assert (keys.path.stat().st_uid, keys.path.stat().st_gid) == (1234, 2345)


def test_a_dry_run_says_what_would_be_done_and_does_nothing(keys: Keys, ring: KeyRing) -> None:
    add(ring, 3)
    before, wrapped_with = keys.path.read_bytes(), names_of_wrapping_keys(ring)

    assert keys.rotate(ring, dry_run=True) == Rotation(resumed=False, rewrapped=3, unreadable=0)

    assert (keys.path.read_bytes(), names_of_wrapping_keys(ring)) == (before, wrapped_with)


def test_a_portal_that_runs_all_the_while_reads_and_adds_as_before(keys: Keys, ring: KeyRing, portal: KeyRing) -> None:
    people = add(portal, 5)

    keys.rotate(ring)
    keys.rotate(ring)
    newcomers = add(portal, 5)

    assert portal.keys_for([*people, *newcomers]) == people | newcomers
    assert keys.read_anew([*people, *newcomers]) == people | newcomers


def test_nobody_added_while_the_key_changes_is_ever_lost(keys: Keys, ring: KeyRing, portal: KeyRing) -> None:
    people = add(portal, 20)
    is_over = Event()

    def keep_adding() -> dict[str, DataKey]:
        added: dict[str, DataKey] = {}
        while not is_over.is_set():
            added |= add(portal, 1)
            assert portal.keys_for(people) == people
        return added

    with ThreadPoolExecutor(2) as threads:
        adding = [threads.submit(keep_adding) for _ in range(2)]
        for _ in range(5):
            keys.rotate(ring)
        is_over.set()

    # Only now, when nobody compares with those who were there before any more.
    everybody = people | adding[0].result() | adding[1].result()
    assert len(everybody) > 20
    assert keys.read_anew(everybody) == everybody


def test_cut_short_at_any_draw_of_chance_everything_opens_and_the_next_run_ends_it(keys: Keys, ring: KeyRing) -> None:
    people = add(ring, 4)

    for last in range(100):
        count = iter(range(last))

        def chance(size: int, count: Iterator[int] = count) -> bytes:
            if next(count, None) is None:
                raise CutShortError
            return system_chance(size)

        try:
            keys.rotate(replace(ring, chance=chance))
        except CutShortError:
            assert keys.read_anew(people) == people
            continue
        break
    # Two draws for the new key, then one for each person.
    assert last == 4
    assert list(read_key_file(keys.path).wrapping_keys) == [read_key_file(keys.path).current]
    assert keys.read_anew(people) == people


def test_a_rotation_that_was_cut_short_is_gone_on_with_instead_of_begun_anew(keys: Keys, ring: KeyRing) -> None:
    people = add(ring, MANY)

    def stop(_done: int, _total: int) -> None:
        raise CutShortError

    with pytest.raises(CutShortError):
        rotate(ring, keys.path, stop)
    begun = read_key_file(keys.path)
    assert len(begun.wrapping_keys) == 2
    assert keys.read_anew(people) == people

    assert keys.rotate(ring, dry_run=True) == Rotation(resumed=True, rewrapped=MANY - 100, unreadable=0)
    assert keys.rotate(ring) == Rotation(resumed=True, rewrapped=MANY - 100, unreadable=0)
    assert read_key_file(keys.path).current == begun.current


def test_progress_is_told_batch_by_batch(keys: Keys, ring: KeyRing) -> None:
    add(ring, MANY)
    told: list[tuple[int, int]] = []

    rotate(ring, keys.path, lambda done, total: told.append((done, total)))

    assert told == [(100, MANY), (200, MANY), (MANY, MANY)]


def test_a_damaged_key_is_counted_and_keeps_the_wrapping_key_it_names(keys: Keys, ring: KeyRing) -> None:
    people = add(ring, 3)
    damaged = min(people)
    former = read_key_file(keys.path).current
    with ring.storage.writer.begin() as connection:
        connection.execute(update(WrappedKey).where(WrappedKey.owner_id == damaged).values(wrapped=bytes(60)))

    assert keys.rotate(ring) == Rotation(resumed=False, rewrapped=2, unreadable=1)

    assert former in read_key_file(keys.path).wrapping_keys
    assert keys.read_anew(people) == {owner: key for owner, key in people.items() if owner != damaged}


def test_two_rotations_never_run_at_once(keys: Keys, ring: KeyRing) -> None:
    add(ring, 3)
    before = keys.path.read_bytes()
    folder = os.open(keys.path.parent, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)

    with pytest.raises(RotationRunningError):
        keys.rotate(ring)
    assert keys.path.read_bytes() == before

    os.close(folder)
    assert keys.rotate(ring).rewrapped == 3


def test_what_a_cut_short_write_left_beside_the_file_is_taken_away(keys: Keys, ring: KeyRing) -> None:
    left = keys.path.with_name(".portal.key.new")
    left.write_bytes(b"half")

    keys.rotate(ring)

    assert not left.exists()
    assert len(read_key_file(keys.path).wrapping_keys) == 1


def test_nobody_is_added_under_a_key_that_may_be_gone_when_the_file_cannot_be_read(keys: Keys, portal: KeyRing) -> None:
    keys.path.rename(keys.path.with_name("elsewhere.key"))

    with pytest.raises(KeyFileError):
        portal.make("someone")

    keys.path.with_name("elsewhere.key").rename(keys.path)
    assert portal.keys_for(["someone"]) == {}
