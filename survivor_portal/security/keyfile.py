"""The key file: the secrets that must never lie in a database or a data folder."""

import base64
import binascii
import json
import os
import stat
import struct
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NewType

from survivor_portal.security.tokens import Chance, keyed_digest, new_ref

WrappingKeyId = NewType("WrappingKeyId", str)

_KEY_BYTES = 32
_OWNER_READS_ONLY = 0o400

_ACCESS_LIST = "system.posix_acl_access"
_ACCESS_HEADER = 4
_OWNER, _NAMED_USER, _MASK = 0x01, 0x02, 0x10
"""Tags of the entries of an access list, from Linux's posix_acl_xattr.h."""


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

    def with_new_wrapping_key(self, chance: Chance) -> "KeyFile":
        """Give the same file with one more wrapping key, which wraps new data keys from now on."""
        key_id = WrappingKeyId(new_ref(chance))
        return replace(self, current=key_id, wrapping_keys={**self.wrapping_keys, key_id: chance(_KEY_BYTES)})

    def with_only(self, kept: Collection[str]) -> "KeyFile":
        """Give the same file without the wrapping keys that are not among these."""
        left = {key_id: key for key_id, key in self.wrapping_keys.items() if key_id in kept}
        return replace(self, wrapping_keys=left)


def make_key_file(path: Path, chance: Chance) -> None:
    """Write a new key file that only its owner can read. Raises `FileExistsError` rather than replace one."""
    key_id = WrappingKeyId(new_ref(chance))
    _write(path, KeyFile(key_id, {key_id: chance(_KEY_BYTES)}, chance(_KEY_BYTES)))


def replace_key_file(path: Path, key_file: KeyFile) -> None:
    """Put another key file in the place of one: whoever looks finds the one or the other, whole, whatever happens.

    It keeps its owner. Raises `OSError`, and then the former one stands.
    """
    owner = path.stat()
    fresh = path.with_name(f".{path.name}.new")
    # Left by a write that was cut short: it never became the key file.
    fresh.unlink(missing_ok=True)
    try:
        _write(fresh, key_file)
        if (owner.st_uid, owner.st_gid) != (fresh.stat().st_uid, fresh.stat().st_gid):
            os.chown(fresh, owner.st_uid, owner.st_gid)
        fresh.rename(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write(path: Path, key_file: KeyFile) -> None:
    content = {
        "current": key_file.current,
        "wrapping_keys": {key_id: _text(key) for key_id, key in key_file.wrapping_keys.items()},
        "lookup_key": _text(key_file.lookup_key),
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
        is_open = _others_can_read(path)
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        msg = f"the key file {path} cannot be read"
        raise KeyFileError(msg) from problem
    if is_open:
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


def _others_can_read(path: Path) -> bool:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & stat.S_IRWXO:
        return True
    if not mode & stat.S_IRWXG:
        return False
    # A systemd credential belongs to root, and a list of access lets the portal's account read it: the group's bits
    # then stand for that list, and only its entries say who may.
    with suppress(OSError, AttributeError):
        return grants_others(os.getxattr(path, _ACCESS_LIST), os.geteuid())
    return True


def grants_others(access_list: bytes, reader: int) -> bool:
    """Say whether a file's POSIX access list (acl(5), as Linux stores it) lets in more than its owner and `reader`."""
    for tag, granted, whom in struct.iter_unpack("<HHI", access_list[_ACCESS_HEADER:]):
        is_known = tag in {_OWNER, _MASK} or (tag == _NAMED_USER and whom == reader)
        if granted and not is_known:
            return True
    return False


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error as problem:
        raise ValueError from problem
    if len(key) != _KEY_BYTES:
        raise ValueError
    return key
