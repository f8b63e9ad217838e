"""The one place that draws chance, and what is made of it."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import NewType

Chance = Callable[[int], bytes]
"""Gives as many unpredictable bytes as it is asked for."""

Token = NewType("Token", str)
"""A secret its holder keeps. We store only its digest."""

Digest = NewType("Digest", str)
"""What we store of a token: 64 hexadecimal characters."""

Ref = NewType("Ref", str)
"""A random, meaningless reference to one row: 26 characters, 128 bits."""

_TOKEN_BYTES = 32
_REF_BYTES = 16


def system_chance(count: int) -> bytes:
    """Give `count` bytes from the operating system's source of chance."""
    return secrets.token_bytes(count)


def new_token(chance: Chance) -> Token:
    """Draw a token of 256 bits, safe in a cookie or an address."""
    return Token(base64.urlsafe_b64encode(chance(_TOKEN_BYTES)).rstrip(b"=").decode())


def new_ref(chance: Chance) -> Ref:
    """Draw a reference that says nothing about what it refers to."""
    return Ref(base64.b32encode(chance(_REF_BYTES)).rstrip(b"=").decode().lower())


def digest(token: str) -> Digest:
    """Give what we store of a token; a plain hash is enough for 256 bits of chance."""
    return Digest(hashlib.sha256(token.encode()).hexdigest())


def keyed_digest(key: bytes, purpose: str, text: str) -> Digest:
    """Give a digest only the key's holder can make, so that a stolen database cannot be guessed through.

    `purpose` keeps digests of the same text apart when they serve different ends.
    """
    return Digest(hmac.new(key, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest())


def same(one: str, other: str) -> bool:
    """Compare two secrets without telling by time where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())
