"""Sealing one cell of one row for one person, so that a cell moved elsewhere does not open."""

from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from survivor_portal.security.keyring import DataKey, KeyGoneError, KeyRing
from survivor_portal.security.tokens import Chance

_VERSION = b"\x01"
_KEY_ID_BYTES = 26
_NONCE_BYTES = 12
_LENGTH_BYTES = 4
_PADDING_STEP = 256


class Envelope(bytes):
    """A sealed text as it lies in a column: version, data key id, nonce, ciphertext and tag."""

    __slots__ = ()


class CannotOpenError(Exception):
    """The envelope is damaged, or belongs to another cell, row or person."""


@dataclass(frozen=True, slots=True)
class Place:
    """The one cell a sealed text belongs to, and the person whose key seals it."""

    table: str
    column: str
    row_id: str
    owner_id: str


@dataclass(frozen=True, slots=True)
class Vault:
    """Seal and open texts with AES-256-GCM under their owner's data key.

    The place is bound in as additional data; lengths are padded to steps of 256 bytes, so that a size says little.
    """

    key_ring: KeyRing
    chance: Chance

    def seal(self, place: Place, text: str) -> Envelope:
        """Seal a text for its place. Raises `KeyGoneError` when its owner has no key."""
        key = self.key_ring.key_for(place.owner_id)
        nonce = self.chance(_NONCE_BYTES)
        ciphertext = AESGCM(key.secret).encrypt(nonce, _padded(text.encode()), _binding(place))
        return Envelope(_VERSION + key.id.encode() + nonce + ciphertext)

    def open(self, place: Place, envelope: Envelope) -> str:
        """Open a text in its place. Raises `KeyGoneError` or `CannotOpenError`."""
        return _opened(self.key_ring.key_for(place.owner_id), place, envelope)

    def opener(self, *owner_ids: str) -> "Opener":
        """Fetch these people's keys in one look-up, to open any number of their texts with."""
        return Opener(self.key_ring.keys_for(owner_ids))


@dataclass(frozen=True, slots=True, repr=False)
class Opener:
    """Open texts with keys already fetched, for as long as one request needs them."""

    keys: Mapping[str, DataKey]

    def open(self, place: Place, envelope: Envelope) -> str:
        """Open a text in its place. Raises `KeyGoneError` when its owner's key was not there, or `CannotOpenError`."""
        key = self.keys.get(place.owner_id)
        if key is None:
            raise KeyGoneError
        return _opened(key, place, envelope)


def _opened(key: DataKey, place: Place, envelope: Envelope) -> str:
    head = len(_VERSION) + _KEY_ID_BYTES
    if envelope[:head] != _VERSION + key.id.encode():
        raise CannotOpenError
    nonce, ciphertext = envelope[head : head + _NONCE_BYTES], envelope[head + _NONCE_BYTES :]
    try:
        padded = AESGCM(key.secret).decrypt(nonce, ciphertext, _binding(place))
    except (InvalidTag, ValueError) as problem:
        raise CannotOpenError from problem
    length = int.from_bytes(padded[:_LENGTH_BYTES])
    return padded[_LENGTH_BYTES : _LENGTH_BYTES + length].decode()


def _padded(content: bytes) -> bytes:
    framed = len(content).to_bytes(_LENGTH_BYTES) + content
    return framed + bytes(-len(framed) % _PADDING_STEP)


def _binding(place: Place) -> bytes:
    parts = [_VERSION, place.table.encode(), place.column.encode(), place.row_id.encode(), place.owner_id.encode()]
    return b"".join(len(part).to_bytes(2) + part for part in parts)
