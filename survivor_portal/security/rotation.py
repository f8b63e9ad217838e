"""Changing the key that wraps the data keys, while the portal runs, and whatever interrupts it.

At every moment each data key is wrapped with a key that stands in the key file: the new one is written there before the
first data key needs it, and the old one is let go after the last.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select, update

from survivor_portal.security.keyfile import KeyFile, read_key_file, replace_key_file
from survivor_portal.security.keyring import KeyRing, WrappedKey, unwrapped, wrapped

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Row

Progress = Callable[[int, int], None]
"""Told, after each batch, how many data keys are done and how many there are."""

_BATCH: Final = 100


class RotationRunningError(Exception):
    """Another rotation of the same key file has not ended."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """What a rotation did, or with a dry run would do.

    `resumed` says whether it went on with one that was cut short; `rewrapped` counts data keys; `unreadable` those that
    no wrapping key opens, which were left as they are with the wrapping key they name.
    """

    resumed: bool
    rewrapped: int
    unreadable: int


def rotate(key_ring: KeyRing, path: Path, progress: Progress, *, dry_run: bool = False) -> Rotation:
    """Wrap every data key with a new key, and let the former ones go; after an interruption, run again to finish.

    Raises `RotationRunningError`, `KeyFileError`, `OSError` when the key file cannot be replaced, and
    `sqlalchemy.exc.SQLAlchemyError`; in each case everything can be read as before.
    """
    with _alone(path):
        key_file = read_key_file(path)
        is_resumed = len(key_file.wrapping_keys) > 1
        if dry_run:
            return Rotation(is_resumed, _count(key_ring, _is_left(key_file) if is_resumed else None), 0)
        if not is_resumed:
            key_file = key_file.with_new_wrapping_key(key_ring.chance)
            replace_key_file(path, key_file)
        rewrapped, is_done = 0, False
        while not is_done:
            done, unreadable = _rewrap_all(key_ring, key_file, progress)
            rewrapped += done
            # Someone may have been added meanwhile by a process that knew the former key alone.
            is_done = _let_go_of_former(key_ring, path, key_file, unreadable)
        key_ring.storage.write_anew()
    return Rotation(is_resumed, rewrapped, len(unreadable))


def _rewrap_all(key_ring: KeyRing, key_file: KeyFile, progress: Progress) -> tuple[int, frozenset[str]]:
    total, seen, after = _count(key_ring, _is_left(key_file)), 0, ""
    unreadable: set[str] = set()
    while True:
        with key_ring.storage.writer.begin() as connection:
            rows = _next_batch(connection, key_file, after)
            for row in rows:
                if not _rewrap(connection, key_ring, key_file, row):
                    unreadable.add(row.owner_id)
        if not rows:
            return seen - len(unreadable), frozenset(unreadable)
        seen, after = seen + len(rows), rows[-1].owner_id
        progress(min(seen, total), total)


def _next_batch(connection: "Connection", key_file: KeyFile, after: str) -> "list[Row[*tuple[Any, ...]]]":
    statement = (
        select(WrappedKey.owner_id, WrappedKey.key_id, WrappedKey.wrapped_with, WrappedKey.wrapped)
        .where(_is_left(key_file), WrappedKey.owner_id > after)
        .order_by(WrappedKey.owner_id)
        .limit(_BATCH)
        .with_for_update()
    )
    return list(connection.execute(statement))


def _rewrap(connection: "Connection", key_ring: KeyRing, key_file: KeyFile, row: "Row[*tuple[Any, ...]]") -> bool:
    key = unwrapped(key_file, row)
    if key is None:
        return False
    again = wrapped(key_file.wrapping_keys[key_file.current], row.owner_id, key, key_ring.chance)
    connection.execute(
        update(WrappedKey)
        .where(WrappedKey.owner_id == row.owner_id)
        .values(wrapped_with=key_file.current, wrapped=again)
    )
    return True


def _let_go_of_former(key_ring: KeyRing, path: Path, key_file: KeyFile, unreadable: frozenset[str]) -> bool:
    """Take the wrapping keys that no data key names out of the file, unless one that opens is still to be rewrapped."""
    with key_ring.storage.writer.begin() as connection:
        if connection.dialect.name == "postgresql":
            # Nobody is added from here to the end, as on SQLite since the beginning.
            connection.exec_driver_sql("LOCK TABLE data_keys IN EXCLUSIVE MODE")
        left = connection.execute(select(WrappedKey.owner_id, WrappedKey.wrapped_with).where(_is_left(key_file))).all()
        if {row.owner_id for row in left} - unreadable:
            return False
        replace_key_file(path, key_file.with_only({key_file.current} | {row.wrapped_with for row in left}))
    return True


def _is_left(key_file: KeyFile) -> "ColumnElement[bool]":
    return WrappedKey.wrapped_with != key_file.current


def _count(key_ring: KeyRing, which: "ColumnElement[bool] | None") -> int:
    statement = select(func.count()).select_from(WrappedKey)
    with key_ring.storage.read() as connection:
        return connection.execute(statement if which is None else statement.where(which)).scalar_one()


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    # On the folder: the file itself is replaced. The system lets go of it when the process ends, however it ends.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RotationRunningError from None
        yield
    finally:
        os.close(folder)
