"""Passphrases: hashed with Argon2id, a bounded number at a time."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, NewType

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from survivor_portal.security.hashing_turns import HashingBusyError as HashingBusyError  # noqa: PLC0414 (handed on)
from survivor_portal.security.hashing_turns import Line as Line  # noqa: PLC0414 (handed on)
from survivor_portal.security.hashing_turns import Turns
from survivor_portal.security.tokens import Chance, new_token, system_chance

PassphraseHash = NewType("PassphraseHash", str)
"""An Argon2 hash in PHC format, with its salt and costs inside."""

LONGEST_PASSPHRASE = 128
"""Characters read at all: a longer one would only buy an attacker work for us."""

_AT_ONCE: Final = 2
_WAITING: Final = 10
_WAIT_SECONDS: Final = 30.0

MOST_THREADS_HELD = _AT_ONCE + _WAITING * len(Line)
"""How many threads hashing and waiting for it ever hold; a server needs more than that, for everybody else."""


def _rfc_9106_hasher() -> PasswordHasher:
    # RFC 9106, section 4, second recommended option: 64 MiB, three passes, four lanes.
    return PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)


@dataclass(frozen=True, slots=True, repr=False)
class Turn:
    """A turn to hash, for as long as the block that it was taken for lasts.

    Every check costs the same work, whether there is a hash to check against or not.
    """

    _argon2: PasswordHasher
    _decoy: PassphraseHash

    def hash(self, passphrase: str) -> PassphraseHash:
        """Give the hash to store. Raises `ValueError` for one longer than `LONGEST_PASSPHRASE`."""
        if is_too_long(passphrase):
            msg = f"a passphrase has at most {LONGEST_PASSPHRASE} characters"
            raise ValueError(msg)
        return PassphraseHash(self._argon2.hash(normalised(passphrase)))

    def matches(self, stored: PassphraseHash | None, passphrase: str) -> bool:
        """Say whether the passphrase belongs to the stored hash; None, for a name nobody has, never matches."""
        # One that is too long cannot be right, but must cost the same as any wrong one.
        is_readable = not is_too_long(passphrase)
        try:
            self._argon2.verify(
                self._decoy if stored is None else stored, normalised(passphrase) if is_readable else ""
            )
        except (VerificationError, InvalidHashError):
            return False
        return stored is not None and is_readable


@dataclass(frozen=True, slots=True)
class PassphraseHasher:
    """Hash and check passphrases, at most two at once, so that a storm of sign-ins leaves the pages answering.

    In each line at most `waiting` more wait for their turn, `wait_seconds` at the longest: each of them holds a thread
    of the server. Raises `HashingBusyError` from every method when no turn came free, and at once when too many wait.
    """

    argon2: PasswordHasher = field(default_factory=_rfc_9106_hasher)
    chance: Chance = system_chance
    wait_seconds: float = _WAIT_SECONDS
    waiting: int = _WAITING
    _turns: Turns = field(init=False)
    _decoy: PassphraseHash = field(init=False)

    def __post_init__(self) -> None:
        """Prepare the turns, and the hash that unknown names are checked against."""
        object.__setattr__(self, "_turns", Turns(_AT_ONCE, self.waiting, self.wait_seconds))
        object.__setattr__(self, "_decoy", PassphraseHash(self.argon2.hash(new_token(self.chance))))

    def hash(self, passphrase: str) -> PassphraseHash:
        """Give the hash to store. Raises `ValueError` for one longer than `LONGEST_PASSPHRASE`."""
        with self.turn() as turn:
            return turn.hash(passphrase)

    def matches(self, stored: PassphraseHash | None, passphrase: str) -> bool:
        """Say whether the passphrase belongs to the stored hash; None, for a name nobody has, never matches."""
        with self.turn() as turn:
            return turn.matches(stored, passphrase)

    @contextmanager
    def turn(self, line: Line = Line.FIRST) -> Iterator[Turn]:
        """Wait for a turn, for what belongs to one check or needs two hashes.

        Whatever a stranger can ask for says its line; the first is for those who have shown something already.
        """
        with self._turns.take(line):
            yield Turn(self.argon2, self._decoy)


def is_too_long(passphrase: str) -> bool:
    """Say whether a passphrase, counted as typed, is longer than `LONGEST_PASSPHRASE`, at no cost worth naming."""
    return len(passphrase) > LONGEST_PASSPHRASE


def normalised(passphrase: str) -> str:
    """Give a passphrase as it is hashed, the same at setting and at checking, however it was typed.

    NIST SP 800-63B, 3.1.1.2: composed (NFKC), since keyboards compose accents differently. Spaces at the ends do not
    count, nor more than one in a row: on paper nobody sees them, and phones add them by themselves.
    """
    return " ".join(unicodedata.normalize("NFKC", passphrase).split())
