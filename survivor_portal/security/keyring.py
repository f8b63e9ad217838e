"""One data key a person, wrapped, in a database of its own."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NewType

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import DateTime, LargeBinary, MetaData, String, delete, insert, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from survivor_portal.security.clock import Clock
from survivor_portal.security.keyfile import KeyFile, WrappingKeyId
from survivor_portal.security.tokens import Chance, new_ref
from survivor_portal.storage import Storage

if TYPE_CHECKING:
    from sqlalchemy import Row

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


KEYS_METADATA = _Base.metadata


@dataclass(frozen=True, slots=True, repr=False)
class DataKey:
    """One person's data key, unwrapped, for as long as one request needs it."""

    id: DataKeyId
    secret: bytes


@dataclass(frozen=True, slots=True)
class KeyRing:
    """Make, fetch and destroy data keys. Losing a key is losing its person's words, which is what erasure is."""

    storage: Storage
    key_file: KeyFile
    chance: Chance
    clock: Clock

    def make(self, owner_id: str) -> DataKey:
        """Make a person's data key and store it for good, before any row that needs it.

        Raises `sqlalchemy.exc.IntegrityError` when the person has one already.
        """
        key = DataKey(DataKeyId(new_ref(self.chance)), self.chance(_DATA_KEY_BYTES))
        nonce = self.chance(_NONCE_BYTES)
        wrapping = AESGCM(self.key_file.wrapping_keys[self.key_file.current])
        with self.storage.writer.begin() as connection:
            connection.execute(
                insert(WrappedKey).values(
                    owner_id=owner_id,
                    key_id=key.id,
                    wrapped_with=self.key_file.current,
                    wrapped=nonce + wrapping.encrypt(nonce, key.secret, _binding(owner_id, key.id)),
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
        """Fetch several people's data keys in one look-up, by owner; who has none that we can open is left out."""
        statement = select(WrappedKey.owner_id, WrappedKey.key_id, WrappedKey.wrapped_with, WrappedKey.wrapped).where(
            WrappedKey.owner_id.in_(owner_ids)
        )
        with self.storage.read() as connection:
            rows = connection.execute(statement).all()
        unwrapped = ((row.owner_id, self._unwrapped(row)) for row in rows)
        return {owner_id: key for owner_id, key in unwrapped if key is not None}

    def _unwrapped(self, row: "Row[str, str, str, bytes]") -> DataKey | None:
        secret = self.key_file.wrapping_keys.get(WrappingKeyId(row.wrapped_with))
        if secret is None:
            return None
        nonce, ciphertext = row.wrapped[:_NONCE_BYTES], row.wrapped[_NONCE_BYTES:]
        try:
            opened = AESGCM(secret).decrypt(nonce, ciphertext, _binding(row.owner_id, row.key_id))
        except (InvalidTag, ValueError):
            return None
        return DataKey(DataKeyId(row.key_id), opened)

    def destroy(self, owner_id: str) -> None:
        """Destroy a person's data key; what it sealed can never be read again."""
        with self.storage.writer.begin() as connection:
            connection.execute(delete(WrappedKey).where(WrappedKey.owner_id == owner_id))


def _binding(owner_id: str, key_id: str) -> bytes:
    # A key moved to another person's row must not open.
    return f"data key\0{owner_id}\0{key_id}".encode()
