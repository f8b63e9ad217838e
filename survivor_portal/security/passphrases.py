"""Passphrases: hashed with Argon2id, a bounded number at a time."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import BoundedSemaphore
from typing import NewType

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from survivor_portal.security.tokens import Chance, new_token, system_chance

PassphraseHash = NewType("PassphraseHash", str)
"""An Argon2 hash in PHC format, with its salt and costs inside."""

LONGEST_PASSPHRASE = 128
"""Characters read at all: a longer one would only buy an attacker work for us."""

_AT_ONCE = 2
_WAIT_SECONDS = 30.0


class HashingBusyError(Exception):
    """No turn to hash came free in time; the person may simply try again."""


def _rfc_9106_hasher() -> PasswordHasher:
    # RFC 9106, section 4, second recommended option: 64 MiB, three passes, four lanes.
    return PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)


@dataclass(frozen=True, slots=True)
class PassphraseHasher:
    """Hash and check passphrases, at most two at once, so that a storm of sign-ins leaves the pages answering.

    Every check costs the same work, whether there is a hash to check against or not.

    Raises `HashingBusyError` from both methods when no turn came free within `wait_seconds`.
    """

    argon2: PasswordHasher = field(default_factory=_rfc_9106_hasher)
    chance: Chance = system_chance
    wait_seconds: float = _WAIT_SECONDS
    _turns: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(_AT_ONCE))
    _decoy: PassphraseHash = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the hash that unknown names are checked against."""
        object.__setattr__(self, "_decoy", PassphraseHash(self.argon2.hash(new_token(self.chance))))

    def hash(self, passphrase: str) -> PassphraseHash:
        """Give the hash to store. Raises `ValueError` for one longer than `LONGEST_PASSPHRASE`."""
        if is_too_long(passphrase):
            msg = f"a passphrase has at most {LONGEST_PASSPHRASE} characters"
            raise ValueError(msg)
        with self._turn():
            return PassphraseHash(self.argon2.hash(_normalised(passphrase)))

    def matches(self, stored: PassphraseHash | None, passphrase: str) -> bool:
        """Say whether the passphrase belongs to the stored hash; None, for a name nobody has, never matches."""
        # One that is too long cannot be right, but must cost the same as any wrong one.
        is_readable = not is_too_long(passphrase)
        with self._turn():
            try:
                self.argon2.verify(
                    self._decoy if stored is None else stored, _normalised(passphrase) if is_readable else ""
                )
            except (VerificationError, InvalidHashError):
                return False
        return stored is not None and is_readable

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._turns.acquire(timeout=self.wait_seconds):
            raise HashingBusyError
        try:
            yield
        finally:
            self._turns.release()


def is_too_long(passphrase: str) -> bool:
    """Say whether a passphrase, counted as typed, is longer than `LONGEST_PASSPHRASE`, at no cost worth naming."""
    return len(passphrase) > LONGEST_PASSPHRASE


def _normalised(passphrase: str) -> str:
    # NIST SP 800-63B, 3.1.1.2: normalise before hashing, since keyboards compose accents differently.
    return unicodedata.normalize("NFKC", passphrase)
