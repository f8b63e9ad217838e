"""The key file: the secrets that must never lie in a database or a data folder."""

import base64
import binascii
import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import NewType

from survivor_portal.security.tokens import Chance, keyed_digest, new_ref

WrappingKeyId = NewType("WrappingKeyId", str)

_KEY_BYTES = 32
_OWNER_READS_ONLY = 0o400


class KeyFileError(Exception):
    """The key file is missing, open to others or not ours; the message says which, in one line."""


@dataclass(frozen=True, slots=True, repr=False)
class KeyFile:
    """What the portal knows that its databases do not.

    `wrapping_keys` wrap each person's data key, `current` naming the one that wraps new ones; `lookup_key` makes the
    digests sign-in names are found by; `form_key` signs form tokens.
    """

    current: WrappingKeyId
    wrapping_keys: dict[WrappingKeyId, bytes]
    lookup_key: bytes

    @property
    def form_key(self) -> str:
        """The secret behind form tokens, derived so that one file holds every secret."""
        return keyed_digest(self.lookup_key, "form tokens", "")


def make_key_file(path: Path, chance: Chance) -> None:
    """Write a new key file that only its owner can read. Raises `FileExistsError` rather than replace one."""
    key_id = new_ref(chance)
    content = {
        "current": key_id,
        "wrapping_keys": {key_id: base64.b64encode(chance(_KEY_BYTES)).decode()},
        "lookup_key": base64.b64encode(chance(_KEY_BYTES)).decode(),
    }
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_READS_ONLY)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())


def read_key_file(path: Path) -> KeyFile:
    """Read the key file, refusing one that others could read.

    Raises `KeyFileError`.
    """
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        msg = f"the key file {path} cannot be read"
        raise KeyFileError(msg) from problem
    if stat.S_IMODE(mode) & (stat.S_IRWXG | stat.S_IRWXO):
        msg = f"the key file {path} can be read by others; run: chmod 400 {path}"
        raise KeyFileError(msg)
    try:
        content = json.loads(text)
        keys = {WrappingKeyId(key_id): _key(value) for key_id, value in content["wrapping_keys"].items()}
        key_file = KeyFile(WrappingKeyId(str(content["current"])), keys, _key(content["lookup_key"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        # The cause would quote the secret it choked on.
        msg = f"the key file {path} is damaged; restore it from your copy"
        raise KeyFileError(msg) from None
    if key_file.current not in key_file.wrapping_keys:
        msg = f"the key file {path} is damaged; restore it from your copy"
        raise KeyFileError(msg)
    return key_file


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error as problem:
        raise ValueError from problem
    if len(key) != _KEY_BYTES:
        raise ValueError
    return key
