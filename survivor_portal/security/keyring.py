"""One data key a person, wrapped, in a database of its own."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NewType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import DateTime, LargeBinary, MetaData, String, delete, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from survivor_portal.security.clock import Clock
from survivor_portal.security.keyfile import KeyFile, WrappingKeyId
from survivor_portal.security.tokens import Chance, new_ref
from survivor_portal.storage import Storage

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

DataKeyId = NewType("DataKeyId", str)

_NONCE_BYTES = 12
_DATA_KEY_BYTES = 32


class KeyGoneError(Exception):
    """There is no key for this person: never made, or destroyed when they erased their record."""


class _Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class WrappedKey(_Base):
    """A data key as it lies in the key database: unreadable without the key file."""

    __tablename__ = "data_keys"

    owner_id: Mapped[str] = mapped_column(String(26), primary_key=True)
    key_id: Mapped[str] = mapped_column(String(26), unique=True)
    wrapped_with: Mapped[str] = mapped_column(String(26), index=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class DestroyedKey(_Base):
    """That a person's key was destroyed: rows of theirs that turn up again, from an old backup, are to go too."""

    __tablename__ = "destroyed_keys"

    owner_id: Mapped[str] = mapped_column(String(26), primary_key=True)
    destroyed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


KEYS_METADATA = _Base.metadata


@dataclass(frozen=True, slots=True, repr=False)
class DataKey:
    """One person's data key, unwrapped, for as long as one request needs it."""

    id: DataKeyId
    secret: bytes


class KnownKeys:
    """The key file as this process knows it: read at the start, and looked at again when the file may have changed.

    A wrapping key once known stays known until the process ends, so that a data key fetched while the wrapping keys
    are being rotated opens all the same. The look-up key never changes while the portal runs.
    """

    def __init__(self, key_file: KeyFile, read_again: Callable[[], KeyFile] | None = None) -> None:
        """Start with the file as read; without `read_again` it never changes."""
        self.file = key_file
        self._read_again = read_again

    def look_again(self) -> KeyFile:
        """Read the file anew and give what is known now. Raises `KeyFileError`, and then nothing has changed."""
        if self._read_again is not None:
            found = self._read_again()
            known = {**self.file.wrapping_keys, **found.wrapping_keys}
            self.file = replace(self.file, current=found.current, wrapping_keys=known)
        return self.file


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Make, fetch and destroy data keys. Losing a key is losing its person's words, which is what erasure is."""

    storage: Storage
    known: KnownKeys
    chance: Chance
    clock: Clock

    @property
    def key_file(self) -> KeyFile:
        """The key file as this process knows it."""
        return self.known.file

    def make(self, owner_id: str) -> DataKey:
        """Make a person's data key and store it for good, before any row that needs it.

        Raises `sqlalchemy.exc.IntegrityError` when the person has one already, and `KeyFileError`.
        """
        key = DataKey(DataKeyId(new_ref(self.chance)), self.chance(_DATA_KEY_BYTES))
        with self.storage.writer.begin() as connection:
            let_no_wrapping_key_go(connection)
            # The file decides, not what was read at the start: the wrapping key of then may be gone by now.
            current = self.known.look_again().current
            connection.execute(
                insert(WrappedKey).values(
                    owner_id=owner_id,
                    key_id=key.id,
                    wrapped_with=current,
                    wrapped=wrapped(self.key_file.wrapping_keys[current], owner_id, key, self.chance),
                    created_at=self.clock(),
                )
            )
        return key

    def key_for(self, owner_id: str) -> DataKey:
        """Fetch a person's data key. Raises `KeyGoneError` when there is none that we can open."""
        key = self.keys_for([owner_id]).get(owner_id)
        if key is None:
            raise KeyGoneError
        return key

    def keys_for(self, owner_ids: Collection[str]) -> dict[str, DataKey]:
        """Fetch several people's data keys in one look-up, by owner; who has none that we can open is left out.

        Raises `KeyFileError` when one is wrapped with a key this process does not know, and the file cannot be read.
        """
        statement = select(WrappedKey.owner_id, WrappedKey.key_id, WrappedKey.wrapped_with, WrappedKey.wrapped).where(
            WrappedKey.owner_id.in_(owner_ids)
        )
        with self.storage.read() as connection:
            rows = connection.execute(statement).all()
        if any(row.wrapped_with not in self.key_file.wrapping_keys for row in rows):
            # The wrapping keys were rotated since the file was read.
            self.known.look_again()
        opened = ((row.owner_id, unwrapped(self.key_file, row)) for row in rows)
        return {owner_id: key for owner_id, key in opened if key is not None}

    def destroy(self, owner_id: str) -> None:
        """Destroy a person's data key, and note that it is gone; what it sealed can never be read again."""
        with self.storage.writer.begin() as connection:
            connection.execute(delete(WrappedKey).where(WrappedKey.owner_id == owner_id))
            noted = select(DestroyedKey.owner_id).where(DestroyedKey.owner_id == owner_id)
            if connection.execute(noted).first() is None:
                connection.execute(insert(DestroyedKey).values(owner_id=owner_id, destroyed_at=self.clock()))

    def destroyed(self) -> dict[str, datetime]:
        """Give everyone whose key was destroyed, and when."""
        with self.storage.read() as connection:
            rows = connection.execute(select(DestroyedKey.owner_id, DestroyedKey.destroyed_at)).all()
        return {row.owner_id: _in_utc(row.destroyed_at) for row in rows}

    def owners(self) -> frozenset[str]:
        """Give everyone who has a key."""
        with self.storage.read() as connection:
            return frozenset(connection.execute(select(WrappedKey.owner_id)).scalars())


def wrapped(wrapping_key: bytes, owner_id: str, key: DataKey, chance: Chance) -> bytes:
    """Wrap a data key for its owner's row: nonce, ciphertext and tag."""
    nonce = chance(_NONCE_BYTES)
    return nonce + AESGCM(wrapping_key).encrypt(nonce, key.secret, _binding(owner_id, key.id))


def unwrapped(key_file: KeyFile, row: "Row[*tuple[Any, ...]]") -> DataKey | None:
    """Unwrap the data key in a row; None when no wrapping key of the file opens it there."""
    secret = key_file.wrapping_keys.get(WrappingKeyId(row.wrapped_with))
    if secret is None:
        return None
    nonce, ciphertext = row.wrapped[:_NONCE_BYTES], row.wrapped[_NONCE_BYTES:]
    try:
        opened = AESGCM(secret).decrypt(nonce, ciphertext, _binding(row.owner_id, row.key_id))
    except (InvalidTag, ValueError):
        return None
    return DataKey(DataKeyId(row.key_id), opened)


def let_no_wrapping_key_go(connection: "Connection") -> None:
    """Hold off the end of a rotation until this transaction is over, where its beginning alone does not."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE data_keys IN ROW EXCLUSIVE MODE")


def _in_utc(moment: datetime) -> datetime:
    # SQLite forgets the zone, which is always UTC here.
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _binding(owner_id: str, key_id: str) -> bytes:
    # A key moved to another person's row must not open.
    return f"data key\0{owner_id}\0{key_id}".encode()
